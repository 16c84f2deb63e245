import { createHash } from 'node:crypto';

/**
 * What an object is called in the printer's volatile memory (ZPL II Programming Guide: device R:, eight letters and digits
 * at most, extension GRF for a graphic and ZPL for a format). A name is made of the content, so two programs that print
 * on one printer never mean different things by one name.
 */
export function objectName(content: string, extension: 'GRF' | 'ZPL'): string {
  const digest = createHash('sha256').update(content).digest();
  const digits = (digest.readUIntBE(0, 5) % 36 ** 6).toString(36).toUpperCase().padStart(6, '0');
  return `R:PW${digits}.${extension}`;
}

/** "^ID Object Delete": a format that prints nothing and frees the memory again. */
export function deleteObjects(names: Iterable<string>): string {
  return `^XA${[...names].map((name) => `^ID${name}^FS`).join('')}^XZ\n`;
}
