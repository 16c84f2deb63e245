import type { FontBook } from '../../fonts/fontBook.ts';
import { FaceEncoding } from './faceEncoding.ts';

/** The faces of one document, in order of first use. */
export class UsedFaces {
  readonly all: FaceEncoding[] = [];
  readonly #fonts: FontBook;
  readonly #byName = new Map<string, FaceEncoding>();

  constructor(fonts: FontBook) {
    this.#fonts = fonts;
  }

  get(name: string): FaceEncoding {
    let face = this.#byName.get(name);
    if (face === undefined) {
      face = new FaceEncoding(this.#fonts.face(name), `F${this.all.length + 1}`);
      this.#byName.set(name, face);
      this.all.push(face);
    }
    return face;
  }
}
