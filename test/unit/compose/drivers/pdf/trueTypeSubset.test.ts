import { readFileSync } from 'node:fs';
import { Blob, Face, Font } from 'harfbuzzjs';
import { describe, expect, it } from 'vitest';
import { cutSubset } from '../../../../../src/compose/drivers/pdf/trueTypeSubset.ts';
import { createFontBook } from '../../../../../src/compose/fonts/fontBook.ts';

const fonts = createFontBook();
const openFont = (bytes: Uint8Array): Font => new Font(new Face(new Blob(bytes)));

describe('cutSubset', () => {
  it.each([
    ['sans', 'AŐűØfi€'],
    ['sans-bold', 'ÄÖÜẞ'],
    ['georgian', 'საქ'],
    ['hans', '运单号龘'],
    ['arabic', 'عپ'],
  ])('keeps outlines and advances, composite glyphs included: %s', (name, text) => {
    const face = fonts.face(name);
    const whole = openFont(readFileSync(face.file.path));
    const glyphs = Array.from(text, (letter) => face.glyphOf(letter.codePointAt(0) ?? 0));
    const cids = glyphs.map((_, index) => 3 + index);
    const bytes = cutSubset(
      face,
      cids,
      glyphs.map((glyph) => ({ parts: [{ glyph, x: 0, y: 0 }], advance: face.advanceOf(glyph) })),
    );
    const subset = openFont(bytes);
    for (const [index, glyph] of glyphs.entries()) {
      expect(subset.glyphToPath(3 + index)).toBe(whole.glyphToPath(glyph));
      expect(subset.glyphHAdvance(3 + index)).toBe(face.advanceOf(glyph));
    }
    expect(subset.glyphToPath(0)).toBe(whole.glyphToPath(0));
    expect(subset.glyphToPath(1)).toBe('');
    expect(checksum(bytes)).toBe(0xb1b0afba);
  });

  it('has room for more outlines than short offsets reach', () => {
    const face = fonts.face('hans');
    const glyphs = Array.from({ length: 900 }, (_, index) => face.glyphOf(0x4e00 + index));
    const subset = openFont(
      cutSubset(
        face,
        glyphs.map((_, index) => 1 + index),
        glyphs.map((glyph) => ({ parts: [{ glyph, x: 0, y: 0 }], advance: 1000 })),
      ),
    );
    const whole = openFont(readFileSync(face.file.path));
    expect(subset.glyphToPath(900)).toBe(whole.glyphToPath(glyphs[899] ?? 0));
  });
});

/** OpenType 1.9.1 "head": the sum of a whole file. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
