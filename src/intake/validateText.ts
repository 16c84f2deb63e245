import { PostwerkError } from '../errors.ts';

/**
 * What XML 1.0 cannot carry (section 2.2) and every other control character: no font, page or mail has a place for
 * them. Tab, line feed and carriage return are text.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const suspect = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/u;

/** Cheap and sure: true for all texts with a forbidden character, and for some without (surrogate pairs). */
export function mayBeForbidden(text: string): boolean {
  return suspect.test(text);
}

/**
 * @param field JSON pointer of the text
 * @throws PostwerkError intake.forbidden-character naming the character and its place in the text
 */
export function requirePlainText(text: string, field: string): void {
  const found = forbidden.exec(text);
  if (found === null) return;
  const code = found[0].charCodeAt(0);
  const kind = code >= 0xd800 && code <= 0xdfff ? 'a lone surrogate' : 'a control character or noncharacter';
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  const detail = `Character ${found.index + 1} of ${field} is U+${hex}, ${kind}.`;
  throw new PostwerkError('intake.forbidden-character', detail, { field });
}
