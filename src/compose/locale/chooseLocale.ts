import { resolveLocale } from '../../model/localeTags.ts';

type Wish = string | null | undefined;

/**
 * The language of a document: what the document asks for, else the recipient's, else the sender's, else the
 * installation's. Never the language of whoever pressed the button.
 *
 * @param locales Installed locales.
 * @param document, recipient, sender BCP 47 tags; one that no locale serves is passed over.
 */
export function chooseLocale(
  locales: readonly string[],
  document: Wish,
  recipient: Wish,
  sender: Wish,
  fallback: string,
): string {
  for (const tag of [document, recipient, sender]) {
    const found = tag === null || tag === undefined ? null : resolveLocale(locales, tag);
    if (found !== null) return found;
  }
  return fallback;
}
