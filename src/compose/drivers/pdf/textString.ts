import { utf16Hex } from './toUnicode.ts';

// Printable ASCII without the brackets and the backslash, which are the only characters a literal string must escape.
const plain = /^[\x20-\x27\x2a-\x5b\x5d-\x7e]*$/;

/** A text string as it stands in an object: ASCII literally, everything else as UTF-16BE (ISO 32000-1 §7.9.2.2). */
export function textString(text: string): string {
  return plain.test(text) ? `(${text})` : `<feff${utf16Hex(text)}>`;
}

/** A byte string (ISO 32000-1 §7.9.2.4), such as a URI: `text` holds ASCII only. */
export function byteString(text: string): string {
  return `(${text.replaceAll(/[\\()]/g, '\\$&')})`;
}

/** A date (ISO 32000-1 §7.9.4), to the second and in UTC: D:20261122000000Z. */
export function dateString(date: Date): string {
  return `(D:${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z)`;
}

/** A name object; characters that are no regular ones are written as #xx (ISO 32000-1 §7.3.5). */
export function nameObject(name: string): string {
  const bytes = Buffer.from(name, 'utf8').toString('latin1');
  return `/${bytes.replaceAll(/[^A-Za-z0-9_.+*!$&-]/g, (one) => `#${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}
