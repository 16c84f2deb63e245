import type { ShippingLabelMessage } from '../../../model/shippingLabel.ts';
import { encodeBarcode } from '../encodeBarcode.ts';
import { formatDigitalLink } from './digitalLink.ts';
import { formatElementString, type Gs1Element } from './elementString.ts';
import { logisticElements } from './logisticElements.ts';

/** How a logistic label writes its elements above the SSCC; absent is what it does not have. */
export interface LogisticCodes {
  /** GS1-128, from top to bottom. */
  readonly first?: string;
  readonly second?: string;
  /** One two-dimensional code instead, which says the SSCC, too. */
  readonly square?: {
    readonly type: 'gs1datamatrix' | 'gs1dlqrcode';
    readonly data: string;
    /** What it says, an element a line, as people read it. */
    readonly lines: readonly string[];
  };
}

/** Start, FNC1, check, stop and two quiet zones of a GS1-128, in modules; a codeword holds two digits at most. */
const frame = 66;
const codeword = 11;
/** General Specifications §5.4.1. */
const mostCharacters = 48;
/** GS1's own resolver, which sends a caller on to the company's. */
const resolver = 'https://id.gs1.org';

/**
 * The codes of a logistic label besides the SSCC, which stands below them (GS1 Logistic Label Guideline): at most so many
 * GS1-128 (two are possible), each at most so many modules wide with its quiet zones, or one two-dimensional code. Goods
 * come first; what finds no room stands as text only.
 */
export function logisticCodes(message: ShippingLabelMessage, modules: number, most: number): LogisticCodes {
  const { supplier, customer, carrier } = logisticElements(message);
  const all = [{ ai: '00', value: message.sscc }, ...supplier, ...customer, ...carrier];
  const lines = (): string[] => all.map(({ ai, value }) => `(${ai}) ${value}`);
  if (message.symbology === 'gs1-datamatrix') {
    return { square: { type: 'gs1datamatrix', data: formatElementString(all), lines: lines() } };
  }
  if (message.symbology === 'gs1-digital-link') {
    const data = formatDigitalLink(message.digitalLink ?? resolver, all);
    return { square: { type: 'gs1dlqrcode', data, lines: lines() } };
  }
  const goods = pack(supplier, modules, most);
  const [first, second] = [...goods, ...pack([...customer, ...carrier], modules, most - goods.length)];
  return { ...(first !== undefined && { first }), ...(second !== undefined && { second }) };
}

/** Fills one code after the other; each takes the first elements that still fit. */
function pack(elements: readonly Gs1Element[], modules: number, most: number): string[] {
  const codes: string[] = [];
  let waiting = elements;
  while (codes.length < most && waiting.length > 0) {
    // Most often there is room for all: a part of a code is never wider than the whole.
    if (fits(waiting, modules)) return [...codes, formatElementString(waiting)];
    let code: readonly Gs1Element[] = [];
    const left: Gs1Element[] = [];
    for (const element of waiting) {
      const longer = [...code, element];
      if (fits(longer, modules)) code = longer;
      else left.push(element);
    }
    if (code.length === 0) return codes;
    codes.push(formatElementString(code));
    waiting = left;
  }
  return codes;
}

function fits(elements: readonly Gs1Element[], modules: number): boolean {
  let characters = 0;
  for (const { ai, value } of elements) characters += ai.length + value.length;
  if (characters > mostCharacters || frame + Math.ceil(characters / 2) * codeword > modules) return false;
  const { width, quiet } = encodeBarcode({ symbology: 'gs1-128', data: formatElementString(elements) });
  return width + quiet[0] + quiet[1] <= modules;
}
