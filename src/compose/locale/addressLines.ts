import type { Address } from '../../model/message.ts';

/**
 * The lines of a postal address below the name, in the order used in the country of destination (UPU, Addressing
 * Systems). The country stands last, in capitals, where the address lies abroad.
 *
 * @param countryName Gives a country's name in the document's language.
 * @param homeCountry Country of the one who sends, ISO 3166-1 alpha-2; an address there needs no country line.
 */
export function addressLines(
  address: Address,
  countryName: (code: string) => string,
  homeCountry: string | null,
): string[] {
  const { line1, line2, line3, city, postCode, subdivision, country } = address;
  const streets = [line1, line2, line3].filter(isFilled);
  const lines = [...streets];
  switch (country ?? '') {
    case 'GB':
    case 'IE':
      lines.push(...[city, subdivision, postCode].filter(isFilled));
      break;
    case 'US':
    case 'CA':
    case 'AU':
      lines.push([city, [subdivision, postCode].filter(isFilled).join(' ')].filter(isFilled).join(', '));
      break;
    case 'HU':
      // Hungarian papers go from the large to the small: postcode and town, then the street.
      lines.unshift([postCode, city].filter(isFilled).join(' '));
      if (isFilled(subdivision)) lines.push(subdivision);
      break;
    case 'AE':
      lines.push(...[[city, subdivision].filter(isFilled).join(', '), postCode].filter(isFilled));
      break;
    default:
      lines.push([postCode, city].filter(isFilled).join(' '));
      if (isFilled(subdivision) && subdivision !== city) lines.push(subdivision);
  }
  if (isFilled(country) && country !== homeCountry) lines.push(countryName(country));
  return lines.filter(isFilled);
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
