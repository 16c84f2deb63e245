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
const predefinedLengths: readonly (readonly [RegExp, number])[] = [
  [/^00/, 20],
  [/^0[1-3]/, 16],
  [/^04/, 18],
  [/^1[1-9]/, 8],
  [/^20/, 4],
  [/^3[1-6]/, 10],
  [/^41/, 16],
];

/**
 * Reads what a scanner sends for a GS1 code: `]C1` or another symbology identifier, which may be missing, then elements
 * without brackets, with FNC1 (`\u001d`) behind those of variable length.
 *
 * Throws `compose.barcode-invalid` that says what stands at which character, or which value is wrong.
 */
export function parseRawElementString(text: string): Gs1Element[] {
  const identified = text.replace(symbologyIdentifier, '');
  const data = identified.startsWith(separator) ? identified.slice(1) : identified;
  const elements: Gs1Element[] = [];
  let at = 0;
  while (at < data.length) {
    const ai = [2, 3, 4].map((length) => data.slice(at, at + length)).find((text) => applicationIdentifiers.has(text));
    if (ai === undefined) {
      throw invalid(data, `no application identifier begins at character ${at + 1} ("${data.slice(at, at + 4)}")`);
    }
    const next = data.indexOf(separator, at);
    const limit = next < 0 ? data.length : next;
    const [, length] = predefinedLengths.find(([digits]) => digits.test(ai)) ?? [];
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
  checkElements(elements);
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
