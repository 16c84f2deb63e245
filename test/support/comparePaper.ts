import type { Paper, PaperWord } from './drawOnPaper.ts';
import type { PrintedText, ZplLabel } from './zplPrinter.ts';

/** Paper lighter than `light` has no ink, paper darker than `dark` is black; what lies between may be either. */
const light = 200;
const dark = 70;
/** Thin strokes lie between the dots of a print head: the dot that shows them may be so far away, of 203 to 300 an inch. */
const reachOf = (dpi: number): number => Math.max(1, Math.round(dpi / 300));
/**
 * So many dots may be further away. The smallest marks of a label, a full stop or a hyphen, have more; the white within
 * small letters comes and goes with where they lie between the dots.
 */
const allowed = { black: 2, white: 5 } as const;

/**
 * What the PDF of a label has and its ZPL has not, and the other way round, in words; nothing when they say the same.
 * Everything that is drawn in dots must have its ink in the same place, and where it is white on black its white. What the
 * printer writes in its own font must be the same text at the same place in the same size: the shapes of those letters
 * are the printer's affair.
 */
export function comparePaper(printed: ZplLabel, paper: Paper): string[] {
  const differences: string[] = [];
  const written: PaperWord[] = [];
  const words = new Set(paper.words);
  for (const text of printed.texts) {
    const found = wordsOf(text, words);
    if (found === null) differences.push(`"${text.text}" at ${text.x},${text.y} is only in the ZPL`);
    for (const word of found ?? []) {
      words.delete(word);
      written.push(word);
    }
  }
  // A label's texts are all written in the printer's font, or none is.
  if (printed.texts.length > 0) {
    for (const { text, left, top } of words) {
      differences.push(`"${text}" at ${Math.round(left)},${Math.round(top)} is only in the PDF`);
    }
  }
  // Poppler draws the last dot of a page when a part of it is covered.
  if (![0, 1].includes(paper.width - printed.width) || ![0, 1].includes(paper.height - printed.height)) {
    differences.push(
      `${printed.width} × ${printed.height} dots in the ZPL, ${paper.width} × ${paper.height} in the PDF`,
    );
  }
  for (const { kind, where, dots } of strayDots(printed, paper, written)) {
    const [first] = dots;
    if (first === undefined || dots.length <= allowed[kind]) continue;
    differences.push(`${dots.length} dots are ${kind} in the ${where} only, from ${first.join()} on`);
  }
  return differences;
}

interface Stray {
  readonly kind: keyof typeof allowed;
  readonly where: 'ZPL' | 'PDF';
  readonly dots: (readonly [x: number, y: number])[];
}

/** Four dots at a time, as they lie in memory: all white on the label, on paper; all black on the label, on paper. */
const white = { label: 0, paper: -1 } as const;
const black = { label: 0x01010101, paper: 0 } as const;

