import bwip from 'bwip-js';

/** A label as a printer would have it in its image buffer. */
export interface PrintedLabel {
  readonly width: number;
  readonly height: number;
  /** One byte a dot, 1 is black. */
  readonly dots: Uint8Array;
}

interface Buffered extends PrintedLabel {
  readonly paint: (x: number, y: number, ink: (before: number) => number) => void;
}

/**
 * A printer that understands the commands of TSPL which our driver writes, from the manual and not from the driver
 * (TSPL/TSPL2 Programming Manual, TSC Auto ID Technology): the test's own reading of the language. Unknown commands and
 * places outside the label are errors.
 */
export function printTspl(bytes: Uint8Array, dpi: number): PrintedLabel[] {
  const input = Buffer.from(bytes);
  const printed: PrintedLabel[] = [];
  let size = { width: 0, height: 0 };
  let label: Buffered | null = null;
  let at = 0;

  const line = (): string => {
    const end = input.indexOf('\r\n', at);
    if (end < 0) throw new Error('the last line has no end');
    const text = input.toString('latin1', at, end);
    at = end + 2;
    return text;
  };
  const figures = (text: string, count: number): number[] => {
    const values = text.split(',').map(Number);
    if (values.length !== count || values.some((value) => !Number.isInteger(value) || value < 0)) {
      throw new Error(`"${text}" are not ${count} whole numbers`);
    }
    return values;
  };
  const buffer = (): Buffered => {
    if (label === null) throw new Error('nothing is drawn before CLS');
    return label;
  };
  const area = (parameters: string, ink: (before: number) => number): void => {
    const [x = 0, y = 0, width = 0, height = 0] = figures(parameters, 4);
    for (let row = y; row < y + height; row += 1) {
      for (let column = x; column < x + width; column += 1) buffer().paint(column, row, ink);
    }
  };

  while (at < input.length) {
    const bitmap = /^BITMAP (\d+),(\d+),(\d+),(\d+),([012]),/.exec(input.toString('latin1', at, at + 60));
    if (bitmap !== null) {
      at += bitmap[0].length;
      const [, x = 0, y = 0, stride = 0, height = 0, mode] = bitmap.map(Number);
      if (mode !== 1) throw new Error(`BITMAP in mode ${mode}`);
      for (let index = 0; index < stride * height; index += 1) {
        const eight = input[at + index] ?? 0;
        const [column, row] = [x + (index % stride) * 8, y + Math.floor(index / stride)];
        for (let bit = 0; bit < 8; bit += 1) {
          if (((eight >> (7 - bit)) & 1) === 0) buffer().paint(column + bit, row, () => 1);
        }
      }
      at += stride * height;
      if (line() !== '') throw new Error('the data of BITMAP is longer than it says');
      continue;
    }
    const text = line();
    const [, command = '', parameters = ''] = /^([A-Z]+) ?(.*)$/.exec(text) ?? [];
    switch (command) {
      case 'REM':
        break;
      case 'SIZE': {
        const [, width = '', height = ''] = /^([\d.]+) mm,([\d.]+) mm$/.exec(parameters) ?? [];
        // Up to the next whole dot: the size in mm is rounded.
        const dots = (mm: string): number => Math.round((Number(mm) * dpi) / 25.4);
        size = { width: dots(width), height: dots(height) };
        break;
      }
      case 'REFERENCE':
      case 'DIRECTION':
        if (parameters !== '0,0') throw new Error(`${text} would move the label`);
        break;
      case 'CLS':
        label = emptyLabel(size.width, size.height);
        break;
      case 'BAR':
        area(parameters, () => 1);
        break;
      case 'ERASE':
        area(parameters, () => 0);
        break;
      case 'REVERSE':
        area(parameters, (before) => 1 - before);
        break;
      case 'BARCODE':
        drawCode128(buffer(), parameters);
        break;
      case 'PRINT': {
        const [sets = 0, copies = 0] = figures(parameters, 2);
        for (let copy = 0; copy < sets * copies; copy += 1) printed.push({ ...buffer(), dots: buffer().dots.slice() });
        break;
      }
      default:
        throw new Error(`the printer does not know "${text.slice(0, 60)}"`);
    }
  }
  return printed;
}

function emptyLabel(width: number, height: number): Buffered {
  const dots = new Uint8Array(width * height);
  return {
    width,
    height,
    dots,
    paint(x, y, ink) {
      if (x < 0 || y < 0 || x >= width || y >= height) throw new Error(`${x},${y} is outside of ${width} × ${height}`);
      dots[y * width + x] = ink(dots[y * width + x] ?? 0);
    },
  };
}

/** BARCODE x,y,"128M",height,human readable,rotation,narrow,wide,"content", drawn by bwip-js from the same values. */
function drawCode128(label: Buffered, parameters: string): void {
  const found = /^(\d+),(\d+),"128M",(\d+),0,0,(\d+),\4,"([^"]*)"$/.exec(parameters);
  if (found === null) throw new Error(`BARCODE ${parameters}`);
  const [x = 0, y = 0, height = 0, narrow = 0] = found.slice(1, 5).map(Number);
  const [symbol] = bwip.raw('code128', codewords(found[5] ?? ''), { raw: true } as never);
  let left = x;
  (symbol as { sbs: number[] }).sbs.forEach((width, index) => {
    const end = index % 2 === 0 ? left + width * narrow : left;
    for (let column = left; column < end; column += 1) {
      for (let row = y; row < y + height; row += 1) label.paint(column, row, () => 1);
    }
    left += width * narrow;
  });
}

/** `!nnn` is the value of a control character; in set C two digits are a value, in set B one character. */
function codewords(content: string): string {
  const values: number[] = [];
  let set = 'B';
  for (let at = 0; at < content.length; ) {
    if (content[at] === '!') {
      const value = Number(content.slice(at + 1, at + 4));
      values.push(value);
      if (value === 104 || value === 100) set = 'B';
      else if (value === 105 || value === 99) set = 'C';
      else if (value !== 102) throw new Error(`control code ${value}`);
      at += 4;
    } else if (set === 'C') {
      values.push(Number(content.slice(at, at + 2)));
      at += 2;
    } else {
      values.push(content.charCodeAt(at) - 0x20);
      at += 1;
    }
  }
  return values.map((value) => `^${String(value).padStart(3, '0')}`).join('');
}
