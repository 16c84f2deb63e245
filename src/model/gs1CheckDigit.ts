/**
 * The check digit of a GS1 key: SSCC, GTIN, GLN, GSIN, GRAI … (General Specifications §7.9.1: weights 3 and 1
 * alternating from the right).
 *
 * @param digits the number without its check digit.
 */
export function gs1CheckDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += weight * (digits.charCodeAt(index) - 0x30);
  }
  return String((10 - (sum % 10)) % 10);
}
