/**
 * How each country writes the lines below the name: UPU, Addressing Systems (country sheets), and the practice of the
 * national post. S streets, P postcode, C town, R province or state, | a new line; what stands between two of them is
 * written only where both are there, what opens a line only where something follows.
 */
const formats: Readonly<Record<string, string>> = {
  AE: 'S|P|C, R',
  AU: 'S|C R P',
  BH: 'S|C P',
  BR: 'S|P C-R',
  CA: 'S|C R P',
  CN: 'S|C, R P',
  CO: 'S|C, R|P',
  EG: 'S|C|R|P',
  GB: 'S|C|R|P',
  HK: 'S|C|R',
  // Hungarian papers go from the large to the small: postcode and town, then the street.
  HU: 'P C|S|R',
  ID: 'S|C P|R',
  IE: 'S|C|R|P',
  IL: 'S|C P',
  IN: 'S|C P|R',
  IT: 'S|P C R',
  JO: 'S|C P',
  JP: 'S|C, R P',
  KE: 'S|C|P',
  KR: 'S|C, R P',
  KZ: 'S|C|R|P',
  LB: 'S|C P',
  LV: 'S|C, P|R',
  MT: 'S|C P',
  MX: 'S|P C, R',
  NG: 'S|C P|R',
  NZ: 'S|C P',
  OM: 'S|P|C|R',
  QA: 'S|P|C|R',
  RU: 'S|C|R|P',
  SA: 'S|C P|R',
  SG: 'S|C P',
  TH: 'S|C|R P',
  TR: 'S|P C/R',
  TW: 'S|C, R P',
  UA: 'S|C, R, P',
  US: 'S|C, R P',
  VN: 'S|C|R P',
  ZA: 'S|C|P',
};

/** Most of Europe and much of Asia: postcode before the town. */
const usual = 'S|P C|R';

/** The order of the countries that go from the large to the small when they write in their own script. */
const nativeFormats: Readonly<Record<string, string>> = {
  CN: 'P|RCS',
  HK: 'RCS',
  JP: '〒P|RCS',
  KR: 'R C S|P',
  TW: 'P RCS',
};

/** S, P, C and R are the values; everything else is written between them. */
export type AddressLineParts = readonly string[];

const compiled = new Map<string, readonly AddressLineParts[]>();

/** @param country ISO 3166-1 alpha-2, or empty. @param native Whether the address is written in East Asian script. */
export function addressFormat(country: string, native: boolean): readonly AddressLineParts[] {
  const format = (native ? nativeFormats[country] : undefined) ?? formats[country] ?? usual;
  let lines = compiled.get(format);
  if (lines === undefined) {
    lines = format.split('|').map((line) => line.split(/([SPCR])/).filter((part) => part !== ''));
    compiled.set(format, lines);
  }
  return lines;
}

/** Whether a country writes its addresses from the large to the small in its own script, with the name at the end. */
export function hasNativeOrder(country: string | undefined): country is string {
  return country !== undefined && nativeFormats[country] !== undefined;
}
