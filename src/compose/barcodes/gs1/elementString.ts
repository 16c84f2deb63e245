import { PostwerkError } from '../../../errors.ts';
import { applicationIdentifier, type ApplicationIdentifier, type Component } from './applicationIdentifiers.ts';
import { forbiddenPairs } from './unitRules.ts';
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
export function parseElementString(text: string): readonly Gs1Element[] {
  let elements = recent.get(text);
  if (elements === undefined) {
    elements = parseAnew(text);
    if (recent.size >= mostRecent) recent.clear();
    recent.set(text, elements);
  }
  return elements;
}

/** A code is parsed where it is encoded and where its label is proven: one document, the same elements. */
const recent = new Map<string, readonly Gs1Element[]>();
const mostRecent = 8;

function parseAnew(text: string): Gs1Element[] {
  const elements: Gs1Element[] = [];
  const pattern = /\((\d{2,4})\)((?:[^(]|\((?!\d{2,4}\)))*)/y;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      throw invalid(`"${text}" is not a GS1 element string: "(identifier)value" is expected at character ${at + 1}`);
    }
    elements.push({ ai: match[1] ?? '', value: match[2] ?? '' });
  }
  checkElements(elements);
  return elements;
}

/**
 * Checks elements that stand in one code: each value, and that none excludes another. What an element needs beside it
 * may stand in another code of the same item: `unitFindings` of unitRules.ts tells.
 *
 * Throws `compose.barcode-invalid`.
 */
export function checkElements(elements: readonly Gs1Element[]): void {
  if (elements.length === 0) throw invalid('a GS1 element string is empty');
  for (const element of elements) checkElement(element);
  if (elements.length === 1) return;
  const [pair] = forbiddenPairs(elements);
  if (pair !== undefined) throw invalid(pair);
}

/** The bracketed form, as people read it and as `BarcodeItem.data` carries it. */
export function formatElementString(elements: readonly Gs1Element[]): string {
  let text = '';
  for (const { ai, value } of elements) text += `(${ai})${value}`;
  return text;
}

/**
 * Identifiers with a predefined length need no separator behind them (General Specifications §7.8.5, figure 7.8.5-2).
 * The first two digits decide.
 */
const predefinedLength = /^(0[0-4]|1[1-9]|20|3[1-6]|41)/;

export function needsSeparator(element: Gs1Element): boolean {
  return !predefinedLength.test(element.ai);
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
