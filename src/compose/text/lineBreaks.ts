/**
 * Places inside a word where a line may end in scripts that write without blanks (UAX #14, cut down to what business
 * documents hold): before and after Han, Kana and full-width characters, and between Thai words.
 */

/** JIS X 4051 kinsoku, UAX #14 classes CL, CP, CJ, NS, EX, IS and PO: no line begins with one of these. */
const neverFirst = new Set(
  '、。，．：；？！）〉》」』】〕〗〙〛〞〟］｝｠・ーゝゞヽヾ々〻ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ％‰℃°′″”’…‥—–)]},.!?:;%'.split(
    '',
  ),
);
/** Class OP and PR: no line ends with one of these. */
const neverLast = new Set('（〈《「『【〔〖〘〚〝［｛｟“‘([{￥＄￡№'.split(''));

/** Whether a word may be broken otherwise than at dashes; asked of every character, so cheap. */
export function breaksWithoutBlanks(unit: number): boolean {
  return (unit >= 0x2e80 && unit <= 0xd7ff && !isHangul(unit)) || isWideRest(unit) || isThai(unit);
}

/** Korean puts blanks between its words. */
function isHangul(unit: number): boolean {
  return unit >= 0xac00 && unit <= 0xd7a3;
}

function isWideRest(unit: number): boolean {
  return (unit >= 0xd840 && unit <= 0xd887) || (unit >= 0xf900 && unit <= 0xfaff) || (unit >= 0xff01 && unit <= 0xffee);
}

function isThai(unit: number): boolean {
  return unit >= 0xe00 && unit <= 0xe7f;
}

function isWide(unit: number): boolean {
  return breaksWithoutBlanks(unit) && !isThai(unit);
}

/** Splits a word where lines may end. The parts joined are the word. */
export function splitAtBreaks(word: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let index = 0;
  while (index < word.length) {
    const unit = word.charCodeAt(index);
    if (isThai(unit)) {
      let end = index + 1;
      while (end < word.length && isThai(word.charCodeAt(end))) end += 1;
      for (const part of thaiWords(word.slice(index, end))) {
        const next = index + part.length;
        if (next < end) {
          parts.push(word.slice(from, next));
          from = next;
        }
        index = next;
      }
    } else {
      index += isLead(unit) ? 2 : 1;
    }
    if (index < word.length && mayEndAt(word, index)) {
      parts.push(word.slice(from, index));
      from = index;
    }
  }
  parts.push(word.slice(from));
  return parts;
}

function mayEndAt(word: string, index: number): boolean {
  const after = word.charCodeAt(index);
  const before = word.charCodeAt(index - 1);
  const lead = word.charCodeAt(index - 2);
  const beforeIsWide = isWide(before) || (isTrail(before) && isWide(lead));
  if (!beforeIsWide && !isWide(after)) return false;
  return !neverFirst.has(word.charAt(index)) && !neverLast.has(word.charAt(index - 1)) && !isMark(after);
}

function isLead(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Marks, variation selectors and what else belongs to the character before. */
function isMark(unit: number): boolean {
  return (
    (unit >= 0x300 && unit <= 0x36f) ||
    (unit >= 0x200b && unit <= 0x200f) ||
    (unit >= 0x2060 && unit <= 0x2069) ||
    (unit >= 0x302a && unit <= 0x302f) ||
    unit === 0x3099 ||
    unit === 0x309a ||
    (unit >= 0xfe00 && unit <= 0xfe0f) ||
    unit === 0xdb40 ||
    isTrail(unit)
  );
}

let thai: Intl.Segmenter | undefined;
/** Longer texts are cut up for the segmenter, which takes time that grows with the square of their length. */
const segmentLimit = 500;

function thaiWords(text: string): string[] {
  thai ??= new Intl.Segmenter('th', { granularity: 'word' });
  const words: string[] = [];
  for (let at = 0; at < text.length; at += segmentLimit) {
    for (const { segment } of thai.segment(text.slice(at, at + segmentLimit))) {
      // A vowel or tone mark never starts a line.
      if (words.length > 0 && /^[\u0e30-\u0e3a\u0e45-\u0e4e]/u.test(segment)) words.push(`${words.pop()}${segment}`);
      else words.push(segment);
    }
  }
  return words;
}
