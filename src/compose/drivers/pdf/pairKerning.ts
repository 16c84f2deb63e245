import type { Face } from '../../fonts/face.ts';
import { staticCids, staticCount } from './staticCids.ts';

/** Only shaping can tell how the pair is drawn. */
export const needsShaping = 0x7fff;
/** Not asked of the face yet. Kerning is less than either. */
export const unknownKerning = 0x7ffe;

/** Before the first letter of a run. CID 0 is no letter, so that it is shaping that tells what stands there. */
export const noKerning = new Int16Array(staticCount);
noKerning[0] = needsShaping;

/** Kerning of a face between letters with static CIDs, in hundredths of what TJ takes; asked of the face once. */
export class PairKerning {
  /** What stands behind a letter, by its CID and the next one's; of letters that were asked for. */
  readonly rows: (Int16Array | undefined)[] = [];
  readonly #face: Face;

  constructor(face: Face) {
    this.#face = face;
  }

  /** What stands behind a letter, by the CID of the next one: first of all nothing known. */
  begin(cid: number): Int16Array {
    const row = new Int16Array(staticCount).fill(unknownKerning);
    row[0] = needsShaping;
    this.rows[cid] = row;
    return row;
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
