import { unitAt } from '../../model/unitAt.ts';
import type { Page, TextItem } from '../displayList.ts';
import type { Face } from '../fonts/face.ts';
import type { FontBook } from '../fonts/fontBook.ts';
import type { Finding, FindingCode } from './finding.ts';

/** What a text on paper can be held against. */
export interface KnownTexts {
  /** Every text key as `namespace:key`. */
  readonly keys: ReadonlySet<string>;
  /** The keys without their namespace that no word of a language looks like: `payUntil`, `intl.tag`. */
  readonly bareKeys: ReadonlySet<string>;
}

/** Done once per set of locales. */
export function knownTexts(keys: ReadonlySet<string>): KnownTexts {
  const bare = [...keys].map((key) => key.slice(key.indexOf(':') + 1));
  return { keys, bareKeys: new Set(bare.filter((key) => /^[a-z]+(?:[A-Z.]|\w*_)/.test(key))) };
}

/** Whether something stands in the message of a document. It is written down for that once, and only if somebody asks. */
export class SentWords {
  readonly #message: object;
  #written: string | null = null;

  constructor(message: object) {
    this.#message = message;
  }

  says(text: string): boolean {
    this.#written ??= JSON.stringify(this.#message);
    return this.#written.includes(JSON.stringify(text).slice(1, -1));
  }
}

const keyPattern = /[a-z][a-z-]*:[A-Za-z][\w-]*(?:\.[\w-]+)*/g;
const neverMeant = new Set(['undefined', 'null', 'NaN', 'Invalid Date']);

/**
 * Looks on a page for characters that the face of their run does not have, for keys that stand where their text should, and for
 * places of the template that were not filled.
 *
 * @param number of the page, from 1.
 * @param sent what the message says, so that a text that looks like a key but was sent as it is may stand.
 */
export function proveTexts(
  { items }: Page,
  number: number,
  fonts: FontBook,
  known: KnownTexts,
  sent: SentWords,
  findings: Finding[],
): void {
  let font = '';
  let face: Face | undefined;
  for (const item of items) {
    if (item.kind !== 'text') continue;
    if (face === undefined || item.font !== font) {
      font = item.font;
      face = fonts.face(font);
    }
    const { text } = item;
    const missing = firstMissing(text, face);
    if (missing >= 0) findings.push(findingAt('missing-glyph', number, item, missingGlyph(missing, text)));
    const problem = looksUnfilled(text) ? unfilled(text, known) : lonelyWord(text, known);
    if (problem === null || sent.says(problem.part)) continue;
    findings.push(findingAt(problem.code, number, item, problem.sentence));
  }
}

/** The first character that a face does not draw, -1 for none. */
function firstMissing(text: string, face: Face): number {
  const { basic } = face.file.characters;
  for (let at = 0, count = text.length; at < count; at += 1) {
    const unit = unitAt(text, at);
    if (basic[unit] !== 0) continue;
    const codePoint = text.codePointAt(at) ?? unit;
    if (codePoint > 0xffff) at += 1;
    if (!face.has(codePoint) && !isInvisible(codePoint)) return codePoint;
  }
  return -1;
}

/** Almost no text has a brace, a bracket or a colon, and looking for one is cheaper than looking for what is around it. */
function looksUnfilled(text: string): boolean {
  for (let at = 0, count = text.length; at < count; at += 1) {
    const unit = unitAt(text, at);
    if (unit === 0x3a || unit === 0x5b || unit === 0x7b) return true;
  }
  return false;
}

/** What a text stands for when it should not: the part that gives it away, and the sentence. */
interface TextProblem {
  readonly code: 'untranslated' | 'unfilled';
  readonly part: string;
  readonly sentence: string;
}

/** The same for a text that is no run of a page: the subject or the body of an e-mail. A sentence, or null. */
export function findUnfilled(text: string, known: KnownTexts, sent: SentWords): string | null {
  const problem = unfilled(text, known);
  return problem === null || sent.says(problem.part) ? null : problem.sentence;
}

function unfilled(text: string, known: KnownTexts): TextProblem | null {
  const open = text.indexOf('{{');
  if (open >= 0) {
    const part = /^\{\{\S{0,30}/.exec(text.slice(open))?.[0] ?? '{{';
    return { code: 'unfilled', part, sentence: `"${part}" of a template or a text was not filled.` };
  }
  if (text.includes('[object ')) {
    const sentence = `"${shortened(text)}" is what a program says of a value that is no text.`;
    return { code: 'unfilled', part: '[object ', sentence };
  }
  for (const [part] of text.matchAll(keyPattern)) {
    if (known.keys.has(part)) return untranslated(part);
  }
  return null;
}

/** A text that is one word: a key without its namespace, or what a program writes for nothing. */
function lonelyWord(text: string, known: KnownTexts): TextProblem | null {
  const { length } = text;
  const first = unitAt(text, 0);
  if (length > 60 || ((first < 0x61 || first > 0x7a) && first !== 0x4e && first !== 0x49)) return null;
  if (known.bareKeys.has(text)) return untranslated(text);
  if (!neverMeant.has(text)) return null;
  return { code: 'unfilled', part: text, sentence: `"${text}" is what a program writes where a value is absent.` };
}

function untranslated(key: string): TextProblem {
  return { code: 'untranslated', part: key, sentence: `"${key}" is the key of a text, not its words.` };
}

export function findingAt(code: FindingCode, page: number, item: TextItem, sentence: string): Finding {
  const { x, y, size, width, line } = item;
  return {
    code,
    page,
    x,
    y: y - 0.8 * size,
    width: Math.max(width, size / 2),
    height: 1.05 * size,
    sentence,
    ...(line !== undefined && { line }),
  };
}

export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Characters that are there to steer and draw nothing: joiners, direction, soft hyphen, variation selectors. */
function isInvisible(code: number): boolean {
  return (
    code === 0xad ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff
  );
}

function missingGlyph(code: number, text: string): string {
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  const shown = code < 0x20 ? 'The control character' : `"${String.fromCodePoint(code)}"`;
  return `${shown} (U+${hex}) in "${shortened(text)}" has no glyph in its font: paper would show an empty box.`;
}
