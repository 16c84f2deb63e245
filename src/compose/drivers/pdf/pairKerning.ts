import type { Face } from '../../fonts/face.ts';
import { staticCount } from './staticCids.ts';

/** Only shaping can tell how the pair is drawn. */
export const needsShaping = 0x7fffffff;
const unknown = 0x7ffffffe;

/** Kerning of a face between letters with static CIDs, as operands of TJ in hundredths; asked of the face once. */
export class PairKerning {
  readonly #face: Face;
  /** By CID of the left letter and CID of the right one. */
  readonly #rows: (Int32Array | undefined)[] = [];

  constructor(face: Face) {
    this.#face = face;
  }

  /** @param left, right CIDs of the letters; and their UTF-16 units. */
  between(left: number, right: number, leftUnit: number, rightUnit: number): number {
    const kern = this.#rows[left]?.[right] ?? unknown;
    return kern === unknown ? this.#ask(left, right, leftUnit, rightUnit) : kern;
  }

  #ask(left: number, right: number, leftUnit: number, rightUnit: number): number {
    const units = this.#face.kernBetween(leftUnit, rightUnit);
    const kern = units === null ? needsShaping : kernUnits(this.#face, units);
    const row = (this.#rows[left] ??= new Int32Array(staticCount).fill(unknown));
    row[right] = kern;
    return kern;
  }
}

/** Font units to what TJ takes back from the pen's way: hundredths of a thousandth of the size. */
export function kernUnits(face: Face, units: number): number {
  return Math.round((-units * 100_000) / face.unitsPerEm);
}
