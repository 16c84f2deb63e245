import { PostwerkError } from '../../../errors.ts';
import { applicationIdentifier, type ApplicationIdentifier, type Component } from './applicationIdentifiers.ts';
import { valueChecks } from './valueChecks.ts';

/** One GS1 element: an application identifier and its value (GS1 General Specifications §3). */
export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}

/** Character sets (General Specifications §7.11): 82, 39 (CPID), 64 (base64url). */
const characterSets: Readonly<Record<Component['characters'], { readonly allowed: RegExp; readonly name: string }>> = {
  n: { allowed: /^\d*$/, name: 'must be digits only' },
  x: { allowed: /^[!"%-?A-Z_a-z]*$/, name: 'has a character outside GS1 character set 82' },
  y: { allowed: /^[#\-/0-9A-Z]*$/, name: 'has a character outside GS1 character set 39' },
  z: { allowed: /^[-\w]*=*$/, name: 'has a character outside GS1 character set 64' },
};

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
  if (elements.length > 1) checkCompany(elements);
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

/**
 * Elements that must stand with these on the same item and do not (General Specifications §4.13.2), as sentences. A
 * label may spread them over several codes, so ask with the elements of all.
 */
export function missingCompanions(elements: readonly Gs1Element[]): string[] {
  const isThere = (wanted: string): boolean => elements.some(({ ai }) => fits(ai, wanted));
  return elements.flatMap(({ ai }) => {
    const { needs = [], title = '' } = applicationIdentifier(ai) ?? {};
    if (needs.length === 0 || needs.some((alternative) => alternative.every(isThere))) return [];
    return [
      `(${ai}) ${title} needs ${needs.map((alternative) => alternative.map(bracketed).join(' with ')).join(' or ')}`,
    ];
  });
}

/** Elements that must not stand together (General Specifications §4.13.1), or twice with different values. */
function checkCompany(elements: readonly Gs1Element[]): void {
  for (const [index, { ai, value }] of elements.entries()) {
    const excludes = applicationIdentifier(ai)?.excludes ?? [];
    for (const [other, { ai: beside, value: otherValue }] of elements.entries()) {
      if (other === index) continue;
      if (beside === ai && otherValue !== value)
        throw invalid(`(${ai}) stands twice, as "${value}" and "${otherValue}"`);
      if (beside !== ai && excludes.some((wanted) => fits(beside, wanted))) {
        throw invalid(`(${ai}) and (${beside}) must not stand together`);
      }
    }
  }
}

function fits(ai: string, wanted: string): boolean {
  if (!wanted.endsWith('n')) return ai === wanted;
  const stem = wanted.replace(/n+$/, '');
  return ai.length === wanted.length && ai.startsWith(stem);
}

function bracketed(ai: string): string {
  return `(${ai})`;
}

function checkElement({ ai, value }: Gs1Element): void {
  const known = applicationIdentifier(ai);
  if (known === undefined) throw invalid(`(${ai}) is no GS1 application identifier`);
  if (value === '') throw invalid(`(${ai}) has no value`);
  const fault = faultOf(value, known);
  if (fault !== null) throw invalid(`(${ai}) ${known.title} "${value}" ${fault}`);
}

function faultOf(value: string, { components }: ApplicationIdentifier): string | null {
  let least = 0;
  let most = 0;
  for (const { length, isFixed, isOptional } of components) {
    most += length;
    if (!isOptional) least += isFixed ? length : 1;
  }
  if (least === most && value.length !== most) return `has ${value.length} characters, ${most} are needed`;
  if (value.length > most) return `has ${value.length} characters, at most ${most} are allowed`;
  if (value.length < least) return `has ${value.length} characters, at least ${least} are needed`;
  let at = 0;
  for (const { characters, length, isFixed, isOptional, checks } of components) {
    if (isOptional && at === value.length) break;
    const part = value.slice(at, at + length);
    if (isFixed && part.length !== length) return `has ${value.length} characters, ${at + length} are needed`;
    const set = characterSets[characters];
    if (!set.allowed.test(part)) return set.name;
    for (const check of checks) {
      const fault = valueChecks[check]?.(part);
      if (fault !== undefined && fault !== null) return components.length === 1 ? fault : `("${part}") ${fault}`;
    }
    at += part.length;
  }
  return null;
}

function invalid(detail: string): PostwerkError {
  return new PostwerkError('compose.barcode-invalid', detail);
}
