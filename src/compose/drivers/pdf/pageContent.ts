import type { BarcodeItem, ImageItem, Item, LineItem, Page, RectItem, TextItem } from '../../displayList.ts';
import type { ByteWriter } from './byteWriter.ts';
import { artifact, type ContentTags } from './contentTags.ts';
import { GraphicsState } from './graphicsState.ts';
import { paintCode } from './paintCode.ts';
import type { UsedFaces } from './usedFaces.ts';

/** What the pages of one document have in common while they are drawn. */
export interface Ink {
  readonly faces: UsedFaces;
  readonly tags: ContentTags;
  /** Resource name of a picture, such as I1. */
  imageFor(asset: string): string;
}

/**
 * Writes the operators of one page. They work in the display list's own unit, origin bottom left: a label's dots stay
 * whole numbers, and one `cm` brings them to points.
 *
 * Every mark stands between BDC and EMC, as content of a structure element or as an artifact (ISO 14289-1 §7.1).
 * Neighbours of one element share them.
 *
 * @returns runs that lead somewhere, in the order of the page.
 */
export function drawPage(out: ByteWriter, unitsPerInch: number, page: Page, ink: Ink): readonly TextItem[] {
  const scale = 72 / unitsPerInch;
  if (scale !== 1) {
    out.number(scale, 6);
    out.text(' 0 0 ');
    out.number(scale, 6);
    out.text(' 0 0 cm\n');
  }
  const pen = new Pen(out, page.height, scale, ink);
  pen.draw(page.items);
  pen.end();
  return pen.links;
}

/** No tag and no kind of artifact. */
const unmarked = Number.MIN_SAFE_INTEGER;

class Pen {
  readonly links: TextItem[] = [];
  readonly #out: ByteWriter;
  readonly #height: number;
  readonly #scale: number;
  readonly #ink: Ink;
  readonly #tags: ContentTags;
  readonly #state: GraphicsState;
  #inText = false;
  /** What the open marked content belongs to, and whether it was opened inside the open text object. */
  #mark: number = unmarked;
  #markInText = false;
  /** Start of the current line of the text object, in hundredths. */
  #x = 0;
  #y = 0;

  constructor(out: ByteWriter, height: number, scale: number, ink: Ink) {
    this.#out = out;
    this.#height = height;
    this.#scale = scale;
    this.#ink = ink;
    this.#tags = ink.tags;
    this.#state = new GraphicsState(out, ink.faces);
  }

