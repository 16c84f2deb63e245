import type { LocaleTexts, TextTree } from './readTexts.ts';

/** Unicode's name for English with accents that nobody speaks (CLDR pseudo-locales). */
export const pseudoLocaleName = 'en-XA';

const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const accented = 'ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļṁñöþǫŕšţûṽŵẋýž';
const letters = new Map(Array.from(plain, (letter, index) => [letter, Array.from(accented)[index] ?? letter]));

/** What makes a text longer; short, so that lines can break in it as in a translation. */
const filler = ['öñé', 'ţŵö', 'ţĥŕéé', 'ƒöûŕ', 'ƒîṽé', 'šîẋ'];

/** Texts are so much longer than English: what German or Finnish need of a short word. */
const growth = 0.4;

/**
 * The texts of a language as a test of every template: accented, about forty per cent longer, in brackets. A text that
 * does not fit, is cut or was never translated shows at once. Values in {{…}} and what steers `Intl` stay as they are.
 */
export function pseudoTexts(texts: LocaleTexts): LocaleTexts {
  return Object.fromEntries(
    Object.entries(texts).map(([namespace, tree]) => [
      namespace,
      Object.fromEntries(
        Object.entries(tree).map(([key, entry]) => [
          key,
          namespace === 'common' && key === 'intl' ? entry : pseudoEntry(entry),
        ]),
      ),
    ]),
  );
}

function pseudoEntry(entry: string | TextTree): string | TextTree {
  if (typeof entry === 'string') return pseudoText(entry);
  return Object.fromEntries(Object.entries(entry).map(([key, inner]) => [key, pseudoEntry(inner)]));
}

/** `Page` as `[Þåĝé öñé]`. */
export function pseudoText(text: string): string {
  const parts = text.split(/(\{\{[^}]*\}\})/u);
  const changed = parts.map((part, index) =>
    index % 2 === 1 ? part : Array.from(part, (letter) => letters.get(letter) ?? letter).join(''),
  );
  const length = parts.reduce((sum, part, index) => (index % 2 === 1 ? sum : sum + part.length), 0);
  let longer = '';
  for (let index = 0; longer.length < length * growth; index += 1) longer += ` ${filler[index % filler.length] ?? ''}`;
  return `[${changed.join('')}${longer}]`;
}
