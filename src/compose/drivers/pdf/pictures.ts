import { deflateSync } from 'node:zlib';
import type { Asset, RasterAsset } from '../../assets/asset.ts';
import type { SyncDocument } from './syncDocument.ts';
import { vectorForm } from './vectorForm.ts';

/** A stream as a file embeds it. `mask` is the stream of its transparency. */
interface Encoded {
  readonly dictionary: string;
  readonly bytes: Uint8Array;
  readonly mask?: Encoded;
}

const encodings = new WeakMap<Asset, Encoded>();

/** The pictures of one document, in order of first use. A picture is deflated once per process. */
export class Pictures {
  /** Entries of the XObject resources. */
  resources = '';
  readonly #document: SyncDocument;
  readonly #asset: (name: string) => Asset;
  readonly #names = new Map<string, string>();

  constructor(document: SyncDocument, asset: (name: string) => Asset) {
    this.#document = document;
    this.#asset = asset;
  }

  /** Name of a picture among the resources: I1, I2 … Throws what the look-up throws. */
  nameOf(asset: string): string {
    const known = this.#names.get(asset);
    if (known !== undefined) return known;
    const { dictionary, bytes, mask } = encode(this.#asset(asset));
    const smask = mask === undefined ? '' : `/SMask ${this.#document.addStream(mask.dictionary, mask.bytes)} 0 R`;
    const name = `I${this.#names.size + 1}`;
    this.#names.set(asset, name);
    this.resources += `/${name} ${this.#document.addStream(dictionary + smask, bytes)} 0 R`;
    return name;
  }
}

function encode(asset: Asset): Encoded {
  const known = encodings.get(asset);
  if (known !== undefined) return known;
  const encoded = asset.kind === 'vector' ? vectorForm(asset) : encodeRaster(asset);
  encodings.set(asset, encoded);
  return encoded;
}

/** Image dictionaries of ISO 32000-1 table 89. Interpolate stays off (ISO 19005-3 §6.2.8). */
function encodeRaster({ width, height, components, bytes, pixels }: RasterAsset): Encoded {
  const samples = pixels();
  if (samples === null) return { dictionary: image(width, height, components, 'DCTDecode'), bytes };
  const { color, alpha } = samples;
  const encoded = {
    dictionary: image(width, height, samples.components, 'FlateDecode'),
    bytes: deflateSync(color, { level: 9 }),
  };
  if (alpha === null) return encoded;
  const mask = { dictionary: image(width, height, 1, 'FlateDecode'), bytes: deflateSync(alpha, { level: 9 }) };
  return { ...encoded, mask };
}

function image(width: number, height: number, components: 1 | 3, filter: string): string {
  const space = components === 1 ? 'DeviceGray' : 'DeviceRGB';
  return (
    `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/${space}` +
    `/BitsPerComponent 8/Filter/${filter}`
  );
}
