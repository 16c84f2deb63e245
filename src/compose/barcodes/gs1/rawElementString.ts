import { PostwerkError } from '../../../errors.ts';
import { applicationIdentifier, applicationIdentifiers } from './applicationIdentifiers.ts';
import { checkElements, type Gs1Element, needsSeparator } from './elementString.ts';

/** FNC1 as scanners send it between elements (GS1 General Specifications §7.8.4). */
const separator = '\u001d';

/** Symbology identifiers of codes that carry element strings (General Specifications §5.1.2, figure 5.1.2-1). */
const symbologyIdentifier = /^\](?:C1|e[01]|d2|Q3|J1)/;

/**
 * Digits and letters of identifiers with a predefined length, identifier included, by their first two digits (General
 * Specifications §7.8.5, figure 7.8.5-2); all others end at a separator or with the string.
 */
const predefinedLengths: ReadonlyMap<string, number> = new Map([
  ['00', 20],
  ...['01', '02', '03'].map((digits): [string, number] => [digits, 16]),
  ['04', 18],
  ...['11', '12', '13', '14', '15', '16', '17', '18', '19'].map((digits): [string, number] => [digits, 8]),
  ['20', 4],
  ...['31', '32', '33', '34', '35', '36'].map((digits): [string, number] => [digits, 10]),
  ['41', 16],
]);

/**
 * Reads what a scanner sends for a GS1 code: `]C1` or another symbology identifier, which may be missing, then elements
 * without brackets, with FNC1 (`\u001d`) behind those of variable length.
 *
 * Throws `compose.barcode-invalid` that says what stands at which character, or which value is wrong.
 */
export function parseRawElementString(text: string): Gs1Element[] {
  const elements = splitRawElementString(text);
  checkElements(elements);
  return elements;
}

/** The same elements, their values not judged. Throws where no element can be told from the next. */
export function splitRawElementString(text: string): Gs1Element[] {
  const identified = text.replace(symbologyIdentifier, '');
  const data = identified.startsWith(separator) ? identified.slice(1) : identified;
  const elements: Gs1Element[] = [];
  let at = 0;
  while (at < data.length) {
    const ai = identifierAt(data, at);
    if (ai === undefined) {
      throw invalid(data, `no application identifier begins at character ${at + 1} ("${data.slice(at, at + 4)}")`);
    }
    const next = data.indexOf(separator, at);
    const limit = next < 0 ? data.length : next;
    const length = predefinedLengths.get(ai.slice(0, 2));
    const end = length === undefined ? limit : Math.min(at + length, limit);
    if (length !== undefined && end - at < length) {
      const why = next < 0 ? 'the string ends' : 'a separator stands';
      throw invalid(
        data,
        `${named(ai)} has ${length - ai.length} characters, but ${why} after ${end - at - ai.length}`,
      );
    }
    const value = data.slice(at + ai.length, end);
    const most = mostCharacters(ai);
    if (value.length > most) {
      throw invalid(data, `${named(ai)} has ${value.length} characters, at most ${most}: is FNC1 missing behind it?`);
    }
    elements.push({ ai, value });
    at = end + (data[end] === separator ? 1 : 0);
  }
  return elements;
}

/** The same elements as a code holds them: separators behind those of variable length, none at the end. */
export function rawElementString(elements: readonly Gs1Element[]): string {
  return elements
    .map((element, index) => {
      const isLast = index === elements.length - 1;
      return `${element.ai}${element.value}${needsSeparator(element) && !isLast ? separator : ''}`;
    })
    .join('');
}

function identifierAt(data: string, at: number): string | undefined {
  for (let length = 2; length <= 4; length += 1) {
    const ai = data.slice(at, at + length);
    if (applicationIdentifiers.has(ai)) return ai;
  }
  return undefined;
}

function mostCharacters(ai: string): number {
  return applicationIdentifier(ai)?.components.reduce((sum, { length }) => sum + length, 0) ?? 0;
}

function named(ai: string): string {
  return `(${ai}) ${applicationIdentifier(ai)?.title ?? ''}`;
}

function invalid(data: string, why: string): PostwerkError {
  const shown = data.replaceAll(separator, '<FNC1>');
  return new PostwerkError('compose.barcode-invalid', `"${shown}" is not a GS1 element string: ${why}`);
}
