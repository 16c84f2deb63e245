/** A stretch of CIDs that follow each other. */
interface Stretch {
  readonly first: number;
  readonly texts: string[];
}

/** ISO 32000-2 §9.10.3, after the CMap rules: at most 100 ranges in one block. */
const rangesPerBlock = 100;

/**
 * The ToUnicode CMap of a subset (ISO 32000-2 §9.10.3): what searching and copying give for each CID.
 *
 * @param cids in ascending order.
 * @param textOf '' for a CID that stands for no text of its own.
 */
export function toUnicodeCMap(cids: readonly number[], textOf: (cid: number) => string): string {
  const stretches: Stretch[] = [];
  for (const cid of cids) {
    const text = textOf(cid);
    if (text === '') continue;
    const last = stretches.at(-1);
    // A range must keep its high byte.
    if (last !== undefined && last.first + last.texts.length === cid && (cid & 0xff) !== 0) last.texts.push(text);
    else stretches.push({ first: cid, texts: [text] });
  }
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
  for (let at = 0; at < stretches.length; at += rangesPerBlock) {
    const block = stretches.slice(at, at + rangesPerBlock);
    lines.push(`${block.length} beginbfrange`, ...block.map(range), 'endbfrange');
  }
  lines.push('endcmap', 'CMapName currentdict /CMap defineresource pop', 'end', 'end');
  return lines.join('\n');
}

function range({ first, texts }: Stretch): string {
  const last = first + texts.length - 1;
  return `<${hex4(first)}><${hex4(last)}>[${texts.map((text) => `<${utf16Hex(text)}>`).join('')}]`;
}

/** UTF-16BE in hex. */
export function utf16Hex(text: string): string {
  let out = '';
  for (let index = 0; index < text.length; index += 1) out += hex4(text.charCodeAt(index));
  return out;
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, '0');
}
