import { deleteObjects, objectName } from './objectName.ts';

/** Pictures smaller than this are not worth a name. */
const leastBytes = 200;
const graphic = /(\^FR)?\^GFA,(\d+),\d+,(\d+),([^^]+)\^FS/g;

/**
 * The labels of one stream with the pictures that they share sent once: before the first label each is downloaded to the
 * printer's memory (~DG), each label recalls it (^XG), and behind the last one they are deleted (^ID; ZPL II Programming
 * Guide). Captions, the sender, the place of a whole shipment: what differs stays in its label.
 *
 * Nothing is relied on that an earlier stream left behind: a printer that lost its memory lost these labels with it, and
 * what is sent again begins with its downloads again. A device says in its address that its memory may be used.
 */
export function storeGraphics(labels: readonly Uint8Array[]): Uint8Array[] {
  const texts = labels.map((label) => Buffer.from(label.buffer, label.byteOffset, label.byteLength).toString('latin1'));
  const seen = new Map<string, { times: number; size: string; stride: string; data: string }>();
  for (const text of texts) {
    for (const [, reverse, size = '', stride = '', data = ''] of text.matchAll(graphic)) {
      // White on black would have to be drawn with ^FR ^XG, which printers do not agree on.
      if (reverse !== undefined || data.length < leastBytes) continue;
      const key = `${size},${stride},${data}`;
      const known = seen.get(key);
      if (known === undefined) seen.set(key, { times: 1, size, stride, data });
      else known.times += 1;
    }
  }
  const names = new Map<string, string>();
  const downloads: string[] = [];
  for (const [key, { times, size, stride, data }] of seen) {
    if (times === 1) continue;
    const name = objectName(key, 'GRF');
    names.set(key, name);
    downloads.push(`~DG${name},${size},${stride},${data}\n`);
  }
  if (names.size === 0) return [...labels];
  const recalled = texts.map((text) =>
    text.replaceAll(graphic, (field, reverse: string | undefined, size: string, stride: string, data: string) => {
      const name = reverse === undefined ? names.get(`${size},${stride},${data}`) : undefined;
      return name === undefined ? field : `^XG${name},1,1^FS`;
    }),
  );
  const deleted = deleteObjects(names.values());
  return recalled.map((text, index) => {
    const before = index === 0 ? downloads.join('') : '';
    return Buffer.from(before + text + (index === recalled.length - 1 ? deleted : ''), 'latin1');
  });
}
