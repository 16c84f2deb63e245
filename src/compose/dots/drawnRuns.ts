import type { TextItem } from '../displayList.ts';
import type { FontBook } from '../fonts/fontBook.ts';
import type { Bitmap } from './bitmap.ts';
import { ByteSheet } from './byteSheet.ts';
import { placeOf, rasterRun } from './rasterText.ts';

/** A run as the bytes of a printer's command, and where the top left corner of its dots stands. */
export interface DrawnRun {
  readonly x: number;
  readonly y: number;
  /** The command is `bytes.subarray(from, to)`, to be copied before the next run is asked for. */
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** As if its line began in the first dot. */
interface Kept {
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/** By quarter of the first dot in which the line begins (placeOf); null when nothing is visible. */
type Phases = (Kept | null | undefined)[];

interface Generation {
  readonly sheet: ByteSheet;
  /** By face, size and direction, then by text. */
  readonly styles: Map<string, Map<number, Map<string, Phases>>>;
}

/** Two of them live at a time in each thread: enough for the captions, names and places of a day. */
const generationBytes = 3_000_000;

/**
 * Runs drawn before in one label language: captions, senders and places come again and again, and are then copied. What
 * was not asked for during a whole generation is forgotten; numbers, which never come again, cost no more than that.
 *
 * @param encode writes the dots as the language has them.
 */
export function createRunCache(
  encode: (sheet: ByteSheet, bitmap: Bitmap) => void,
): (item: TextItem, fonts: FontBook) => DrawnRun | null {
  let young = generation();
  let old = generation();

  function keep(item: TextItem, phase: number, fonts: FontBook): Kept | null {
    const phases = phasesOf(young, item);
    const known = phases[phase];
    if (known !== undefined) return known;
    const before = old.styles.get(item.font)?.get(styleKey(item))?.get(item.text)?.[phase];
    const { sheet } = young;
    const from = sheet.length;
    let kept: Kept | null = null;
    if (before !== undefined && before !== null) {
      sheet.copy(old.sheet.bytes, before.from, before.to);
      kept = { x: before.x, y: before.y, from, to: sheet.length };
    } else if (before === undefined) {
      const run = rasterRun(item, phase, fonts);
      if (run !== null) {
        encode(sheet, run.bitmap);
        kept = { x: run.x, y: run.y, from, to: sheet.length };
      }
    }
    phases[phase] = kept;
    return kept;
  }

  return function drawnRun(item, fonts) {
    if (young.sheet.length > generationBytes) {
      const emptied = old;
      emptied.sheet.length = 0;
      emptied.styles.clear();
      old = young;
      young = emptied;
    }
    const { whole, phase, baseline } = placeOf(item);
    const kept = keep(item, phase, fonts);
    if (kept === null) return null;
    const { x, y, from, to } = kept;
    return { x: x + whole, y: y + baseline, bytes: young.sheet.bytes, from, to };
  };
}

function generation(): Generation {
  return { sheet: new ByteSheet(64 * 1024), styles: new Map() };
}

function styleKey({ size, rtl }: TextItem): number {
  return rtl === true ? -size : size;
}

function phasesOf({ styles }: Generation, item: TextItem): Phases {
  let sizes = styles.get(item.font);
  if (sizes === undefined) {
    sizes = new Map();
    styles.set(item.font, sizes);
  }
  const key = styleKey(item);
  let texts = sizes.get(key);
  if (texts === undefined) {
    texts = new Map();
    sizes.set(key, texts);
  }
  let phases = texts.get(item.text);
  if (phases === undefined) {
    phases = [undefined, undefined, undefined, undefined];
    texts.set(item.text, phases);
  }
  return phases;
}
