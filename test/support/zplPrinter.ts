import bwip from 'bwip-js';
import type { PrintedLabel } from './tsplPrinter.ts';
import { expanded, type Graphic, graphicOf } from './zplGraphics.ts';

/** What a printer writes in its own font 0; the dots of it are the printer's affair. */
export interface PrintedText {
  readonly text: string;
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly height: number;
  readonly width: number;
}

export interface ZplLabel extends PrintedLabel {
  readonly texts: readonly PrintedText[];
}

interface Field {
  x: number;
  y: number;
  reverse: boolean;
  hex: boolean;
  data: string | null;
  font: { height: number; width: number } | null;
  barcode: { command: string; height: number } | null;
  /** Width and height in dots, rows of bytes. */
  graphic: Graphic | null;
  box: { width: number; height: number; thickness: number; color: string } | null;
}

/**
 * A printer that understands the commands of ZPL II which our driver writes, from the ZPL II Programming Guide
 * (P1099958-001) and not from the driver: the test's own reading of the language, fast enough for a thousand labels.
 * test/system/labels.test.ts compares its pictures with those of zpl-renderer-js. Unknown commands are errors.
 */
export function printZpl(bytes: Uint8Array): ZplLabel[] {
  const printed: ZplLabel[] = [];
  const graphics = new Map<string, Graphic>();
  const formats = new Map<string, string[]>();
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let label: { width: number; height: number; dots: Uint8Array; texts: PrintedText[] } | null = null;
  let size = { width: 0, height: 0 };
  let module = 2;
  let ratio = 3;
  let copies = 1;
  /** Name of the format being stored. */
  let storing: string | null = null;
  let field = emptyField();

  const canvas = (): NonNullable<typeof label> => {
    label ??= { ...size, dots: new Uint8Array(size.width * size.height), texts: [] };
    return label;
  };
  const rectangle = (left: number, top: number, width: number, height: number, white: boolean): void => {
    const { width: columns, height: rows, dots } = canvas();
    const [from, to] = [Math.max(0, left), Math.min(columns, left + width)];
    const foot = from < to ? Math.min(rows, top + height) : 0;
    for (let y = Math.max(0, top); y < foot; y += 1) {
      if (field.reverse) {
        for (let at = y * columns + from; at < y * columns + to; at += 1) dots[at] = 1 - (dots[at] ?? 0);
      } else dots.fill(white ? 0 : 1, y * columns + from, y * columns + to);
    }
  };

  /** ^FS: the field is complete and is drawn. */
  const separate = (): void => {
    const { x, y, data, font, barcode, graphic, box, reverse } = field;
    if (box !== null) {
      const { width, height, thickness, color } = box;
      const white = color === 'W';
      if (thickness * 2 >= Math.min(width, height))
        rectangle(x, y, Math.max(width, thickness), Math.max(height, thickness), white);
      else {
        rectangle(x, y, width, thickness, white);
        rectangle(x, y + height - thickness, width, thickness, white);
        rectangle(x, y + thickness, thickness, height - 2 * thickness, white);
        rectangle(x + width - thickness, y + thickness, thickness, height - 2 * thickness, white);
      }
    }
    if (graphic !== null) {
      const { stride, bytes: rows } = graphic;
      const { width, height, dots } = canvas();
      for (let index = 0; index < rows.length; index += 1) {
        const eight = rows[index] ?? 0;
        if (eight === 0) continue;
        const row = y + Math.floor(index / stride);
        const column = x + (index % stride) * 8;
        for (let bit = 0; bit < 8; bit += 1) {
          if (((eight >> (7 - bit)) & 1) === 0 || row >= height || column + bit >= width) continue;
          const at = row * width + column + bit;
          dots[at] = reverse ? 1 - (dots[at] ?? 0) : 1;
        }
      }
    }
    if (data !== null && barcode !== null) {
      let left = x;
      barsOf(barcode.command, data, ratio).forEach((bar, index) => {
        const width = bar * module;
        if (!Number.isInteger(width)) throw new Error(`a bar of ${width} dots`);
        if (index % 2 === 0) rectangle(left, y, width, barcode.height, false);
        left += width;
      });
    } else if (data !== null && font !== null) canvas().texts.push({ text: data, x, y, ...font });
    field = emptyField();
  };

  const run = (commands: readonly string[]): void => {
    for (const entry of commands) {
      const command = entry.slice(0, 3);
      const parameters = entry.slice(3).replace(/\n$/, '');
      const [a = '', b = '', c = '', d = ''] = parameters.split(',');
      if (storing !== null && !['^XZ', '^DF'].includes(command)) {
        formats.get(storing)?.push(entry);
        continue;
      }
      switch (command) {
        case '^XA':
          label = null;
          copies = 1;
          break;
        case '^XZ':
          if (storing === null && label !== null) {
            for (let copy = 0; copy < copies; copy += 1) printed.push(label);
          }
          storing = null;
          label = null;
          break;
        case '^FX':
        case '^CI':
          break;
        case '^ID':
          graphics.delete(a);
          formats.delete(a);
          break;
        case '^LH':
          if (parameters !== '0,0') throw new Error('^LH moves the label');
          break;
        case '^PW':
          size = { ...size, width: Number(a) };
          break;
        case '^LL':
          size = { ...size, height: Number(a) };
          break;
        case '^PQ':
          copies = Number(a);
          break;
        case '^FO':
        case '^FT':
          field.x = whole(a);
          field.y = whole(b);
          break;
        case '^A0':
          field.font = { height: whole(b), width: whole(c) };
          break;
        case '^FR':
          field.reverse = true;
          break;
        case '^FH':
          field.hex = true;
          break;
        case '^FD':
          field.data = field.hex ? unescaped(parameters) : parameters;
          break;
        case '^GB':
          field.box = { width: whole(a), height: whole(b), thickness: whole(c), color: d };
          break;
        case '^GF':
          field.graphic = graphicOf(parameters);
          break;
        case '^BY':
          module = whole(a);
          ratio = Number(b);
          break;
        case '^BC':
        case '^B2':
        case '^BE':
        case '^B8':
        case '^BU':
          field.barcode = { command, height: whole(b) };
          break;
        case '^XG':
          field.graphic = graphics.get(a) ?? fail(`^XG recalls ${a}, which was not downloaded`);
          break;
        case '~DG': {
          const [, name = '', total = '', stride = '', data = ''] =
            /^([^,]*),(\d+),(\d+),(.*)$/s.exec(parameters) ?? [];
          graphics.set(name, { stride: whole(stride), bytes: expanded(data, whole(total), whole(stride)) });
          break;
        }
        case '^DF':
          storing = a;
          formats.set(a, []);
          break;
        case '^XF':
          run(formats.get(a) ?? fail(`^XF recalls ${a}, which was not stored`));
          break;
        case '^FS':
          separate();
          break;
        default:
          fail(`the printer does not know "${entry.slice(0, 60)}"`);
      }
    }
  };
  run(
    source
      .toString('utf8')
      .split(/(?=[\^~])/)
      .filter((entry) => entry.trim() !== ''),
  );
  return printed;
}

