import { unitAt } from '../../model/unitAt.ts';
import { PostwerkError } from '../../errors.ts';
import type { Face } from '../fonts/face.ts';
import { fallbackFace, styleWithFace } from './fallbackFaces.ts';
import type { TextStyle } from './textStyle.ts';

/** A piece of a word that one face draws in one direction. */
export interface TextRun {
  readonly text: string;
  readonly style: TextStyle;
  readonly width: number;
  /** Embedding level (UAX #9): odd reads from right to left. */
  readonly level: number;
}

/** Levels of a paragraph, and where in it a word begins. */
export interface WordLevels {
  readonly levels: Uint8Array;
  readonly from: number;
}

/** Characters that steer line breaking, direction or the choice of a shape and draw nothing (UAX #44). */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
/** Joiners between letters choose the shapes of Arabic. */
const invisibleInArabic = /(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}|^[\u200c\u200d]+/gu;
const combining = /[\u0300-\u036f\u3099\u309a]/u;

/**
 * Splits one word into runs, each with its width in units.
 *
 * Throws `compose.missing-glyph` for a character that no face has.
 */
export function splitRuns(word: string, style: TextStyle, line: number, at: WordLevels | null = null): TextRun[] {
  if (at === null) {
    if (isDrawnBy(style.face, word)) {
      return [{ text: word, style, width: style.face.measure(word) * style.scale, level: 0 }];
    }
    return splitFaces(word, style, line, 0);
  }
  const runs: TextRun[] = [];
  let from = 0;
  while (from < word.length) {
    const level = at.levels[at.from + from] ?? 0;
    let to = from + 1;
    while (to < word.length && (at.levels[at.from + to] === level || drawsNothing(unitAt(word, to)))) to += 1;
    for (const run of splitFaces(word.slice(from, to), style, line, level)) runs.push(run);
    from = to;
  }
  return runs;
}

/** Whether the face draws every character, and none must be taken out or composed first. */
function isDrawnBy(face: Face, word: string): boolean {
  const { basic } = face.file.characters;
  for (let index = 0, count = word.length; index < count; index += 1) {
    const unit = unitAt(word, index);
    // Surrogates have no glyph, so what is outside the basic plane goes the long way.
    if (basic[unit] === 0) return false;
    if (unit >= 0x300 && (unit <= 0x36f || drawsNothing(unit))) return false;
  }
  return true;
}

function drawsNothing(unit: number): boolean {
  return (
    unit === 0x61c ||
    (unit >= 0x200b && unit <= 0x200f) ||
    (unit >= 0x202a && unit <= 0x202e) ||
    (unit >= 0x2060 && unit <= 0x2069) ||
    (unit >= 0xfe00 && unit <= 0xfe0f) ||
    unit === 0xfeff
  );
}

/** A piece of one level, split where the face changes. */
function splitFaces(piece: string, style: TextStyle, line: number, level: number): TextRun[] {
  const runs: TextRun[] = [];
  const rtl = level % 2 === 1;
  const text = drawnForm(piece, rtl);
  const rightFace = rtl ? faceOfRightToLeft(text, style) : null;
  let before: Face | null = null;
  let run = '';
  const finish = (): void => {
    if (run === '' || before === null) return;
    const own = styleWithFace(style, before);
    runs.push({ text: run, style: own, width: before.measure(run, rtl) * own.scale, level });
    run = '';
  };
  for (const letter of text) {
    const codePoint = letter.codePointAt(0) ?? 0;
    const face = chooseFace(codePoint, letter, text, style, rightFace, before);
    if (face === null) throw missing(codePoint, piece, line);
    if (face !== before) finish();
    before = face;
    run += letter;
  }
  finish();
  return runs;
}

/** Composed letters (UAX #15, NFC) have glyphs of their own and extract well. */
function drawnForm(piece: string, rtl: boolean): string {
  const visible = piece.replace(rtl ? invisibleInArabic : invisible, '');
  return combining.test(visible) ? visible.normalize('NFC') : visible;
}

/** Quotation marks, dashes and dots that Chinese and Japanese set as wide as a character. */
const wideMarks = new Set('“”‘’—…·');
const hanLetter = /[\u3040-\u30ff\u3400-\u9fff]/u;

function chooseFace(
  codePoint: number,
  letter: string,
  text: string,
  style: TextStyle,
  rightFace: Face | null,
  before: Face | null,
): Face | null {
  // Brackets and dots go with the letters around them: one run instead of three.
  if (rightFace?.has(codePoint) === true) return rightFace;
  // A mark stands on its letter, whoever draws that; joiners have a say in the shapes of Arabic.
  if (before !== null && (isJoiner(codePoint) || (isMark(codePoint) && before.has(codePoint)))) return before;
  // Points and dashes behind a letter stay with it: fewer runs. Han faces would set them as wide as a character.
  if (before !== null && before.shaping !== 'plain' && isPunctuation(codePoint) && before.has(codePoint)) return before;
  if (style.face.has(codePoint)) {
    const wide = wideMarks.has(letter) && /^(?:zh|ja)/u.test(style.language) && hanLetter.test(text);
    return wide ? fallbackFace(codePoint, style, text) : style.face;
  }
  return fallbackFace(codePoint, style, text);
}

function isMark(codePoint: number): boolean {
  return codePoint >= 0x300 && codePoint <= 0x36f;
}

function isPunctuation(codePoint: number): boolean {
  return (
    (codePoint > 0x20 && codePoint < 0x30) ||
    (codePoint > 0x39 && codePoint < 0x41) ||
    (codePoint >= 0x2010 && codePoint <= 0x2026)
  );
}

/** Zero width non-joiner and joiner. */
function isJoiner(codePoint: number): boolean {
  return codePoint === 0x200c || codePoint === 0x200d;
}

/** The face of the first letter that the style's own face does not have. */
function faceOfRightToLeft(text: string, style: TextStyle): Face | null {
  for (const letter of text) {
    const codePoint = letter.codePointAt(0) ?? 0;
    if (!style.face.has(codePoint)) return fallbackFace(codePoint, style, text);
  }
  return null;
}

function missing(codePoint: number, text: string, line: number): PostwerkError {
  const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return new PostwerkError(
    'compose.missing-glyph',
    `no font has the character "${String.fromCodePoint(codePoint)}" (${name}), which stands in "${shown}" (markup line ${line})`,
    { line },
  );
}
