/** Scripts written from right to left (UAX #9), by their codes in ISO 15924. */
const rightToLeftScripts: ReadonlySet<string> = new Set([
  'Adlm',
  'Arab',
  'Hebr',
  'Mand',
  'Nkoo',
  'Rohg',
  'Samr',
  'Syrc',
  'Thaa',
]);
const known = new Map<string, boolean>();

/** Whether text of a language (BCP 47) is written from right to left: by its script, else by the likely one. */
export function isRightToLeft(language: string): boolean {
  let answer = known.get(language);
  if (answer === undefined) {
    answer = rightToLeftScripts.has(scriptOf(language));
    if (known.size < 1000) known.set(language, answer);
  }
  return answer;
}

function scriptOf(language: string): string {
  try {
    return new Intl.Locale(language).maximize().script ?? '';
  } catch {
    return '';
  }
}
