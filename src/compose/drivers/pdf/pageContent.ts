import type {
  BarcodeItem,
  DisplayList,
  ImageItem,
  Item,
  LineItem,
  Page,
  RectItem,
  TextItem,
} from '../../displayList.ts';
import { paintCode } from './paintCode.ts';
import { artifact, type ContentTags } from './contentTags.ts';
import { deviceRgb } from './deviceRgb.ts';
import type { EncodedRun } from './faceEncoding.ts';
import { noteRun, type UsedFace, type UsedFaces } from './usedFaces.ts';

/** What the pages of one document have in common while they are drawn. */
export interface Ink {
  readonly faces: UsedFaces;
  readonly tags: ContentTags;
  /** Resource name of a picture, such as I1. */
  imageFor(asset: string): string;
}

export interface DrawnPage {
  readonly content: string;
  /** Runs that lead somewhere, in the order of the page. */
  readonly links: readonly TextItem[];
}

/**
 * The operators of one page. They work in the display list's own unit, origin bottom left: a label's dots stay whole
 * numbers, and one `cm` brings them to points.
 *
 * Every mark stands between BDC and EMC, as content of a structure element or as an artifact (ISO 14289-1 §7.1).
 * Neighbours of one element share them.
 */
export function drawPage(list: DisplayList, page: Page, ink: Ink): DrawnPage {
  const scale = 72 / list.unitsPerInch;
  const pen = new Pen(page.height, scale, ink);
  pen.out = scale === 1 ? '' : `${round(scale, 1e6)} 0 0 ${round(scale, 1e6)} 0 0 cm\n`;
  for (const item of page.items) pen.draw(item);
  pen.end();
  return { content: pen.out, links: pen.links };
}

/** No tag and no kind of artifact. */
const unmarked = Number.MIN_SAFE_INTEGER;

/** Remembers the graphics state, so that only what changes is written. */
class Pen {
  out = '';
  readonly links: TextItem[] = [];
  readonly #height: number;
  readonly #scale: number;
  readonly #ink: Ink;
  readonly #tags: ContentTags;
  #inText = false;
  /** What the open marked content belongs to, and whether it was opened inside the open text object. */
  #mark = unmarked;
  #markInText = false;
  #fill = '#000000';
  #stroke = '#000000';
  #lineWidth = 1;
  #face: UsedFace | undefined;
  #size = 0;
  /** Start of the current line of the text object, in hundredths. */
  #x = 0;
  #y = 0;

  constructor(height: number, scale: number, ink: Ink) {
    this.#height = height;
    this.#scale = scale;
    this.#ink = ink;
    this.#tags = ink.tags;
  }

  draw(item: Item): void {
    switch (item.kind) {
      case 'text':
        return this.#text(item);
      case 'rect':
        return this.#rect(item);
      case 'line':
        return this.#line(item);
      case 'barcode':
        return this.#barcode(item);
      case 'image':
        return this.#image(item);
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
    this.out += 'EMC\n';
    this.#mark = unmarked;
  }

  #endText(): void {
    if (!this.#inText) return;
    if (this.#mark !== unmarked && this.#markInText) {
      this.out += 'EMC\n';
      this.#mark = unmarked;
    }
    this.out += 'ET\n';
    this.#inText = false;
  }

  #beginText(mark: number): void {
    if (mark !== this.#mark) this.#endMark();
    if (!this.#inText) {
      this.out += 'BT\n';
      this.#inText = true;
      this.#x = 0;
      this.#y = 0;
    }
    if (mark === this.#mark) return;
    this.out += this.#tags.begin(mark);
    this.#mark = mark;
    this.#markInText = true;
  }

  #beginGraphics(mark: number): void {
    this.#endText();
    if (mark === this.#mark) return;
    this.#endMark();
    this.out += this.#tags.begin(mark);
    this.#mark = mark;
    this.#markInText = false;
  }

  #text(item: TextItem): void {
    if (item.text === '') return;
    const { tag = this.#artifactOf(item) } = item;
    if (item.rotate !== undefined) this.#endText();
    const face = this.#ink.faces.get(item.font);
    const breaks = tag >= 0 && this.#tags.continues(tag, item);
    // At the end of the line before, where nobody sees it.
    const spaced = breaks && tag === this.#mark && this.#markInText && this.#space(this.#face ?? face);
    this.#beginText(tag);
    this.#setFill(item.color);
    if (face !== this.#face || item.size !== this.#size) {
      this.out += `/${face.resource} ${round(item.size)} Tf\n`;
      this.#face = face;
      this.#size = item.size;
    }
    if (item.href !== undefined) this.links.push(item);
    if (breaks && !spaced && item.rotate === undefined) {
      this.#moveTo(item.x, this.#height - item.y);
      this.#space(face);
    }
    const foreign = item.lang !== undefined && tag >= 0 && item.lang !== this.#tags.languageOf(tag);
    // The language of a run inside an element (ISO 32000-1 §14.9.2.3).
    if (foreign) this.out += `/Span<</Lang(${item.lang})>>BDC\n`;
    this.#run(item, face);
    if (foreign) this.out += 'EMC\n';
    // The next run does not start from a turned line.
    if (item.rotate !== undefined) this.#endText();
  }

  /** The break between two lines as the space that it reads as (ISO 32000-1 §14.8.2.5). */
  #space(face: UsedFace): boolean {
    if (!face.encoding.face.has(0x20)) return false;
    this.#show(face, face.encoding.encode(' '));
    return true;
  }

  /** Text without a tag is a page's header, footer or watermark (ISO 14289-1 §7.8). */
  #artifactOf(item: TextItem): number {
    if (item.rotate !== undefined) return artifact.watermark;
    return item.y * 2 < this.#height ? artifact.header : artifact.footer;
  }

