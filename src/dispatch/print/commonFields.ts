/** A label format taken apart: what sets the printer, the fields in the order in which they are drawn, and its end. */
export interface LabelFields {
  readonly head: string;
  readonly fields: readonly string[];
  readonly tail: string;
}

/**
 * A field that means the same wherever it stands in a label: a place, then text with its font, a bar code with its module
 * width (^BY would else go on from the field before), a box or a graphic (ZPL II Programming Guide: ^FO, ^FT, ^FR, ^A,
 * ^BY, ^BC, ^FH, ^FD, ^GB, ^GF, ^XG). Field data never holds a caret or a tilde: they are written in hex behind ^FH.
 */
const field =
  /\^F[OT]\d+,\d+(?:\^FR)?(?:\^A0N[^^~]*|\^BY[^^~]*\^BCN[^^~]*|\^G[BF][^^~]*|\^XG[^^~]*)(?:\^FR)?(?:\^FH)?(?:\^FD[^^~]*)?\^FS\n?/y;
/** Any begin of a field: behind the fields that are known there must be none. */
const anyField = /\^F[OT]/;

/** @returns null for a label that is not UTF-8 (^CI28), or has something between its fields that is not known here. */
export function fieldsOf(format: string): LabelFields | null {
  const first = format.search(anyField);
  if (first < 0 || !format.slice(0, first).includes('^CI28')) return null;
  const fields: string[] = [];
  let at = first;
  for (;;) {
    field.lastIndex = at;
    const [found] = field.exec(format) ?? [];
    if (found === undefined) break;
    fields.push(found);
    at += found.length;
  }
  const tail = format.slice(at);
  return fields.length === 0 || anyField.test(tail) ? null : { head: format.slice(0, first), fields, tail };
}

/** The longest series of fields that both have in the same order (Wagner and Fischer's table). */
export function commonSeries(one: readonly string[], other: readonly string[]): string[] {
  const columns = other.length + 1;
  const lengths = new Uint16Array((one.length + 1) * columns);
  for (let row = one.length - 1; row >= 0; row -= 1) {
    for (let column = other.length - 1; column >= 0; column -= 1) {
      const at = row * columns + column;
      lengths[at] =
        one[row] === other[column]
          ? (lengths[at + columns + 1] ?? 0) + 1
          : Math.max(lengths[at + columns] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  const series: string[] = [];
  for (let row = 0, column = 0; row < one.length && column < other.length; ) {
    const drawn = one[row] ?? '';
    const at = row * columns + column;
    if (drawn === other[column]) {
      series.push(drawn);
      row += 1;
      column += 1;
    } else if ((lengths[at + columns] ?? 0) >= (lengths[at + 1] ?? 0)) row += 1;
    else column += 1;
  }
  return series;
}
