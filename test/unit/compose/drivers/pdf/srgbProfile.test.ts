import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { srgbProfile } from '../../../../../src/compose/drivers/pdf/srgbProfile.ts';

const profile = inflateSync(srgbProfile);

function tag(signature: string): Buffer {
  for (let index = 0; index < profile.readUInt32BE(128); index += 1) {
    const entry = 132 + 12 * index;
    if (profile.toString('latin1', entry, entry + 4) !== signature) continue;
    const start = profile.readUInt32BE(entry + 4);
    return profile.subarray(start, start + profile.readUInt32BE(entry + 8));
  }
  throw new Error(`no ${signature}`);
}

const fixed = (bytes: Buffer, from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => bytes.readInt32BE(from + 4 * index) / 65_536);

describe('srgbProfile', () => {
  it('says its size and is small', () => {
    expect(profile.readUInt32BE(0)).toBe(profile.length);
    expect(srgbProfile.length).toBeLessThan(400);
  });

  it('makes white of equal parts of red, green and blue', () => {
    const [red, green, blue] = ['rXYZ', 'gXYZ', 'bXYZ'].map((signature) => fixed(tag(signature), 8, 3));
    const white = fixed(tag('wtpt'), 8, 3);
    white.forEach((value, index) => {
      expect((red?.[index] ?? 0) + (green?.[index] ?? 0) + (blue?.[index] ?? 0)).toBeCloseTo(value, 3);
    });
  });

  it('has the transfer curve of IEC 61966-2-1', () => {
    const curve = tag('rTRC');
    expect([curve.toString('latin1', 0, 4), curve.readUInt16BE(8)]).toEqual(['para', 3]);
    const [g = 0, a = 0, b = 0, c = 0, d = 0] = fixed(curve, 12, 5);
    const linear = (x: number): number => (x >= d ? (a * x + b) ** g : c * x);
    expect(linear(1)).toBeCloseTo(1, 4);
    expect(linear(0.5)).toBeCloseTo(0.21404, 4);
    expect(linear(0.02)).toBeCloseTo(0.02 / 12.92, 5);
    // Both parts meet.
    expect((a * d + b) ** g).toBeCloseTo(c * d, 4);
  });
});
