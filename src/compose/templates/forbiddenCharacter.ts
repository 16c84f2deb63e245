import { PostwerkError } from '../../errors.ts';

/** Anything that needs a closer look: not Unicode-aware, so that a page is scanned in microseconds. */
const unusual = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/;

/** Characters that XML 1.0 §2.2 cannot carry, written as they are or as references: controls, lone surrogates, FFFE/FFFF. */
const forbidden =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/u;

/**
 * Refuses a text that XML cannot carry, naming the character and the field of the message it came from.
 *
 * @throws PostwerkError `compose.forbidden-character`.
 */
export function refuseForbiddenCharacters(text: string, message: unknown): void {
  const found = unusual.test(text) ? forbidden.exec(text) : null;
  if (found === null) return;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const field = fieldWith(message, found[0], '');
  throw new PostwerkError(
    'compose.forbidden-character',
    `U+${code} in ${field ?? 'the template'}.`,
    field === null ? {} : { field },
  );
}

/** JSON pointer of the first text that holds the character. */
function fieldWith(value: unknown, character: string, pointer: string): string | null {
  if (typeof value === 'string') return value.includes(character) ? pointer : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, entry] of Object.entries(value)) {
    const found = fieldWith(entry, character, `${pointer}/${key}`);
    if (found !== null) return found;
  }
  return null;
}
