/**
 * Text as ^FD takes it. `^` and `~` would begin a command and `_` an escape, so they and control characters are written
 * as `_hh` behind ^FH, whose default indicator `_` is (ZPL II Programming Guide, ^FH: Field Hexadecimal Indicator).
 */
export function fieldData(text: string): string {
  const escaped = text.replaceAll(/[\^~_\p{Cc}]/gu, (character) =>
    Buffer.from(character).reduce((out, byte) => `${out}_${byte.toString(16).toUpperCase().padStart(2, '0')}`, ''),
  );
  return escaped === text ? `^FD${text}^FS` : `^FH^FD${escaped}^FS`;
}

/** Text in ^FX, which ends at the next command and prints nothing (ZPL II Programming Guide, ^FX: Comment). */
export function comment(text: string): string {
  return `^FX ${text.replaceAll(/[\^~\p{Cc}]/gu, ' ')}^FS`;
}