function emptyField(): Field {
  return {
    ...{ x: 0, y: 0, reverse: false, hex: false, data: null },
    ...{ font: null, barcode: null, graphic: null, box: null },
  };
}

function fail(message: string): never {
  throw new Error(message);
}

function whole(text: string): number {
  const value = Number(text);
  return text !== '' && Number.isInteger(value) && value >= 0 ? value : fail(`"${text}" is no whole number`);
}

function unescaped(data: string): string {
  const bytes = Buffer.from(data).toString('latin1');
  const plain = bytes.replaceAll(/_([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1').toString('utf8');
}

/** Bars and spaces in modules, drawn by bwip-js from what the command says. */
function barsOf(command: string, data: string, ratio: number): number[] {
  const symbol = (bcid: string, text: string, options: object = {}): number[] => {
    const [made] = bwip.raw(bcid, text, options as never);
    return (made as { sbs: number[] }).sbs;
  };
  switch (command) {
    case '^BC':
      return symbol('code128', code128Values(data), { raw: true });
    case '^B2':
      return symbol('interleaved2of5', data).map((bar) => (bar > 1 ? ratio : bar));
    case '^BE':
      return symbol('ean13', data);
    case '^B8':
      return symbol('ean8', data);
    case '^BU':
      return symbol('upca', data);
    default:
      return fail(command);
  }
}

/** ^BC without mode: >; starts set C, >: set B, >8 is FNC1, >6 code B, >5 code C; `><` and `>=` are ^ and ~. */
function code128Values(data: string): string {
  const invoked: Readonly<Record<string, number>> = { ';': 105, ':': 104, '8': 102, '6': 100, '5': 99 };
  const values: number[] = [];
  let set = '';
  for (let at = 0; at < data.length; ) {
    const value = data[at] === '>' ? invoked[data[at + 1] ?? ''] : undefined;
    if (value !== undefined) {
      values.push(value);
      if (value === 105 || value === 99) set = 'C';
      else if (value === 104 || value === 100) set = 'B';
      at += 2;
    } else if (set === 'C') {
      values.push(Number(data.slice(at, at + 2)));
      at += 2;
    } else {
      const escaped = data[at] === '>' ? ({ '<': '^', '=': '~', '0': '>' }[data[at + 1] ?? ''] ?? fail(data)) : null;
      values.push((escaped ?? data[at] ?? '').charCodeAt(0) - 0x20);
      at += escaped === null ? 1 : 2;
    }
  }
  return values.map((value) => `^${String(value).padStart(3, '0')}`).join('');
}
