import { codeWidth } from '../barcodes/codeWidth.ts';
import { parseDigitalLink } from '../barcodes/gs1/digitalLink.ts';
import { type Gs1Element, parseElementString } from '../barcodes/gs1/elementString.ts';
import { unitFindings } from '../barcodes/gs1/unitRules.ts';
import type { BarcodeItem } from '../displayList.ts';
import type { Finding } from './finding.ts';
import type { PlacedCode } from './proveBarcodes.ts';

/** Codes that hold element strings, and those that hold the GTIN of a trade item and nothing else. */
const elementCodes: ReadonlySet<string> = new Set([
  'gs1-128',
  'sscc18',
  'ean14',
  'gs1datamatrix',
  'gs1datamatrixrectangular',
  'gs1qrcode',
  'gs1dotcode',
  'databarexpanded',
  'databarexpandedstacked',
]);
const tradeItemCodes: ReadonlySet<string> = new Set(['ean13', 'ean8', 'upca', 'itf14']);

/**
 * A label is stuck on one unit, so the GS1 codes on it must speak of one: what may not stand together and what must
 * (GS1 General Specifications §4.13) is judged over all of them. Pages may list many units and are not judged.
 */
export function proveUnit(codes: readonly PlacedCode[], unitsPerInch: number): Finding[] {
  if (unitsPerInch === 72) return [];
  const findings: Finding[] = [];
  const pages = new Map<number, BarcodeItem[]>();
  for (const { item, page } of codes) {
    const before = pages.get(page);
    if (before === undefined) pages.set(page, [item]);
    else before.push(item);
  }
  for (const [page, items] of pages) {
    const elements = items.flatMap(elementsOf);
    const [first] = items;
    if (elements.length === 0 || first === undefined) continue;
    for (const sentence of unitFindings(elements)) {
      findings.push({
        code: 'barcode',
        page,
        x: first.x,
        y: first.y,
        width: codeWidth(first),
        height: first.height,
        sentence: `The codes of label ${page} break a rule of GS1: ${sentence}.`,
        ...(first.line !== undefined && { line: first.line }),
      });
    }
  }
  return findings;
}

/** Elements of a code; none of one that is no GS1 code. What it holds was checked when it was made. */
function elementsOf({ symbology, data }: BarcodeItem, _: number, codes: readonly BarcodeItem[]): readonly Gs1Element[] {
  if (elementCodes.has(symbology)) return parseElementString(data);
  if (symbology.startsWith('gs1dl')) return parseDigitalLink(data);
  if (!tradeItemCodes.has(symbology) || codes.some((code) => namesItem.test(code.data))) return [];
  return [{ ai: '01', value: data.replace(/\D.*$/, '').padStart(14, '0') }];
}

/** Another code says which item it is: a case may show the GTIN of what is in it beside its own. */
const namesItem = /\(0[123]\)|\(80[02]6\)/;
