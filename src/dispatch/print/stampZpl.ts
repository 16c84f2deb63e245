const start = Buffer.from('^XA');

/**
 * Puts the delivery id into a label as a comment, right after the first `^XA`, so that the label can be told apart
 * wherever it turns up. `^FX` prints nothing (ZPL II Programming Guide, "^FX Comment").
 *
 * @returns new bytes; the same bytes when they hold no `^XA`, because then they are no label format.
 */
export function stampZpl(bytes: Uint8Array, deliveryId: string): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = source.indexOf(start);
  if (at < 0) return bytes;
  // A caret or tilde would begin a command, so nothing but an id's own characters gets in.
  const id = deliveryId.replace(/[^A-Za-z0-9._:-]/g, '');
  const after = at + start.length;
  return Buffer.concat([source.subarray(0, after), Buffer.from(`^FXpostwerk ${id}^FS`), source.subarray(after)]);
}

/** The delivery id in a label's bytes, or null when it carries none. */
export function readZplStamp(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString('latin1');
  return /\^FXpostwerk ([A-Za-z0-9._:-]+)\^FS/.exec(head)?.[1] ?? null;
}
