/**
 * The GS1 check digit (General Specifications §7.9): weights 3 and 1 alternating from the right.
 *
 * @param digits the number without its check digit.
 */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const weight = (digits.length - index) % 2 === 1 ? 3 : 1;
    sum += weight * (digits.charCodeAt(index) - 0x30);
  }
  return String((10 - (sum % 10)) % 10);
}

/** True when the last digit of a GTIN, SSCC, GLN … is the check digit of the others. */
export function hasValidCheckDigit(number: string): boolean {
  return /^\d{2,}$/.test(number) && checkDigit(number.slice(0, -1)) === number.slice(-1);
}
