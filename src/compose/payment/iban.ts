/** ISO 7064 MOD 97-10 of digits and letters (A is 10, Z 35). */
export function remainder97(text: string): number {
  let remainder = 0;
  for (let at = 0; at < text.length; at += 1) {
    const value = Number.parseInt(text.charAt(at), 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

/** ISO 13616-1: mod 97 of the rearranged account, letters as 10 to 35, must be 1. Without blanks. */
export function isIban(account: string): boolean {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account) && remainder97(account.slice(4) + account.slice(0, 4)) === 1;
}

/** ISO 11649: RF, two check digits, at most 21 characters. Without blanks. */
export function isCreditorReference(reference: string): boolean {
  return /^RF\d{2}[A-Z0-9]{1,21}$/.test(reference) && remainder97(reference.slice(4) + reference.slice(0, 4)) === 1;
}

/** ISO 9362. */
export function isBic(bic: string): boolean {
  return /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(bic);
}