/** Dots of one that the other has not, but for those in the boxes of these words. */
function strayDots(printed: ZplLabel, paper: Paper, written: readonly PaperWord[]): Stray[] {
  const { width, height, dots } = printed;
  const excused = boxesOf(written, printed);
  const grey = greyOf(paper, width, height);
  const reach = reachOf(paper.dpi);
  /** Whether there is a dot of this kind around a place, on the label or on paper. */
  const isNear = (x: number, y: number, isMeant: (dot: number, grey: number) => boolean): boolean => {
    for (let line = Math.max(0, y - reach); line <= Math.min(height - 1, y + reach); line += 1) {
      for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column += 1) {
        const at = line * width + column;
        if (isMeant(dots[at] ?? 0, grey[at] ?? 255)) return true;
      }
    }
    return false;
  };
  const blackInZpl: Stray = { kind: 'black', where: 'ZPL', dots: [] };
  const blackInPdf: Stray = { kind: 'black', where: 'PDF', dots: [] };
  const whiteInZpl: Stray = { kind: 'white', where: 'ZPL', dots: [] };
  const whiteInPdf: Stray = { kind: 'white', where: 'PDF', dots: [] };
  const compare = (at: number): void => {
    const isBlack = dots[at] === 1;
    const shade = grey[at] ?? 255;
    if ((isBlack ? shade < light : shade >= dark) || excused[at] === 1) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    if (isBlack) {
      if (!isNear(x, y, (_, other) => other < light)) blackInZpl.dots.push([x, y]);
      if (!isNear(x, y, (dot) => dot === 0)) whiteInPdf.dots.push([x, y]);
    } else {
      if (!isNear(x, y, (dot) => dot === 1)) blackInPdf.dots.push([x, y]);
      if (!isNear(x, y, (_, other) => other >= dark)) whiteInZpl.dots.push([x, y]);
    }
  };
  // Most dots are white on both or black on both.
  const fours = Math.floor((width * height) / 4);
  const [labelFours, paperFours] = [
    new Int32Array(dots.buffer, dots.byteOffset, fours),
    new Int32Array(grey.buffer, 0, fours),
  ];
  for (let four = 0; four < fours; four += 1) {
    const [onLabel, onPaper] = [labelFours[four], paperFours[four]];
    if (onLabel === white.label && onPaper === white.paper) continue;
    if (onLabel === black.label && onPaper === black.paper) continue;
    for (let at = four * 4; at < four * 4 + 4; at += 1) compare(at);
  }
  for (let at = fours * 4; at < width * height; at += 1) compare(at);
  return [blackInZpl, blackInPdf, whiteInZpl, whiteInPdf];
}

/** As much of the paper as the label has; paper may be a dot larger. */
function greyOf(paper: Paper, width: number, height: number): Uint8Array {
  const grey = new Uint8Array(width * height).fill(255);
  const columns = Math.min(width, paper.width);
  for (let y = 0; y < Math.min(height, paper.height); y += 1) {
    grey.set(paper.grey.subarray(y * paper.width, y * paper.width + columns), y * width);
  }
  return grey;
}

/** One byte a dot of the label: 1 within these words. A J reaches out to the left of its place. */
function boxesOf(words: readonly PaperWord[], { width, height }: ZplLabel): Uint8Array {
  const boxes = new Uint8Array(width * height);
  for (const { left, top, right, bottom } of words) {
    const out = (bottom - top) * 0.08;
    const [from, to] = [Math.max(0, Math.ceil(left - out)), Math.min(width, Math.floor(right + out) + 1)];
    for (let y = Math.max(0, Math.ceil(top - 1)); y <= Math.min(height - 1, bottom + 1); y += 1) {
      if (from < to) boxes.fill(1, y * width + from, y * width + to);
    }
  }
  return boxes;
}

/** The box of a word of Noto Sans goes from 1.069 of its size above the base line to 0.293 below it. */
const baseInBox = 1.069 / 1.362;
/** Font 0 is 0.714 / 0.75 of the size of Noto Sans high, so that capitals are equally high. */
const heightInBox = 0.714 / 0.75 / 1.362;
const tolerance = 2;

/** The words of the PDF that say a text of the printer's, from its place on; null when they are not there. */
function wordsOf({ text, x, y, height }: PrintedText, words: Iterable<PaperWord>): PaperWord[] | null {
  const line = [...words]
    .filter(({ top, bottom }) => Math.abs(top + (bottom - top) * baseInBox - y) <= tolerance)
    .filter(({ top, bottom }) => Math.abs((bottom - top) * heightInBox - height) <= tolerance)
    .toSorted((one, other) => one.left - other.left);
  const expected = text.replaceAll(/\s/g, '');
  const from = line.findIndex(({ left, text: word }) => Math.abs(left - x) <= tolerance && expected.startsWith(word));
  const said: PaperWord[] = [];
  for (const word of from < 0 ? [] : line.slice(from)) {
    said.push(word);
    if (said.map((part) => part.text).join('') === expected) return said;
  }
  return null;
}
