/** UAX #9 §2.4: FSI takes its direction from the first letter, PDI ends it. Both are invisible and never drawn. */
const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

/** Digits, signs and letters that may change places when text around them reads from right to left. */
const mayJump = /[!-\u058f]/u;

/**
 * A value that stands in a text written from right to left: an amount, a number with blanks, a name in Latin letters
 * keeps its own order and moves nothing around it.
 */
export function isolated(value: string): string {
  return mayJump.test(value) ? firstStrongIsolate + value + popIsolate : value;
}

/** The text without the marks of `isolated`, for names of files and other places where nobody reads it. */
export function withoutIsolates(text: string): string {
  return text.replaceAll(/[\u2066-\u2069]/gu, '');
}
