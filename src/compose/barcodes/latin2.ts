import { PostwerkError } from '../../errors.ts';

/** ISO 8859-2 from 0xA0 on; below it is ISO 8859-1. */
const upper =
  '\u00a0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00adŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙';

/**
 * Text as ISO 8859-2.
 *
 * Throws `compose.barcode-invalid` that names a character it does not have.
 */
export function latin2Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0xa0) return code;
    const place = upper.indexOf(character);
    if (place < 0) throw new PostwerkError('compose.barcode-invalid', `ISO 8859-2 has no character "${character}"`);
    return 0xa0 + place;
  });
}

/** Is every character in ISO 8859-2? */
export function isLatin2(text: string): boolean {
  for (const character of text) {
    if ((character.codePointAt(0) ?? 0) >= 0xa0 && !upper.includes(character)) return false;
  }
  return true;
}