  draw(items: readonly Item[]): void {
    let filled = 0;
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index] as Item;
      switch (item.kind) {
        case 'text':
          this.#text(item);
          break;
        case 'rect':
          if (index >= filled) filled = this.#fill(items, index);
          if (item.stroke !== undefined) this.#frame(item, item.stroke);
          break;
        case 'line':
          this.#line(item);
          break;
        case 'barcode':
          this.#barcode(item);
          break;
        case 'image':
          this.#image(item);
      }
    }
  }

  end(): void {
    this.#endMark();
    this.#endText();
  }

  /** Marked content and text objects are nested, never crossed (ISO 32000-1 §14.6.1). */
  #endMark(): void {
    if (this.#mark === unmarked) return;
    if (!this.#markInText) this.#endText();
    this.#out.text('EMC\n');
    this.#mark = unmarked;
  }

  #endText(): void {
    if (!this.#inText) return;
    if (this.#mark !== unmarked && this.#markInText) {
      this.#out.text('EMC\n');
      this.#mark = unmarked;
    }
    this.#out.text('ET\n');
    this.#inText = false;
  }

  #beginText(mark: number): void {
    if (mark !== this.#mark) this.#endMark();
    if (!this.#inText) {
      this.#out.text('BT\n');
      this.#inText = true;
      this.#x = 0;
      this.#y = 0;
    }
    if (mark === this.#mark) return;
    this.#tags.begin(this.#out, mark);
    this.#mark = mark;
    this.#markInText = true;
  }

  #beginGraphics(mark: number): void {
    this.#endText();
    if (mark === this.#mark) return;
    this.#endMark();
    this.#tags.begin(this.#out, mark);
    this.#mark = mark;
    this.#markInText = false;
  }

  #text(item: TextItem): void {
    const { text, rotate } = item;
    if (text === '') return;
    const { tag = this.#artifactOf(item) } = item;
    if (rotate !== undefined) this.#endText();
    const breaks = tag >= 0 && this.#tags.continues(tag, item);
    // At the end of the line before, where nobody sees it.
    const spaced = breaks && tag === this.#mark && this.#markInText && this.#space();
    this.#beginText(tag);
    this.#state.setFill(item.color);
    const face = this.#state.setFont(item);
    if (item.href !== undefined) this.links.push(item);
    if (breaks && !spaced && rotate === undefined) {
      this.#moveTo(item);
      this.#space();
    }
    const foreign = item.lang !== undefined && tag >= 0 && item.lang !== this.#tags.languageOf(tag);
    // The language of a run inside an element (ISO 32000-1 §14.9.2.3).
    if (foreign) this.#out.text(`/Span<</Lang(${item.lang})>>BDC\n`);
    if (rotate === undefined) this.#moveTo(item);
    else this.#turn(item.x, this.#height - item.y, rotate);
    face.show(this.#out, text, item.rtl);
    if (foreign) this.#out.text('EMC\n');
    // The next run does not start from a turned line.
    if (rotate !== undefined) this.#endText();
  }

  /** The break between two lines as the space that it reads as (ISO 32000-1 §14.8.2.5). */
  #space(): boolean {
    const { face } = this.#state;
    if (face === undefined || !face.face.has(0x20)) return false;
    face.show(this.#out, ' ');
    return true;
  }

  /** Text without a tag is a page's header, footer or watermark (ISO 14289-1 §7.8). */
  #artifactOf(item: TextItem): number {
    if (item.rotate !== undefined) return artifact.watermark;
    return item.y * 2 < this.#height ? artifact.header : artifact.footer;
  }

  /** Td moves relative to the start of the line (ISO 32000-1 table 108); whole hundredths do not drift. */
  #moveTo(item: TextItem): void {
    const toX = Math.round(item.x * 100);
    const toY = Math.round((this.#height - item.y) * 100);
    this.#out.fixed(toX - this.#x, 2);
    this.#out.byte(0x20);
    this.#out.fixed(toY - this.#y, 2);
    this.#out.text(' Td\n');
    this.#x = toX;
    this.#y = toY;
  }

  /** Turns the line about its start, degrees counterclockwise. */
  #turn(x: number, y: number, degrees: number): void {
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (const part of [cos, sin, -sin, cos]) {
      this.#out.number(part, 5);
      this.#out.byte(0x20);
    }
    this.#numbers(x, y, ' Tm\n');
    this.#x = 0;
    this.#y = 0;
  }

  /**
   * Fills the rectangles from one on, up to what may lie below or above one: rules and backgrounds of rows stand between
   * the texts of the rows, which they do not touch, and leaving a text for each of them is longer than the text.
   *
   * @returns where the first rectangle may be that is not filled yet.
   */
  #fill(items: readonly Item[], from: number): number {
    let end = from;
    let isFramed = false;
    for (; end < items.length && !isFramed; end += 1) {
      const item = items[end] as Item;
      if (item.kind === 'text') continue;
      isFramed = item.kind === 'rect' && item.stroke !== undefined;
      if (item.kind !== 'rect' || (end > from && (isFramed || item.tag !== undefined))) break;
      this.#beginGraphics(item.tag ?? artifact.layout);
      if (item.fill === undefined) continue;
      this.#state.setFill(item.fill);
      this.#box(item);
      // Each by itself: some readers draw a thin rule sharp only where it is alone in its path.
      this.#out.text('f\n');
    }
    return end;
  }

  #frame(item: RectItem, stroke: string): void {
    this.#beginGraphics(item.tag ?? artifact.layout);
    this.#state.setStroke(stroke, item.strokeWidth ?? 1);
    this.#box(item);
    this.#out.text('S\n');
  }

  #line(item: LineItem): void {
    this.#beginGraphics(item.tag ?? artifact.layout);
    this.#state.setStroke(item.color, item.width);
    this.#numbers(item.x1, this.#height - item.y1, ' m ');
    this.#numbers(item.x2, this.#height - item.y2, ' l S\n');
  }

  #barcode(item: BarcodeItem): void {
    this.#beginGraphics(item.tag ?? artifact.layout);
    this.#state.setFill('#000000');
    const width = paintCode(this.#out, item, this.#height);
    if (item.tag !== undefined) this.#noteBox(item.tag, item.x, item.y, width, item.height);
  }

  #image(item: ImageItem): void {
    this.#beginGraphics(item.tag ?? artifact.layout);
    const out = this.#out;
    const name = this.#ink.imageFor(item.asset);
    out.text('q ');
    out.number(item.width);
    out.text(' 0 0 ');
    out.number(item.height);
    out.byte(0x20);
    this.#numbers(item.x, this.#height - item.y - item.height, ` cm /${name} Do Q\n`);
    if (item.tag !== undefined) this.#noteBox(item.tag, item.x, item.y, item.width, item.height);
  }

  #noteBox(tag: number, x: number, y: number, width: number, height: number): void {
    const points = (units: number): number => Math.round(units * this.#scale * 100) / 100;
    const bottom = points(this.#height - y - height);
    const box = `${points(x)} ${bottom} ${points(x + width)} ${points(this.#height - y)}`;
    if (!this.#tags.boxes.has(tag)) this.#tags.boxes.set(tag, box);
  }

  #box({ x, y, width, height }: RectItem): void {
    this.#numbers(x, this.#height - y - height, ' ');
    this.#numbers(width, height, ' re\n');
  }

  /** Two numbers and what follows. Thousandths of a point are far below what any device shows. */
  #numbers(one: number, other: number, operator: string): void {
    this.#out.number(one);
    this.#out.byte(0x20);
    this.#out.number(other);
    this.#out.text(operator);
  }
}
