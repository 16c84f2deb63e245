import type { Fail } from './startTag.ts';

/** XML 1.0 §4.6. */
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Replaces entity and character references (XML 1.0 §4.1) by what they stand for.
 *
 * @param at index of `text` in the markup, for the place of an error.
 */
export function decodeReferences(text: string, at: number, fail: Fail): string {
  let ampersand = text.indexOf('&');
  if (ampersand < 0) return text;
  let decoded = '';
  let from = 0;
  while (ampersand >= 0) {
    const semicolon = text.indexOf(';', ampersand);
    const name = semicolon < 0 ? '' : text.slice(ampersand + 1, semicolon);
    const character = Object.hasOwn(entities, name) ? entities[name] : characterOf(name);
    if (character === undefined) {
      const what = /^#?\w{1,40}$/.test(name) ? `undefined entity &${name};` : '"&" begins no reference; write &amp;';
      return fail(what, at + ampersand);
    }
    decoded += text.slice(from, ampersand) + character;
    from = semicolon + 1;
    ampersand = text.indexOf('&', from);
  }
  return decoded + text.slice(from);
}

/** The characters that XML 1.0 §2.2 can carry. */
function characterOf(name: string): string | undefined {
  const match = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
  if (match === null) return undefined;
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  const allowed =
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return allowed ? String.fromCodePoint(code) : undefined;
}
