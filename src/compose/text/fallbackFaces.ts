import type { Face } from '../fonts/face.ts';
import { fallbackName, type FallbackScript } from '../fonts/fallbackFiles.ts';
import { sharedFace } from '../fonts/fontBook.ts';
import type { TextStyle } from './textStyle.ts';

/** Blocks of the Unicode Standard by the face that draws them; Han and Kana are decided by language. */
const blocks: readonly (readonly [first: number, last: number, script: FallbackScript | 'han'])[] = [
  [0x590, 0x5ff, 'hebrew'],
  [0x600, 0x6ff, 'arabic'],
  [0x750, 0x77f, 'arabic'],
  [0x8a0, 0x8ff, 'arabic'],
  [0xe00, 0xe7f, 'thai'],
  [0x10a0, 0x10ff, 'georgian'],
  [0x1c90, 0x1cbf, 'georgian'],
  [0x2d00, 0x2d2f, 'georgian'],
  [0x2e80, 0x9fff, 'han'],
  [0xf900, 0xfaff, 'han'],
  [0xfb1d, 0xfb4f, 'hebrew'],
  [0xfb50, 0xfdff, 'arabic'],
  [0xfe30, 0xfe4f, 'han'],
  [0xfe70, 0xfefe, 'arabic'],
  [0xff01, 0xffee, 'han'],
  [0x20000, 0x3ffff, 'han'],
];

/**
 * The face for a character that the style's own face does not have, or null. Signs of no script (①, ■, ℃) are looked
 * for among the Han faces.
 */
export function fallbackFace(codePoint: number, style: TextStyle, word: string): Face | null {
  const script = blocks.find(([first, last]) => codePoint >= first && codePoint <= last)?.[2] ?? 'han';
  for (const candidate of script === 'han' ? hanFaces(style.language, word) : [script]) {
    const face = sharedFace(fallbackName(candidate, style.face.name));
    if (face.has(codePoint)) return face;
  }
  return null;
}

const kana = /[\u3040-\u30ff]/u;

/** One character, three traditions: the document's language says whose shapes it takes, Kana say Japanese. */
function hanFaces(language: string, word: string): readonly FallbackScript[] {
  const tag = language.toLowerCase();
  if (tag.startsWith('ja')) return ['jpan', 'hans', 'hant'];
  if (/^zh-(?:hant|tw|hk|mo)/u.test(tag)) return ['hant', 'hans', 'jpan'];
  if (!tag.startsWith('zh') && kana.test(word)) return ['jpan', 'hans', 'hant'];
  return ['hans', 'hant', 'jpan'];
}

const derived = new WeakMap<TextStyle, Map<Face, TextStyle>>();

/** The style with another face. The same style object for the same face, so that neighbours become one run. */
export function styleWithFace(style: TextStyle, face: Face): TextStyle {
  if (style.face === face) return style;
  let styles = derived.get(style);
  if (styles === undefined) {
    styles = new Map();
    derived.set(style, styles);
  }
  let changed = styles.get(face);
  if (changed === undefined) {
    const scale = style.size / face.unitsPerEm;
    changed = { ...style, face, scale, blank: face.measure(' ') * scale };
    styles.set(face, changed);
  }
  return changed;
}
