import type { FontBook } from '../../fonts/fontBook.ts';
import { createFaceEncoding, type EncodedRun, type FaceEncoding } from './faceEncoding.ts';

/** One face in one document: its resource name and the letters the document needs of it. */
export interface UsedFace {
  readonly encoding: FaceEncoding;
  /** Name among a page's font resources: F1, F2 … */
  readonly resource: string;
  /** Bit set of the letter groups that the document touches. */
  groups: number;
  /** Static CIDs outside the groups. */
  readonly extras: Set<number>;
}

/** The faces of one document, in order of first use. */
export class UsedFaces {
  readonly all: UsedFace[] = [];
  readonly #fonts: FontBook;
  readonly #byName = new Map<string, UsedFace>();

  constructor(fonts: FontBook) {
    this.#fonts = fonts;
  }

  get(name: string): UsedFace {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const used: UsedFace = {
      encoding: createFaceEncoding(this.#fonts.face(name)),
      resource: `F${this.all.length + 1}`,
      groups: 0,
      extras: new Set(),
    };
    this.#byName.set(name, used);
    this.all.push(used);
    return used;
  }
}

/** Notes what a run needs of its face. */
export function noteRun(used: UsedFace, run: EncodedRun): void {
  used.groups |= run.groups;
  for (const cid of run.extras) used.extras.add(cid);
}
