/** Figure 7.8.5-2: these need no separator. Written here once more, so that the table of the source can be wrong. */
const predefined = new Set('00 01 02 03 04 11 12 13 14 15 16 17 18 19 20 31 32 33 34 35 36 41'.split(' '));

/** The raw form of a bracketed element string, FNC1 as separator. */
export function rawOf(bracketed: string): string {
  const elements = Array.from(
    bracketed.matchAll(/\((\d{2,4})\)((?:[^(]|\((?!\d{2,4}\)))*)/gu),
    ([, ai = '', value = '']) => ({ ai, value }),
  );
  return elements
    .map(({ ai, value }, index) => {
      const ends = predefined.has(ai.slice(0, 2)) || index === elements.length - 1;
      return `${ai}${value}${ends ? '' : '\u001d'}`;
    })
    .join('');
}
