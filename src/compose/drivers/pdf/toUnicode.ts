/**
 * The ToUnicode CMap of a subset (ISO 32000-2 §9.10.3): what text search and copying give for each CID.
 *
 * @param texts the text of each CID, '' for one that stands for no text of its own.
 */
export function toUnicodeCMap(texts: readonly string[]): string {
  const lines = [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000><ffff>',
    'endcodespacerange',
  ];
  // A range must keep its first byte (ISO 32000-2 §9.10.3), so there is one per 256 CIDs; CID 0 is .notdef.
  const ranges: string[] = [];
  for (let start = 1; start < texts.length; start = (start & ~0xff) + 0x100) {
    const end = Math.min((start & ~0xff) + 0x100, texts.length);
    const entries = texts.slice(start, end).map((text) => `<${utf16Hex(text)}>`);
    ranges.push(`<${hex4(start)}><${hex4(end - 1)}>[${entries.join('')}]`);
  }
  // At most 100 ranges a block, which is 25,600 glyphs: more than a face has.
  if (ranges.length > 0) lines.push(`${ranges.length} beginbfrange`, ...ranges, 'endbfrange');
  lines.push('endcmap', 'CMapName currentdict /CMap defineresource pop', 'end', 'end');
  return lines.join('\n');
}

function utf16Hex(text: string): string {
  let out = '';
  for (let index = 0; index < text.length; index += 1) out += hex4(text.charCodeAt(index));
  return out;
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, '0');
}
