/** The parts of a TrueType program that a PDF's font dictionary must agree with. */
export interface TrueType {
  readonly glyphCount: number;
  /** Platform and encoding of each table of characters, "3.1"; none without one. */
  readonly encodings: readonly string[];
  /** Thousandths of an em. */
  widthOf(glyph: number): number;
}

/** Opens a font program with metrics (OpenType 1.9.1 "hmtx"); null for one without, such as a bare CFF. */
export function openTrueType(bytes: Buffer): TrueType | null {
  const tables = tablesOf(bytes);
  const [head, hhea, hmtx, maxp] = ['head', 'hhea', 'hmtx', 'maxp'].map((tag) => tables.get(tag));
  if (head === undefined || hhea === undefined || hmtx === undefined || maxp === undefined) return null;
  if (head.length < 54 || hhea.length < 36 || maxp.length < 6) return null;
  const unitsPerEm = head.readUInt16BE(18);
  const metrics = hhea.readUInt16BE(34);
  if (unitsPerEm === 0 || metrics === 0 || hmtx.length < metrics * 4) return null;
  return {
    glyphCount: maxp.readUInt16BE(4),
    encodings: encodingsOf(tables.get('cmap') ?? Buffer.alloc(0)),
    widthOf: (glyph) => (hmtx.readUInt16BE(Math.min(glyph, metrics - 1) * 4) * 1000) / unitsPerEm,
  };
}

/** OpenType 1.9.1 "cmap". */
function encodingsOf(cmap: Buffer): string[] {
  const count = cmap.length < 4 ? 0 : Math.min(cmap.readUInt16BE(2), Math.floor((cmap.length - 4) / 8));
  return Array.from(
    { length: count },
    (_, index) => `${cmap.readUInt16BE(4 + 8 * index)}.${cmap.readUInt16BE(6 + 8 * index)}`,
  );
}

function tablesOf(bytes: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  const count = bytes.length < 12 ? 0 : bytes.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const entry = 12 + 16 * index;
    if (entry + 16 > bytes.length) break;
    const start = bytes.readUInt32BE(entry + 8);
    tables.set(
      bytes.toString('latin1', entry, entry + 4),
      bytes.subarray(start, start + bytes.readUInt32BE(entry + 12)),
    );
  }
  return tables;
}
