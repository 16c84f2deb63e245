import type { TextItem } from '../../displayList.ts';
import type { ByteWriter } from './byteWriter.ts';
import { deviceRgb } from './deviceRgb.ts';
import type { FaceEncoding } from './faceEncoding.ts';
import type { UsedFaces } from './usedFaces.ts';

/** What a page's operators have set (ISO 32000-1 §8.4), so that only what changes is written. */
export class GraphicsState {
  readonly #out: ByteWriter;
  readonly #faces: UsedFaces;
  #fill = '#000000';
  #stroke = '#000000';
  #lineWidth = 1;
  #face: FaceEncoding | undefined;
  #faceName = '';
  #size = 0;

  constructor(out: ByteWriter, faces: UsedFaces) {
    this.#out = out;
    this.#faces = faces;
  }

  /** The face set last. */
  get face(): FaceEncoding | undefined {
    return this.#face;
  }

  /** The font of a text. */
  setFont({ font: name, size }: Pick<TextItem, 'font' | 'size'>): FaceEncoding {
    let face = this.#face;
    if (face === undefined || name !== this.#faceName || size !== this.#size) {
      face = this.#faces.get(name);
      this.#out.byte(0x2f);
      this.#out.text(face.resource);
      this.#out.byte(0x20);
      this.#out.number(size);
      this.#out.text(' Tf\n');
      this.#face = face;
      this.#faceName = name;
      this.#size = size;
    }
    return face;
  }

  setFill(color: string): void {
    if (color === this.#fill) return;
    this.#fill = color;
    this.#out.text(deviceRgb(color));
    this.#out.text(' rg\n');
  }

  setStroke(color: string, width: number): void {
    if (color !== this.#stroke) {
      this.#out.text(deviceRgb(color));
      this.#out.text(' RG\n');
    }
    if (width !== this.#lineWidth) {
      this.#out.number(width);
      this.#out.text(' w\n');
    }
    this.#stroke = color;
    this.#lineWidth = width;
  }
}
