import type { Address } from '../../model/message.ts';
import type { AddressLineParts } from './addressFormats.ts';
import { addressFormat, hasNativeOrder } from './addressFormats.ts';

/**
 * The lines of a postal address below the name, in the order used in the country of destination (see
 * addressFormats.ts). The country stands last, in capitals, where the address lies abroad.
 *
 * @param countryName Gives a country's name in the document's language, as it stands in the last line.
 * @param homeCountry Country of the one who sends, ISO 3166-1 alpha-2; an address there needs no country line.
 */
export function addressLines(
  address: Address,
  countryName: (code: string) => string,
  homeCountry: string | null,
): string[] {
  return [...localLines(address), ...countryLine(address, countryName, homeCountry)];
}

/**
 * Names and address of one who is addressed. The name leads, except where an address goes from the large to the small:
 * in Japan, China, Korea and Taiwan it follows the street, still above the country of a letter that goes abroad.
 */
export function partyLines(
  names: readonly string[],
  address: Address,
  countryName: (code: string) => string,
  homeCountry: string | null,
): string[] {
  const place = localLines(address);
  const local = isNative(address) ? [...place, ...names] : [...names, ...place];
  return [...local, ...countryLine(address, countryName, homeCountry)];
}

function localLines(address: Address): string[] {
  const { line1, line2, line3, city, country } = address;
  const streets = [line1, line2, line3].filter(isFilled);
  const values: Readonly<Record<string, string | undefined>> = {
    P: postCode(address),
    C: city,
    // A city that is a province of its own is named once: Beijing, Wien.
    R: address.subdivision === city ? undefined : address.subdivision,
  };
  const lines: string[] = [];
  for (const parts of addressFormat(country ?? '', isNative(address))) writeLine(parts, streets, values, lines);
  return lines;
}

function writeLine(
  parts: AddressLineParts,
  streets: readonly string[],
  values: Readonly<Record<string, string | undefined>>,
  lines: string[],
): void {
  let line = '';
  let between = '';
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    if (part === 'S') {
      const [first, ...others] = streets;
      if (first === undefined) continue;
      lines.push(line + between + first, ...others);
      line = '';
    } else if (part !== 'P' && part !== 'C' && part !== 'R') {
      if (line !== '' || index === 0) between = part;
    } else {
      const value = values[part];
      if (!isFilled(value)) continue;
      line += between + value;
      between = '';
    }
  }
  if (line !== '') lines.push(line);
}

/** In the Emirates letters go to post office boxes, which is what systems keep as the postcode there; zeros say none. */
function postCode({ country, postCode: code, city, line1 }: Address): string | undefined {
  if (country !== 'AE' || code === undefined || !/^\d+$/.test(code)) return code;
  if (/^0+$/.test(code)) return undefined;
  return `${/\p{Script=Arabic}/u.test(`${city}${line1}`) ? 'ص.ب. ' : 'P.O. Box '}${code}`;
}

function isNative({ country, city, line1 }: Address): boolean {
  return (
    hasNativeOrder(country) &&
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(`${city}${line1}`)
  );
}

function countryLine({ country }: Address, countryName: (code: string) => string, home: string | null): string[] {
  return isFilled(country) && country !== home ? [countryName(country)] : [];
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
