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

/**
 * Is the last digit the check digit modulo 11 of those before it (MOD11INI in Croatia, model 12 in Slovenia)? Weights 2,
 * 3, 4 … from the right; 11 less the remainder, and 0 where that has two digits. Of digits only.
 */
export function endsInMod11(digits: string): boolean {
  const values = Array.from(digits, Number);
  const check = values.pop();
  const sum = values.reduceRight((total, digit, index) => total + digit * (values.length - index + 1), 0);
  return check === ((11 - (sum % 11)) % 11) % 10;
}
