import { PostwerkError } from '../../errors.ts';
import type { TextStyle } from './textStyle.ts';

/**
 * A piece of a word that one face draws in one direction. Version 1 knows left-to-right scripts of the Noto Sans faces,
 * so a word is one run; fallback faces and bidi levels (UAX #9) split here and nowhere else.
 */
export interface TextRun {
  readonly text: string;
  readonly style: TextStyle;
  readonly width: number;
}

/** Characters that steer line breaking or shaping and draw nothing: ZWNJ, ZWJ, LRM, WORD JOINER, ZWNBSP. */
const invisible = /[\u200c-\u200e\u2060\ufeff]/gu;
const combining = /[\u0300-\u036f]/u;

/**
 * Splits one word into runs, each with its width in units.
 *
 * Throws `compose.missing-glyph` for a character that no face has.
 */
export function splitRuns(word: string, style: TextStyle, line: number): TextRun[] {
  const text = isPlain(word) ? word : plainForm(word);
  requireGlyphs(text, style, line);
  return [{ text, style, width: style.face.measure(text) * style.scale }];
}

/** No character that must be taken out or composed first. */
function isPlain(word: string): boolean {
  for (let index = 0; index < word.length; index += 1) {
    const unit = word.charCodeAt(index);
    if (unit < 0x300) continue;
    if (unit <= 0x36f || (unit >= 0x200c && unit <= 0x200e) || unit === 0x2060 || unit === 0xfeff) return false;
  }
  return true;
}

/** Composed letters (UAX #15, NFC) have glyphs of their own and extract well. */
function plainForm(word: string): string {
  const visible = word.replace(invisible, '');
  return combining.test(visible) ? visible.normalize('NFC') : visible;
}

function requireGlyphs(text: string, style: TextStyle, line: number): void {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0xd800 || unit > 0xdfff) {
      if (!style.face.has(unit)) throw missing(unit, text, style, line);
      continue;
    }
    const codePoint = text.codePointAt(index) ?? unit;
    if (!style.face.has(codePoint)) throw missing(codePoint, text, style, line);
    index += 1;
  }
}

function missing(codePoint: number, text: string, style: TextStyle, line: number): PostwerkError {
  const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return new PostwerkError(
    'compose.missing-glyph',
    `the font ${style.face.postscriptName} has no character "${String.fromCodePoint(codePoint)}" (${name}), which stands in "${shown}" (markup line ${line})`,
    { line },
  );
}
