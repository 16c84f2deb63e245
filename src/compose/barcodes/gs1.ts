import { PostwerkError } from '../../errors.ts';

/** One GS1 element: an application identifier and its value (GS1 General Specifications §3). */
export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}

/**
 * What stands behind the application identifiers that logistics labels use (GS1 General Specifications §3.2). `length`
 * is exact, `max` the upper limit of a variable one. Identifiers that are not listed are left to the encoder's own
 * complete table.
 */
interface AiRule {
  readonly title: string;
  readonly digits?: boolean;
  readonly length?: number;
  readonly max?: number;
  readonly checkDigit?: boolean;
  readonly date?: boolean;
}

const rules: Readonly<Record<string, AiRule>> = {
  '00': { title: 'SSCC', digits: true, length: 18, checkDigit: true },
  '01': { title: 'GTIN', digits: true, length: 14, checkDigit: true },
  '02': { title: 'CONTENT', digits: true, length: 14, checkDigit: true },
  '10': { title: 'BATCH/LOT', max: 20 },
  '11': { title: 'PROD DATE', digits: true, length: 6, date: true },
  '13': { title: 'PACK DATE', digits: true, length: 6, date: true },
  '15': { title: 'BEST BEFORE', digits: true, length: 6, date: true },
  '17': { title: 'EXPIRY', digits: true, length: 6, date: true },
  '21': { title: 'SERIAL', max: 20 },
  '37': { title: 'COUNT', digits: true, max: 8 },
  '400': { title: 'ORDER NUMBER', max: 30 },
  '401': { title: 'GINC', max: 30 },
  '402': { title: 'GSIN', digits: true, length: 17, checkDigit: true },
  '403': { title: 'ROUTE', max: 30 },
  '410': { title: 'SHIP TO LOC', digits: true, length: 13, checkDigit: true },
  '420': { title: 'SHIP TO POST', max: 20 },
  '421': { title: 'SHIP TO POST', max: 12 },
};

/** GS1 AI encodable character set 82 (General Specifications §7.11). */
const characterSet82 = /^[!"%-?A-Z_a-z]+$/;

/**
 * The GS1 check digit (General Specifications §7.9): weights 3 and 1 alternating from the right.
 *
 * @param digits the number without its check digit.
 */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += weight * (digits.charCodeAt(index) - 0x30);
  }
  return String((10 - (sum % 10)) % 10);
}

/** True when the last digit of a GTIN, SSCC, GLN … is the check digit of the others. */
export function hasValidCheckDigit(number: string): boolean {
  return /^\d{2,}$/.test(number) && checkDigit(number.slice(0, -1)) === number.slice(-1);
}

/**
 * Reads a bracketed element string such as `(02)04012345000009(37)12` and checks each value.
 *
 * Throws `compose.barcode-invalid` that says which element is wrong and what it should be.
 */
export function parseElementString(text: string): Gs1Element[] {
  const elements: Gs1Element[] = [];
  const pattern = /\((\d{2,4})\)((?:[^(]|\((?!\d{2,4}\)))*)/y;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      throw invalid(`"${text}" is not a GS1 element string: "(identifier)value" is expected at character ${at + 1}`);
    }
    const element = { ai: match[1] ?? '', value: match[2] ?? '' };
    checkElement(element);
    elements.push(element);
  }
  if (elements.length === 0) throw invalid('a GS1 element string is empty');
  return elements;
}

/** The bracketed form, as people read it and as `BarcodeItem.data` carries it. */
export function formatElementString(elements: readonly Gs1Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value}`).join('');
}

/**
 * Identifiers with a predefined length need no separator behind them (General Specifications §7.8.5, figure 7.8.5-2).
 * The first two digits decide.
 */
const predefinedLength = /^(0[0-4]|1[1-9]|20|3[1-6]|41)/;

export function needsSeparator(element: Gs1Element): boolean {
  return !predefinedLength.test(element.ai);
}

/** True when `parseElementString` checks all there is to check of an element. */
export function isKnownIdentifier({ ai }: Gs1Element): boolean {
  return Object.hasOwn(rules, ai);
}

function checkElement({ ai, value }: Gs1Element): void {
  const rule = rules[ai];
  if (value === '') throw invalid(`(${ai}) has no value`);
  if (!characterSet82.test(value)) {
    throw invalid(`(${ai}) "${value}" has a character outside GS1 character set 82`);
  }
  if (rule === undefined) return;
  const name = `(${ai}) ${rule.title} "${value}"`;
  if (rule.digits === true && !/^\d+$/.test(value)) throw invalid(`${name} must be digits only`);
  if (rule.length !== undefined && value.length !== rule.length) {
    throw invalid(`${name} has ${value.length} characters, ${rule.length} are needed`);
  }
  if (rule.max !== undefined && value.length > rule.max) {
    throw invalid(`${name} has ${value.length} characters, at most ${rule.max} are allowed`);
  }
  if (rule.checkDigit === true && !hasValidCheckDigit(value)) {
    throw invalid(`${name} has check digit ${value.slice(-1)}, it should be ${checkDigit(value.slice(0, -1))}`);
  }
  if (rule.date === true && !isDate(value)) throw invalid(`${name} is not a date YYMMDD`);
}

/** Day 00 stands for the last day of the month (General Specifications §3.4). */
function isDate(value: string): boolean {
  const month = Number(value.slice(2, 4));
  const day = Number(value.slice(4, 6));
  if (month < 1 || month > 12) return false;
  // The year 2000 + yy decides leap years well enough: 1900 + yy differs only for 00, and 2000 was one.
  return day <= new Date(Date.UTC(2000 + Number(value.slice(0, 2)), month, 0)).getUTCDate();
}

function invalid(detail: string): PostwerkError {
  return new PostwerkError('compose.barcode-invalid', detail);
}
