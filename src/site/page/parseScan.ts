import { gs1CheckDigit } from '../../model/gs1CheckDigit.ts';

/**
 * What somebody scanned or typed, as far as the code itself says it.
 *
 * - `sscc`: one handling unit, by its 18 digits.
 * - `number`: the number of a shipment or delivery note. `doubt` says what else it may be, for when nothing is found:
 *   an SSCC with a wrong check digit, or the number of an article.
 * - `unusable`: a code of something else (`item`: of an article, `foreign`: a link or code that names no paper of ours).
 */
export type Scan =
  | { readonly kind: 'sscc'; readonly sscc: string }
  | { readonly kind: 'number'; readonly number: string; readonly doubt?: 'check-digit' | 'item' }
  | { readonly kind: 'unusable'; readonly why: 'empty' | 'item' | 'foreign' };

const separator = '\u001d';
const longestScan = 400;

/** Symbology identifiers that announce GS1 element strings (GS1 General Specifications §5.4.3, figure "Symbology identifiers"). */
const gs1Symbologies = new Set([']C1', ']d2', ']Q3', ']e0', ']J1']);

/**
 * Reads a scan: the plain digits of an SSCC, a GS1 element string (with or without symbology identifier, with GS or
 * `{GS}` for FNC1, or with brackets as people read it), a GS1 Digital Link, or any other text as a number.
 *
 * @param given as it came from the scanner or the keyboard, without its Enter
 */
export function parseScan(given: string): Scan {
  const trimmed = given
    .slice(0, longestScan)
    .replaceAll(/\{GS\}|<GS>/gi, separator)
    .trim();
  const symbology = /^\][A-Za-z][0-9A-Za-z]/.exec(trimmed)?.[0];
  let text = symbology === undefined ? trimmed : trimmed.slice(3);
  while (text.startsWith(separator)) text = text.slice(1).trim();
  if (text === '') return { kind: 'unusable', why: 'empty' };
  if (/^https?:\/\//i.test(text)) return fromLink(text);
  if (/^\(\d{2,4}\)/.test(text)) return fromElements(bracketed(text)) ?? { kind: 'unusable', why: 'foreign' };
  if (symbology !== undefined && gs1Symbologies.has(symbology)) {
    return fromElements(elementString(text)) ?? { kind: 'unusable', why: 'foreign' };
  }
  // An EAN or UPC symbol can hold nothing but the number of an article.
  if (symbology !== undefined && /^\][Ee]/.test(symbology)) return { kind: 'unusable', why: 'item' };
  if (/^00\d{18}$/.test(text) && hasCheckDigit(text)) return { kind: 'sscc', sscc: text.slice(2) };
  if (text.includes(separator)) {
    const found = fromElements(elementString(text));
    if (found !== null) return found;
  }
  return plain(text.replaceAll(/\p{Cc}/gu, ''));
}

function plain(text: string): Scan {
  const digits = text.replaceAll(/[ -]/g, '');
  if (/^\d{18}$/.test(digits)) {
    if (hasCheckDigit(digits)) return { kind: 'sscc', sscc: digits };
    return { kind: 'number', number: text, doubt: 'check-digit' };
  }
  if (/^00\d{18}$/.test(digits)) {
    if (hasCheckDigit(digits)) return { kind: 'sscc', sscc: digits.slice(2) };
    return { kind: 'number', number: text, doubt: 'check-digit' };
  }
  if (/^(?:\d{8}|\d{12,14})$/.test(text) && hasCheckDigit(text)) return { kind: 'number', number: text, doubt: 'item' };
  return { kind: 'number', number: text };
}

/** Two zeros in front, as AI (00) puts them, do not change a check digit: their weights count nothing. */
function hasCheckDigit(digits: string): boolean {
  return digits.endsWith(gs1CheckDigit(digits.slice(0, -1)));
}

type Elements = readonly (readonly [ai: string, value: string])[];

