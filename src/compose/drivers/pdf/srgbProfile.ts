import { deflateSync } from 'node:zlib';

/** A colour profile as an output intent embeds it: the deflated file. */
export const srgbProfile: Uint8Array = deflateSync(iccFile(), { level: 9 });

/**
 * The sRGB colour space of IEC 61966-2-1 as a display profile of ICC.1:2004-10 (profile version 4.2, which ISO 19005-3
 * §6.2.3 allows): its primaries adapted to D50 and its transfer curve as a formula, exact in 500 bytes.
 */
function iccFile(): Buffer {
  const name = text('sRGB IEC61966-2.1');
  const curve = transferCurve();
  const tags: readonly (readonly [string, Buffer])[] = [
    ['desc', name],
    ['cprt', text('No copyright, use freely')],
    // White is that of the profile connection space; chad says how D65 got there (ICC.1:2004-10 §9.2.10, annex E).
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['chad', fixedArray('sf32', [1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168])],
    ['rXYZ', xyz(0.43607, 0.22249, 0.01392)],
    ['gXYZ', xyz(0.38515, 0.71687, 0.09708)],
    ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const directory = Buffer.alloc(4 + 12 * tags.length);
  directory.writeUInt32BE(tags.length);
  const places = new Map<Buffer, number>();
  const bodies: Buffer[] = [];
  let end = 128 + directory.length;
  tags.forEach(([signature, body], index) => {
    let at = places.get(body);
    if (at === undefined) {
      at = end;
      places.set(body, at);
      bodies.push(body);
      end += body.length;
    }
    directory.write(signature, 4 + 12 * index, 'latin1');
    directory.writeUInt32BE(at, 8 + 12 * index);
    directory.writeUInt32BE(body.length, 12 + 12 * index);
  });
  return Buffer.concat([header(end), directory, ...bodies]);
}

/** ICC.1:2004-10 §7.2. */
function header(size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x04200000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  [2026, 1, 1, 0, 0, 0].forEach((part, index) => bytes.writeUInt16BE(part, 24 + 2 * index));
  bytes.write('acsp', 36, 'latin1');
  [0.9642, 1, 0.8249].forEach((part, index) => bytes.writeInt32BE(fixed(part), 68 + 4 * index));
  return bytes;
}

function fixed(value: number): number {
  return Math.round(value * 65536);
}

function fixedArray(type: string, values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + 4 * values.length);
  bytes.write(type, 0, 'latin1');
  values.forEach((value, index) => bytes.writeInt32BE(fixed(value), 8 + 4 * index));
  return bytes;
}

function xyz(x: number, y: number, z: number): Buffer {
  return fixedArray('XYZ ', [x, y, z]);
}

/** Parametric curve of type 3 (ICC.1:2004-10 §10.15): g, a, b, c, d of IEC 61966-2-1 §5.2. */
function transferCurve(): Buffer {
  const bytes = fixedArray('para', [0, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]);
  bytes.writeUInt16BE(3, 8);
  return bytes;
}

/** Multi-localised Unicode with one English text (ICC.1:2004-10 §10.13), padded to four bytes. */
function text(value: string): Buffer {
  const bytes = Buffer.alloc((28 + 2 * value.length + 3) & ~3);
  bytes.write('mluc', 0, 'latin1');
  [1, 12].forEach((number, index) => bytes.writeUInt32BE(number, 8 + 4 * index));
  bytes.write('enUS', 16, 'latin1');
  bytes.writeUInt32BE(2 * value.length, 20);
  bytes.writeUInt32BE(28, 24);
  for (let index = 0; index < value.length; index += 1) {
    bytes.writeUInt16BE(value.charCodeAt(index), 28 + 2 * index);
  }
  return bytes;
}
