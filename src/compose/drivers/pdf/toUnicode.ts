import { staticTexts } from './staticCids.ts';

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
  return cmap(stretches.map(range));
}

/** The CMap of all static CIDs, whichever of them a subset holds. Stretches whose characters count up take one entry. */
export function staticToUnicode(): string {
  const ranges: string[] = [];
  let first = 1;
  for (let cid = 1; cid < staticTexts.length; cid += 1) {
    const unit = staticTexts[cid]?.charCodeAt(0) ?? 0;
    const next = staticTexts[cid + 1]?.charCodeAt(0);
    // Neither the codes nor the characters of a range may carry over into their high byte.
    const goesOn = next === unit + 1 && (next & 0xff) !== 0 && ((cid + 1) & 0xff) !== 0;
    if (goesOn) continue;
    ranges.push(`<${hex4(first)}><${hex4(cid)}><${utf16Hex(staticTexts[first] ?? '')}>`);
    first = cid + 1;
  }
  return cmap(ranges);
}

function cmap(ranges: readonly string[]): string {
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
  for (let at = 0; at < ranges.length; at += rangesPerBlock) {
    const block = ranges.slice(at, at + rangesPerBlock);
    lines.push(`${block.length} beginbfrange`, ...block, 'endbfrange');
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
