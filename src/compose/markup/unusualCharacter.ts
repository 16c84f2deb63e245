/** What XML cannot carry, and surrogates, which need a closer look (templates/forbiddenCharacter.ts). */
export function isUnusual(unit: number): boolean {
  return unit < 0x20
    ? unit !== 0x09 && unit !== 0x0a && unit !== 0x0d
    : unit > 0xd7ff && (unit < 0xe000 || unit > 0xfffd);
}
