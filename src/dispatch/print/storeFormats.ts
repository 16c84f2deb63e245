import { commonSeries, fieldsOf, type LabelFields } from './commonFields.ts';
import { changesPlacesFreely, type FieldBand, bandReader } from './fieldBand.ts';
import { deleteObjects, objectName } from './objectName.ts';

const format = /\^XA[\s\S]*?\^XZ/g;
/** `^XFR:PW123456.ZPL^FS` in each label; what it takes to store a format and to delete it again. */
const recallBytes = 21;
const storeBytes = 60;

/** Labels that have a series of fields in common. */
interface Kin {
  common: readonly string[];
  readonly labels: number[];
}

/**
 * The labels of one stream with the fields that they share sent once: before the first label these are stored as a format
 * on the printer (^DF), each label begins with that format (^XF) and brings only its own fields, and behind the last one
 * the formats are deleted (^ID). ZPL II Programming Guide: "^DF Download Format" keeps commands as text, "^XF Recall
 * Format" puts that text into a label. So a label is drawn by the very commands that it was composed of, those that it
 * shares first. Where that could change a dot, at the height of fields that turn dots over or whiten them (^FR, ^GB…W), a
 * shared field stays in its label. A label may recall several formats, says the Guide; imitations take one, so it is one.
 *
 * The format names its character set (^CI28), because some printers read texts when they store them. What differs stays
 * as it is: ^FN takes text only, most of what differs on our labels is drawn in dots, and a code is placed and sized by
 * its data. As with stored graphics, nothing is relied on that an earlier stream left behind.
 */
export function storeFormats(labels: readonly Uint8Array[]): Uint8Array[] {
  const texts = labels.map((label) => Buffer.from(label.buffer, label.byteOffset, label.byteLength).toString('latin1'));
  const taken = texts.flatMap((text) => (text.match(format) ?? []).map(fieldsOf));
  const bandOf = bandReader(texts);
  const stored = new Map<string, string>();
  const shorter = new Map<number, string>();
  for (const kin of kinOf(taken)) {
    for (const [label, text] of recalled(kin, taken, stored, bandOf)) shorter.set(label, text);
  }
  if (stored.size === 0) return [...labels];
  let label = -1;
  const sent = texts.map((text) =>
    text.replaceAll(format, (whole) => {
      label += 1;
      return shorter.get(label) ?? whole;
    }),
  );
  const downloads = [...stored].map(([name, fields]) => `^XA^DF${name}^FS\n^CI28\n${fields}^XZ\n`).join('');
  return sent.map((text, index) =>
    Buffer.from(
      (index === 0 ? downloads : '') + text + (index === sent.length - 1 ? deleteObjects(stored.keys()) : ''),
      'latin1',
    ),
  );
}

/** Puts each label to those with which it saves most; one that has less than half in common with them begins anew. */
function kinOf(taken: readonly (LabelFields | null)[]): Kin[] {
  const all: Kin[] = [];
  for (const [label, parts] of taken.entries()) {
    if (parts === null) continue;
    let best: { kin: Kin; common: readonly string[]; gain: number } | null = null;
    for (const kin of all) {
      const common = commonSeries(kin.common, parts.fields);
      if (common.length * 2 < Math.min(kin.common.length, parts.fields.length)) continue;
      const gain = saving(common, kin.labels.length + 1) - saving(kin.common, kin.labels.length);
      if (gain > (best?.gain ?? 0)) best = { kin, common, gain };
    }
    if (best === null) all.push({ common: parts.fields, labels: [label] });
    else {
      best.kin.common = best.common;
      best.kin.labels.push(label);
    }
  }
  return all.filter(({ labels }) => labels.length > 1);
}

/** Bytes that are not sent when so many labels recall these fields. */
function saving(fields: readonly string[], labels: number): number {
  const bytes = fields.reduce((sum, field) => sum + field.length, 0);
  return labels < 2 ? 0 : (labels - 1) * bytes - labels * recallBytes - storeBytes;
}

/** The labels of one kin by their numbers, recalling what they share; the format for that is added to `stored`. */
function recalled(
  { common, labels }: Kin,
  taken: readonly (LabelFields | null)[],
  stored: Map<string, string>,
  bandOf: (field: string) => FieldBand,
): Map<number, string> {
  const parts = labels.map((label) => taken[label] ?? { head: '', fields: [], tail: '' });
  const runs = parts.map(({ fields }) => ownRuns(fields, common));
  const isFirst = drawnFirst(common, runs, bandOf);
  const shared = common.filter((_, at) => isFirst[at]);
  if (saving(shared, labels.length) <= 0) return new Map();
  const name = objectName(shared.join(''), 'ZPL');
  stored.set(name, shared.join(''));
  return new Map(
    labels.map((label, index) => {
      const { head, tail } = parts[index] ?? { head: '', tail: '' };
      const own = (runs[index] ?? []).map((run, at) => run.join('') + (isFirst[at] === false ? common[at] : ''));
      return [label, `${head}^XF${name}^FS\n${own.join('')}${tail}`];
    }),
  );
}

/** A label's own fields: those before the first field that it shares, before the second …, and behind the last. */
function ownRuns(fields: readonly string[], common: readonly string[]): string[][] {
  const runs: string[][] = [[]];
  for (const field of fields) {
    if (field === common[runs.length - 1]) runs.push([]);
    else runs.at(-1)?.push(field);
  }
  return runs;
}

/** Which shared fields may be drawn before all own ones: those that change places with none for which that matters. */
function drawnFirst(
  common: readonly string[],
  runs: readonly (readonly string[][])[],
  bandOf: (field: string) => FieldBand,
): boolean[] {
  const passed: FieldBand[] = [];
  return common.map((field, at) => {
    for (const own of new Set(runs.flatMap((run) => run[at] ?? []))) passed.push(bandOf(own));
    const band = bandOf(field);
    const isFirst = passed.every((other) => changesPlacesFreely(band, other));
    if (!isFirst) passed.push(band);
    return isFirst;
  });
}
