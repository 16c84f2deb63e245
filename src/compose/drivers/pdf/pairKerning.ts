import type { Face } from '../../fonts/face.ts';
import { staticCids, staticCount } from './staticCids.ts';

/** Only shaping can tell how the pair is drawn. */
export const needsShaping = 0x7fff;
/** Not asked of the face yet. Kerning is less than either. */
export const unknownKerning = 0x7ffe;

/** Before the first letter of a run. */
export const noKerning = new Int16Array(staticCount);

/** Kerning of a face between letters with static CIDs, in hundredths of what TJ takes; asked of the face once. */
export class PairKerning {
  readonly #face: Face;
  readonly #rows: (Int16Array | undefined)[] = [];

  constructor(face: Face) {
    this.#face = face;
  }

  /** What stands behind a letter, by the CID of the next one. */
  behind(cid: number): Int16Array {
    return (this.#rows[cid] ??= new Int16Array(staticCount).fill(unknownKerning));
  }

  /** Asks the face for the kerning between two characters, and notes it in the left one's row. */
  ask(row: Int16Array, left: number, right: number): number {
    const units = this.#face.kernBetween(left, right);
    const found = units === null ? needsShaping : kernUnits(this.#face, units);
    const kern = Math.abs(found) < unknownKerning ? found : needsShaping;
    row[staticCids[right] ?? 0] = kern;
    return kern;
  }
}

/** Font units to what TJ takes back from the pen's way: hundredths of a thousandth of the size. */
export function kernUnits(face: Face, units: number): number {
  return Math.round((-units * 100_000) / face.unitsPerEm);
}