  #run(item: TextItem, face: UsedFace): void {
    if (item.rotate !== undefined) this.#turn(item.x, this.#height - item.y, item.rotate);
    else this.#moveTo(item.x, this.#height - item.y);
    this.#show(face, face.encoding.encode(item.text, item.rtl));
  }

  #show(face: UsedFace, run: EncodedRun): void {
    noteRun(face, run);
    this.out += run.show;
  }

  /** Td moves relative to the start of the line (ISO 32000-1 table 108); whole hundredths do not drift. */
  #moveTo(x: number, y: number): void {
    const toX = Math.round(x * 100);
    const toY = Math.round(y * 100);
    this.out += `${(toX - this.#x) / 100} ${(toY - this.#y) / 100} Td\n`;
    this.#x = toX;
    this.#y = toY;
  }

  /** Turns the line about its start, degrees counterclockwise. */
  #turn(x: number, y: number, degrees: number): void {
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [round(Math.cos(angle), 1e5), round(Math.sin(angle), 1e5)];
    this.out += `${cos} ${sin} ${-sin} ${cos} ${round(x)} ${round(y)} Tm\n`;
    this.#x = 0;
    this.#y = 0;
  }

  #rect(item: RectItem): void {
    const path = this.#box(item.x, item.y, item.width, item.height);
    this.#beginGraphics(item.tag ?? artifact.layout);
    if (item.fill !== undefined) {
      this.#setFill(item.fill);
      this.out += `${path}f\n`;
    }
    if (item.stroke !== undefined) {
      this.#setStroke(item.stroke, item.strokeWidth ?? 1);
      this.out += `${path}S\n`;
    }
  }

  #line(item: LineItem): void {
    this.#beginGraphics(item.tag ?? artifact.layout);
    this.#setStroke(item.color, item.width);
    const from = `${round(item.x1)} ${round(this.#height - item.y1)} m`;
    this.out += `${from} ${round(item.x2)} ${round(this.#height - item.y2)} l S\n`;
  }

  #barcode(item: BarcodeItem): void {
    this.#beginGraphics(item.tag ?? artifact.layout);
    this.#setFill('#000000');
    const { operators, width } = paintCode(item, this.#height);
    this.out += operators;
    if (item.tag !== undefined) this.#noteBox(item.tag, item.x, item.y, width, item.height);
  }

  #image(item: ImageItem): void {
    this.#beginGraphics(item.tag ?? artifact.layout);
    const name = this.#ink.imageFor(item.asset);
    const place = `${round(item.x)} ${round(this.#height - item.y - item.height)}`;
    this.out += `q ${round(item.width)} 0 0 ${round(item.height)} ${place} cm /${name} Do Q\n`;
    if (item.tag !== undefined) this.#noteBox(item.tag, item.x, item.y, item.width, item.height);
  }

  #noteBox(tag: number, x: number, y: number, width: number, height: number): void {
    const points = (units: number): number => round(units * this.#scale, 100);
    const bottom = points(this.#height - y - height);
    const box = `${points(x)} ${bottom} ${points(x + width)} ${points(this.#height - y)}`;
    this.#tags.boxes[tag] ??= box;
  }

  #box(x: number, y: number, width: number, height: number): string {
    return `${round(x)} ${round(this.#height - y - height)} ${round(width)} ${round(height)} re\n`;
  }

  #setFill(color: string): void {
    if (color === this.#fill) return;
    this.#fill = color;
    this.out += `${deviceRgb(color)} rg\n`;
  }

  #setStroke(color: string, width: number): void {
    if (color !== this.#stroke) this.out += `${deviceRgb(color)} RG\n`;
    if (width !== this.#lineWidth) this.out += `${round(width)} w\n`;
    this.#stroke = color;
    this.#lineWidth = width;
  }
}

/** Thousandths of a point are far below what any device shows. */
function round(value: number, steps = 1e3): number {
  return Math.round(value * steps) / steps;
}
