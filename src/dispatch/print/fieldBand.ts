/** Between which rows of dots a field draws, and whether it matters what was drawn there before. */
export interface FieldBand {
  readonly top: number;
  readonly bottom: number;
  /** ^FR turns dots over, ^GB in white takes them away; everything else only adds black dots, in whatever order. */
  readonly matters: boolean;
}

const everywhere = { top: Number.NEGATIVE_INFINITY, bottom: Number.POSITIVE_INFINITY };

/** Whether the order of two fields makes no difference. */
export function changesPlacesFreely(one: FieldBand, other: FieldBand): boolean {
  return !(one.matters || other.matters) || one.bottom <= other.top || other.bottom <= one.top;
}

/**
 * Reads the band of a field, rather too wide than too narrow (ZPL II Programming Guide: ^FO places the upper edge and ^FT
 * the base line; heights are the first number of ^A, the second of ^GB and of ^BC, and the rows of ^GF and ~DG).
 *
 * @param stream the labels, for the pictures that are downloaded in it.
 */
export function bandReader(stream: readonly string[]): (field: string) => FieldBand {
  const rows = new Map<string, number>();
  for (const text of stream) {
    for (const [, name = '', total, stride] of text.matchAll(/~DG([^,]+),(\d+),(\d+),/g)) {
      rows.set(name, Number(total) / Number(stride));
    }
  }
  const known = new Map<string, FieldBand>();
  return (field) => {
    const band = known.get(field) ?? bandOf(field, rows);
    known.set(field, band);
    return band;
  };
}

function bandOf(field: string, rows: ReadonlyMap<string, number>): FieldBand {
  const matters = field.includes('^FR') || /\^GB[^^]*,W/.test(field);
  const [, upper] = /^\^FO\d+,(\d+)/.exec(field) ?? [];
  const height = heightOf(field, rows);
  if (upper !== undefined && height !== null) {
    return { top: Number(upper), bottom: Number(upper) + height, matters };
  }
  const [, base, letters] = /^\^FT\d+,(\d+)(?:\^FR)?\^A0N,(\d+)/.exec(field) ?? [];
  if (base === undefined) return { ...everywhere, matters };
  // Letters stand above their base line and hang below it, by less than their height.
  return { top: Number(base) - 2 * Number(letters), bottom: Number(base) + Number(letters), matters };
}

function heightOf(field: string, rows: ReadonlyMap<string, number>): number | null {
  const [, total, stride] = /\^GFA,\d+,(\d+),(\d+),/.exec(field) ?? [];
  if (total !== undefined) return Number(total) / Number(stride);
  const [, name] = /\^XG([^,^]+),1,1\^FS/.exec(field) ?? [];
  if (name !== undefined) return rows.get(name) ?? null;
  const [, width, height, thickness] = /\^GB(\d+),(\d+),(\d+)/.exec(field) ?? [];
  if (width !== undefined) return Math.max(Number(height), Number(thickness));
  const [, bars] = /\^BCN,(\d+),N,/.exec(field) ?? [];
  return bars === undefined ? null : Number(bars);
}
