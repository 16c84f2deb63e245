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
import type { EncodedRun } from './faceEncoding.ts';
import { utf16Hex } from './toUnicode.ts';
import { noteRun, type UsedFace, type UsedFaces } from './usedFaces.ts';

/** What the pages of one document have in common while they are drawn. */
export interface Ink {
  readonly faces: UsedFaces;
  /** Resource name of a picture, such as I1. */
  imageFor(asset: string): string;
}

/** Resources that one page uses. */
export interface DrawnPage {
  readonly content: string;
  readonly fonts: ReadonlySet<UsedFace>;
  readonly images: ReadonlySet<string>;
}

/**
 * The operators of one page. They work in the display list's own unit, origin bottom left: a label's dots stay whole
 * numbers, and one `cm` brings them to points.
 */
export function drawPage(list: DisplayList, page: Page, ink: Ink): DrawnPage {
  const pen = new Pen(page.height, ink);
  const scale = 72 / list.unitsPerInch;
  pen.out = scale === 1 ? '' : `${round(scale, 1e6)} 0 0 ${round(scale, 1e6)} 0 0 cm\n`;
  for (const item of page.items) pen.draw(item);
  pen.endText();
  return { content: pen.out, fonts: pen.fonts, images: pen.images };
}

/** Remembers the graphics state, so that only what changes is written. */
class Pen {
  out = '';
  readonly fonts = new Set<UsedFace>();
  readonly images = new Set<string>();
  readonly #height: number;
  readonly #ink: Ink;
  #inText = false;
  #fill = '#000000';
  #stroke = '#000000';
  #lineWidth = 1;
  #face: UsedFace | undefined;
  #size = 0;
  /** Start of the current line of the text object, in hundredths. */
  #x = 0;
  #y = 0;

  constructor(height: number, ink: Ink) {
    this.#height = height;
    this.#ink = ink;
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

  endText(): void {
    if (this.#inText) this.out += 'ET\n';
    this.#inText = false;
  }

  #text(item: TextItem): void {
    if (item.text === '') return;
    if (!this.#inText) {
      this.out += 'BT\n';
      this.#inText = true;
      this.#x = 0;
      this.#y = 0;
    }
    this.#setFill(item.color);
    const face = this.#ink.faces.get(item.font);
    if (face !== this.#face || item.size !== this.#size) {
      this.out += `/${face.resource} ${round(item.size, 1e3)} Tf\n`;
      this.#face = face;
      this.#size = item.size;
      this.fonts.add(face);
    }
    const run = face.encoding.encode(item.text);
    const shaped = run.placed;
    if (shaped === undefined) {
      this.#moveTo(item.x, this.#height - item.y);
      this.#show(face, run);
      return;
    }
    // Combining marks stand beside the pen: each glyph is placed by itself.
    const unit = item.size / face.encoding.face.unitsPerEm;
    let advance = 0;
    shaped.glyphs.forEach((glyph, index) => {
      const offset = shaped.offsets?.[index] ?? { x: 0, y: 0 };
      this.#moveTo(item.x + (advance + offset.x) * unit, this.#height - item.y + offset.y * unit);
      this.#show(face, face.encoding.encodeGlyph(glyph, shaped.clusters[index] ?? ''));
      advance += shaped.advances[index] ?? 0;
    });
  }

  /** ActualText says what glyphs by themselves do not (ISO 32000-2 §14.9.4). */
  #show(face: UsedFace, run: EncodedRun): void {
    noteRun(face, run);
    if (run.actualText === undefined) this.out += `${run.operand}TJ\n`;
    else this.out += `/Span <</ActualText <feff${utf16Hex(run.actualText)}>>> BDC\n${run.operand}TJ\nEMC\n`;
  }

  /** Td moves relative to the start of the line (ISO 32000-2 table 106); whole hundredths do not drift. */
  #moveTo(x: number, y: number): void {
    const toX = Math.round(x * 100);
    const toY = Math.round(y * 100);
    this.out += `${(toX - this.#x) / 100} ${(toY - this.#y) / 100} Td\n`;
    this.#x = toX;
    this.#y = toY;
  }

  #rect(item: RectItem): void {
    const path = this.#box(item.x, item.y, item.width, item.height);
    if (item.fill !== undefined) {
      this.#setFill(item.fill);
      this.endText();
      this.out += `${path}f\n`;
    }
    if (item.stroke !== undefined) {
      this.endText();
      this.#setStroke(item.stroke, item.strokeWidth ?? 1);
      this.out += `${path}S\n`;
    }
  }

  #line(item: LineItem): void {
    this.endText();
    this.#setStroke(item.color, item.width);
    const from = `${round(item.x1)} ${round(this.#height - item.y1)} m`;
    this.out += `${from} ${round(item.x2)} ${round(this.#height - item.y2)} l S\n`;
  }

  /** Dark modules as rectangles of one path: no seams between them, whatever a viewer does with edges. */
  #barcode(item: BarcodeItem): void {
    this.endText();
    this.#setFill('#000000');
    let path = '';
    if (item.bars !== undefined) {
      let at = 0;
      item.bars.forEach((bar, index) => {
        if (index % 2 === 0) path += this.#box(item.x + at * item.module, item.y, bar * item.module, item.height);
        at += bar;
      });
    }
    item.matrix?.forEach((row, rowIndex) => {
      const top = item.y + rowIndex * item.module;
      for (const { start, length } of darkRuns(row)) {
        path += this.#box(item.x + start * item.module, top, length * item.module, item.module);
      }
    });
    this.out += `${path}f\n`;
  }

  #image(item: ImageItem): void {
    this.endText();
    const name = this.#ink.imageFor(item.asset);
    this.images.add(item.asset);
    const place = `${round(item.x)} ${round(this.#height - item.y - item.height)}`;
    this.out += `q ${round(item.width)} 0 0 ${round(item.height)} ${place} cm /${name} Do Q\n`;
  }

  #box(x: number, y: number, width: number, height: number): string {
    return `${round(x)} ${round(this.#height - y - height)} ${round(width)} ${round(height)} re\n`;
  }

  #setFill(color: string): void {
    if (color === this.#fill) return;
    this.#fill = color;
    this.out += `${components(color)} rg\n`;
  }

  #setStroke(color: string, width: number): void {
    if (color !== this.#stroke) this.out += `${components(color)} RG\n`;
    if (width !== this.#lineWidth) this.out += `${round(width)} w\n`;
    this.#stroke = color;
    this.#lineWidth = width;
  }
}

/** Neighbouring dark modules of a row as one stretch. */
export function darkRuns(row: readonly boolean[]): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  let start = -1;
  for (let index = 0; index <= row.length; index += 1) {
    if (row[index] === true) {
      if (start < 0) start = index;
    } else if (start >= 0) {
      runs.push({ start, length: index - start });
      start = -1;
    }
  }
  return runs;
}

const colors = new Map<string, string>();

/** '#rrggbb' as three numbers from 0 to 1. */
function components(color: string): string {
  const known = colors.get(color);
  if (known !== undefined) return known;
  const value = Number.parseInt(color.slice(1), 16);
  const text = [value >> 16, (value >> 8) & 0xff, value & 0xff].map((part) => round(part / 255, 1e4)).join(' ');
  if (colors.size < 1000) colors.set(color, text);
  return text;
}

/** Thousandths of a point are far below what any device shows. */
function round(value: number, steps = 1e3): number {
  return Math.round(value * steps) / steps;
}
