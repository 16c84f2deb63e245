import type { ByteSheet } from '../../dots/byteSheet.ts';

/**
 * Text as ^FD takes it. `^` and `~` would begin a command and `_` an escape, so they and control characters are written
 * as `_hh` behind ^FH, whose default indicator `_` is (ZPL II Programming Guide, ^FH: Field Hexadecimal Indicator).
 */
export function writeFieldData(sheet: ByteSheet, text: string): void {
  if (isPlain(text)) sheet.text('^FD').text(text).text('^FS');
  else sheet.text('^FH^FD').text(escaped(text)).text('^FS');
}

/** Text in ^FX, which ends at the next command and prints nothing (ZPL II Programming Guide, ^FX: Comment). */
export function writeComment(sheet: ByteSheet, text: string): void {
  sheet
    .text('^FX ')
    .text(text.replaceAll(/[\^~\p{Cc}]/gu, ' '))
    .text('^FS');
}

function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x5e || code === 0x5f || (code >= 0x7e && code < 0xa0)) return false;
  }
  return true;
}

function escaped(text: string): string {
  return text.replaceAll(/[\^~_\p{Cc}]/gu, (character) =>
    Buffer.from(character).reduce((out, byte) => `${out}_${byte.toString(16).toUpperCase().padStart(2, '0')}`, ''),
  );
}
