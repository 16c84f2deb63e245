import type { Face } from '../../fonts/face.ts';

/** The glyphs of one face that one document uses, and the text of each. */
export interface RunEncoder {
  readonly face: Face;
  /** Name among a page's font resources: F1, F2 … */
  readonly resource: string;
  /** Glyph ids in order of first use; the index is the CID. 0 is `.notdef`. */
  readonly glyphs: readonly number[];
  /** The text that each CID stands for, for ToUnicode. */
  readonly texts: readonly string[];
  /** A run as the operand of TJ (ISO 32000-2 §9.4.3): CIDs in hex, kerning as thousandths of an em. */
  encode(text: string): string;
  /** CID of one glyph that stands for `text`. */
  cidOf(glyph: number, text: string): number;
}

const hex = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));

/**
 * One glyph may stand for several characters (space and no-break space, Ω and Ohm). Each such pair has a CID of its
 * own, so that every character reads back as itself.
 */
export function createRunEncoder(face: Face, resource: string): RunEncoder {
  const glyphs: number[] = [0];
  const texts: string[] = [''];
  const cids = new Map<number, number>();
  const aliases = new Map<string, number>();
  const scale = 1000 / face.unitsPerEm;

  function addCid(glyph: number, text: string): number {
    glyphs.push(glyph);
    texts.push(text);
    return glyphs.length - 1;
  }

  function cidOf(glyph: number, text: string): number {
    const known = cids.get(glyph);
    if (known === undefined) {
      const added = addCid(glyph, text);
      cids.set(glyph, added);
      return added;
    }
    if (texts[known] === text) return known;
    const key = `${glyph} ${text}`;
    const alias = aliases.get(key) ?? addCid(glyph, text);
    aliases.set(key, alias);
    return alias;
  }

  function encode(text: string): string {
    const run = face.shape(text);
    let out = '[<';
    const last = run.glyphs.length - 1;
    for (let index = 0; index <= last; index += 1) {
      const glyph = run.glyphs[index] ?? 0;
      out += hex[cidOf(glyph, run.clusters[index] ?? '')];
      const kern = (run.advances[index] ?? 0) - face.advanceOf(glyph);
      // A positive number moves the next glyph to the left (ISO 32000-2 table 107).
      if (kern !== 0 && index < last) out += `>${Math.round(-kern * scale * 100) / 100}<`;
    }
    return `${out}>]`;
  }

  return { face, resource, glyphs, texts, encode, cidOf };
}