/** The handling unit comes first, then the shipment (402, 401), then the order (400); an article alone is none of ours. */
function fromElements(elements: Elements | null): Scan | null {
  if (elements === null) return null;
  const value = (ai: string) => elements.find(([name]) => name === ai)?.[1];
  const sscc = value('00');
  if (sscc !== undefined) {
    if (/^\d{18}$/.test(sscc) && hasCheckDigit(sscc)) return { kind: 'sscc', sscc };
    return { kind: 'number', number: sscc, doubt: 'check-digit' };
  }
  const number = value('402') ?? value('401') ?? value('400');
  if (number !== undefined) return { kind: 'number', number };
  if (value('01') !== undefined || value('02') !== undefined) return { kind: 'unusable', why: 'item' };
  return null;
}

/** `(00)390…(10)ABC` as printed below the bars. */
function bracketed(text: string): Elements {
  return [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)].map((match) => [match[1] ?? '', (match[2] ?? '').trim()]);
}

/** Lengths of AI and data for AIs of predefined length, by their first two digits (General Specifications §7.8.5, figure 7.8.5-2). */
const predefined: Readonly<Record<string, readonly [ai: number, data: number]>> = {
  '00': [2, 18],
  '01': [2, 14],
  '02': [2, 14],
  '03': [2, 14],
  '04': [2, 16],
  '11': [2, 6],
  '12': [2, 6],
  '13': [2, 6],
  '14': [2, 6],
  '15': [2, 6],
  '16': [2, 6],
  '17': [2, 6],
  '18': [2, 6],
  '19': [2, 6],
  '20': [2, 2],
  '31': [4, 6],
  '32': [4, 6],
  '33': [4, 6],
  '34': [4, 6],
  '35': [4, 6],
  '36': [4, 6],
  '41': [3, 13],
};

/** Digits of AIs of variable length, by their first two (General Specifications §3.2). */
const variable: Readonly<Record<string, number>> = {
  '10': 2,
  '21': 2,
  '22': 2,
  '23': 3,
  '24': 3,
  '25': 3,
  '30': 2,
  '37': 2,
  '39': 4,
  '40': 3,
  '42': 3,
  '43': 4,
  '70': 4,
  '71': 3,
  '72': 4,
  '80': 4,
  '81': 4,
  '82': 4,
  '90': 2,
  '91': 2,
  '92': 2,
  '93': 2,
  '94': 2,
  '95': 2,
  '96': 2,
  '97': 2,
  '98': 2,
  '99': 2,
};

/** Null for what is no element string. */
function elementString(text: string): Elements | null {
  const elements: [string, string][] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    const start = text.slice(at, at + 2);
    const fixed = predefined[start];
    const aiLength = fixed?.[0] ?? variable[start];
    if (aiLength === undefined) return null;
    const ai = text.slice(at, at + aiLength);
    const from = at + aiLength;
    const separated = text.indexOf(separator, from);
    const end = fixed === undefined ? (separated < 0 ? text.length : separated) : from + fixed[1];
    if (!/^\d+$/.test(ai) || end > text.length || end <= from) return null;
    elements.push([ai, text.slice(from, end)]);
    at = end;
  }
  return elements.length === 0 ? null : elements;
}

/** GS1 Digital Link: `https://id.example/00/390123450030118404`; AIs and values stand in pairs of path segments. */
function fromLink(text: string): Scan {
  if (!URL.canParse(text)) return { kind: 'unusable', why: 'foreign' };
  const url = new URL(text);
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const pairs: [string, string][] = [];
  for (const [index, segment] of segments.entries()) {
    const value = segments[index + 1];
    if (/^\d{2,4}$/.test(segment) && value !== undefined) pairs.push([segment, decoded(value)]);
  }
  for (const [ai, value] of url.searchParams) if (/^\d{2,4}$/.test(ai)) pairs.push([ai, value]);
  return fromElements(pairs) ?? { kind: 'unusable', why: 'foreign' };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
