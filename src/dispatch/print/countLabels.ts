const format = /\^XA([\s\S]*?)\^XZ/g;
/** Commands that put marks on a label (ZPL II Programming Guide): field data, recalled formats, graphics. */
const marks = /\^(?:FD|FV|FN|GB|GC|GD|GE|GF|GS|XG|IM|XF|SN|SF)/;
/** `^DF` stores the format instead of printing it; `^FX` is a comment up to the next command. */
const stores = /\^DF/;
const comment = /\^FX[^^~]*/g;
const quantity = /\^PQ(\d{1,8})/g;

/**
 * How many labels a printer makes of these bytes: every `^XA…^XZ` with marks in it, as often as its last `^PQ` says
 * ("^PQ Print Quantity"). The printer's counter moves by as many.
 */
export function countLabels(zpl: Uint8Array): number {
  const text = Buffer.from(zpl.buffer, zpl.byteOffset, zpl.byteLength).toString('latin1');
  let labels = 0;
  for (const [, body = ''] of text.matchAll(format)) {
    const commands = body.replaceAll(comment, '');
    if (stores.test(commands) || !marks.test(commands)) continue;
    labels += Math.max(1, Number([...commands.matchAll(quantity)].at(-1)?.[1] ?? '1'));
  }
  return labels;
}
