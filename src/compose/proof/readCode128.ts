import { code128CharacterAt, codeB, codeC, fnc1, isCode128Stop, startB, startC } from '../barcodes/code128.ts';
import { formatElementString } from '../barcodes/gs1/elementString.ts';
import { splitRawElementString } from '../barcodes/gs1/rawElementString.ts';
import type { CodeReading } from './codeReader.ts';

/** FNC1 as scanners send it between elements (GS1 General Specifications §7.8.4). */
const separator = 0x1d;

/**
 * Reads a Code 128 from the widths of its bars and spaces (ISO/IEC 15417 table 1): a start character, characters of
 * eleven modules each, the check character, the stop. A picture and a general decoder come to the same at nine times the
 * cost; a test holds every character against that decoder, for the table is the encoder's.
 *
 * Null for what is read here no further: another start, a character that code sets B and C do not have, a wrong check.
 * The general decoder then says what it is.
 *
 * @param gs1 gives identifiers in brackets.
 */
export function readCode128(bars: readonly number[], gs1: boolean): CodeReading | null {
  // Six widths a character, seven of the stop; start, one character and check at least.
  const check = (bars.length - 7) / 6 - 1;
  if (!Number.isInteger(check) || check < 2 || !isCode128Stop(bars, bars.length - 7)) return null;
  const start = code128CharacterAt(bars, 0);
  if (start !== startB && start !== startC) return null;
  let set = start;
  let sum = start;
  let text = '';
  let isGs1 = false;
  for (let place = 1; place < check; place += 1) {
    const value = code128CharacterAt(bars, place * 6);
    if (value < 0) return null;
    sum += value * place;
    if (value === fnc1) {
      if (place === 1) isGs1 = true;
      else text += String.fromCharCode(separator);
    } else if (set === startC) {
      if (value < 100) text += value < 10 ? `0${value}` : `${value}`;
      else if (value === codeB) set = startB;
      else return null;
    } else if (value < 95) text += String.fromCharCode(value + 0x20);
    else if (value === codeC) set = startC;
    else return null;
  }
  if (sum % 103 !== code128CharacterAt(bars, check * 6)) return null;
  // FNC1 behind the start makes it a GS1-128 (ISO/IEC 15424: modifier 1).
  const shown = isGs1 && gs1 ? inBrackets(text) : text;
  return shown === null ? null : { isValid: true, error: '', text: shown, symbologyIdentifier: isGs1 ? ']C1' : ']C0' };
}

function inBrackets(text: string): string | null {
  try {
    return formatElementString(splitRawElementString(text));
  } catch {
    return null;
  }
}
