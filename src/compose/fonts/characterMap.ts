/** Which glyph draws which character. */
export interface CharacterMap {
  /** Glyphs of the basic plane by code point; 0 for none. */
  readonly basic: Uint16Array;
  /** Glyph of any code point; 0 for none. */
  glyphOf(codePoint: number): number;
  /** The lowest character that a glyph draws by itself, '' when there is none. */
  characterOf(glyph: number): string;
}

/** Reads the "cmap" table (OpenType 1.9.1): subtable format 12 where there is one, else format 4. */
export function readCharacterMap(cmap: Buffer, glyphCount: number): CharacterMap {
  const basic = new Uint16Array(0x10000);
  const supplementary = new Map<number, number>();
  const set = (codePoint: number, glyph: number): void => {
    if (glyph === 0) return;
    if (codePoint < 0x10000) basic[codePoint] = glyph;
    else supplementary.set(codePoint, glyph);
  };
  const { offset, format } = chooseSubtable(cmap);
  if (format === 12) readGroups(cmap, offset, set);
  else readSegments(cmap, offset, set);

  let lowest: Uint32Array | undefined;
  return {
    basic,
    glyphOf: (codePoint) => (codePoint < 0x10000 ? basic[codePoint] : supplementary.get(codePoint)) ?? 0,
    characterOf(glyph) {
      lowest ??= lowestCharacters(basic, supplementary, glyphCount);
      const codePoint = lowest[glyph] ?? 0;
      return codePoint === 0 ? '' : String.fromCodePoint(codePoint);
    },
  };
}

function chooseSubtable(cmap: Buffer): { offset: number; format: number } {
  let found: { offset: number; format: number } | undefined;
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const offset = cmap.readUInt32BE(8 + index * 8);
    const format = cmap.readUInt16BE(offset);
    if (format === 12 || (format === 4 && found === undefined)) found = { offset, format };
  }
  if (found === undefined) throw new Error('the font maps no Unicode characters');
  return found;
}

function readGroups(cmap: Buffer, offset: number, set: (codePoint: number, glyph: number) => void): void {
  const end = offset + 16 + cmap.readUInt32BE(offset + 12) * 12;
  for (let at = offset + 16; at < end; at += 12) {
    const first = cmap.readUInt32BE(at);
    const last = cmap.readUInt32BE(at + 4);
    const glyph = cmap.readUInt32BE(at + 8);
    for (let codePoint = first; codePoint <= last; codePoint += 1) set(codePoint, glyph + codePoint - first);
  }
}

function readSegments(cmap: Buffer, offset: number, set: (codePoint: number, glyph: number) => void): void {
  const doubled = cmap.readUInt16BE(offset + 6);
  const ends = offset + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const ranges = deltas + doubled;
  for (let at = 0; at < doubled; at += 2) {
    const first = cmap.readUInt16BE(starts + at);
    const last = cmap.readUInt16BE(ends + at);
    const delta = cmap.readUInt16BE(deltas + at);
    const range = cmap.readUInt16BE(ranges + at);
    for (let codePoint = first; codePoint <= last && codePoint < 0xffff; codePoint += 1) {
      // An offset counts from its own place in the table.
      const glyph = range === 0 ? codePoint : cmap.readUInt16BE(ranges + at + range + (codePoint - first) * 2);
      set(codePoint, glyph === 0 ? 0 : (glyph + delta) & 0xffff);
    }
  }
}

function lowestCharacters(
  basic: Uint16Array,
  supplementary: ReadonlyMap<number, number>,
  glyphCount: number,
): Uint32Array {
  const lowest = new Uint32Array(glyphCount);
  for (let codePoint = 1; codePoint < 0x10000; codePoint += 1) {
    const glyph = basic[codePoint] ?? 0;
    if (glyph !== 0 && lowest[glyph] === 0) lowest[glyph] = codePoint;
  }
  for (const [codePoint, glyph] of supplementary) if (lowest[glyph] === 0) lowest[glyph] = codePoint;
  return lowest;
}
