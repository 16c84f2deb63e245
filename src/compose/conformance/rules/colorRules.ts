import type { Inspection } from '../inspectPdf.ts';
import { nameOf, type PdfDictionary, PdfReference, PdfStream, PdfString } from '../pdfValue.ts';
import type { Rule } from '../rule.ts';

const spaces: Readonly<Record<string, { readonly device: string; readonly components: number }>> = {
  'RGB ': { device: 'DeviceRGB', components: 3 },
  GRAY: { device: 'DeviceGray', components: 1 },
  CMYK: { device: 'DeviceCMYK', components: 4 },
};
/** Colours and transparency. */
export const colorRules: readonly Rule[] = [
  {
    id: 'output-intent',
    clause: 'ISO 19005-3 §6.2.3',
    says: 'There is a PDF/A output intent where colours need one, and all output intents share one profile.',
    *find(inspection) {
      const { file, pages } = inspection;
      const intents = intentsOf(inspection);
      const own = intents.filter((intent) => nameOf(intent.get('S')) === 'GTS_PDFA1');
      if (own.length === 0 && pages.some(({ content }) => content.deviceColors.size > 0)) {
        yield 'no output intent has S GTS_PDFA1';
      }
      for (const intent of own) {
        if (!(file.resolve(intent.get('DestOutputProfile')) instanceof PdfStream)) yield 'it has no profile';
        if (!(file.resolve(intent.get('OutputConditionIdentifier')) instanceof PdfString)) {
          yield 'it has no OutputConditionIdentifier';
        }
      }
      const profiles = intents.flatMap((intent) => {
        const profile = intent.get('DestOutputProfile');
        return profile instanceof PdfReference ? [profile.id] : [];
      });
      if (new Set(profiles).size > 1) yield `the output intents have the profiles ${profiles.join(', ')}`;
    },
  },
  {
    id: 'icc-profile',
    clause: 'ISO 19005-3 §6.2.3',
    says: 'The profile of the output intent is a valid ICC profile of a monitor or printer.',
    *find(inspection) {
      for (const intent of intentsOf(inspection)) {
        const stream = inspection.file.resolve(intent.get('DestOutputProfile'));
        if (stream instanceof PdfStream) yield* iccProblems(inspection.file.decode(stream), stream.dictionary);
      }
    },
  },
  {
    id: 'device-colors',
    clause: 'ISO 19005-3 §6.2.4.3',
    says: 'Colours of a device are those of the output intent.',
    *find(inspection) {
      const { file, pages } = inspection;
      const stream = intentsOf(inspection)
        .filter((intent) => nameOf(intent.get('S')) === 'GTS_PDFA1')
        .map((intent) => file.resolve(intent.get('DestOutputProfile')))
        .find((profile): profile is PdfStream => profile instanceof PdfStream);
      const space = stream === undefined ? '' : file.decode(stream).toString('latin1', 16, 20);
      const device = spaces[space]?.device;
      for (const { number, dictionary, content } of pages) {
        const defaults = file.dictionary(file.dictionary(dictionary.get('Resources'))?.get('ColorSpace'));
        for (const used of content.deviceColors) {
          const covered = used === device || (used === 'DeviceGray' && device !== undefined);
          if (!covered && defaults?.has(used.replace('Device', 'Default')) !== true)
            yield `page ${number} uses ${used}`;
        }
      }
    },
  },
  {
    id: 'transparency-space',
    clause: 'ISO 19005-3 §6.2.10',
    says: 'What is transparent blends in a known colour space.',
    *find(inspection) {
      const { file, pages } = inspection;
      if (intentsOf(inspection).some((intent) => nameOf(intent.get('S')) === 'GTS_PDFA1')) return;
      for (const { number, dictionary, content } of pages) {
        if (content.transparent && file.dictionary(dictionary.get('Group'))?.has('CS') !== true) {
          yield `page ${number} has transparency without a group colour space`;
        }
      }
    },
  },
];

function intentsOf({ file, catalog }: Inspection): PdfDictionary[] {
  return file.array(catalog.get('OutputIntents')).flatMap((one) => file.dictionary(one) ?? []);
}

/** ICC.1:2004-10 §7.2. */
function* iccProblems(profile: Buffer, dictionary: PdfDictionary): Generator<string> {
  if (profile.length < 132 || profile.toString('latin1', 36, 40) !== 'acsp') {
    yield 'it is no ICC profile';
    return;
  }
  if (profile.readUInt32BE(0) !== profile.length) yield 'its size is not what its header says';
  const kind = profile.toString('latin1', 12, 16);
  if (kind !== 'mntr' && kind !== 'prtr') yield `its class is ${kind}`;
  if ((profile[8] ?? 0) > 4) yield `its version is ${profile[8]}`;
  const name = profile.toString('latin1', 16, 20);
  const space = spaces[name];
  if (space === undefined) yield `its colour space is ${name}`;
  else if (dictionary.get('N') !== space.components) yield `N is not ${space.components}`;
  const count = profile.readUInt32BE(128);
  for (let index = 0; index < Math.min(count, 100); index += 1) {
    const entry = 132 + 12 * index;
    if (entry + 12 > profile.length) yield 'its tag table is cut off';
    else if (profile.readUInt32BE(entry + 4) + profile.readUInt32BE(entry + 8) > profile.length) {
      yield `its tag ${profile.toString('latin1', entry, entry + 4)} lies outside`;
    }
  }
}
