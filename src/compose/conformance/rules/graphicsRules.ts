import type { Inspection } from '../inspectPdf.ts';
import { nameOf, type PdfDictionary, type PdfValue } from '../pdfValue.ts';
import type { Rule } from '../rule.ts';

const intents = new Set(['RelativeColorimetric', 'AbsoluteColorimetric', 'Perceptual', 'Saturation']);
const blendModes = new Set([
  ...['Normal', 'Compatible', 'Multiply', 'Screen', 'Overlay', 'Darken', 'Lighten', 'ColorDodge', 'ColorBurn'],
  ...['HardLight', 'SoftLight', 'Difference', 'Exclusion', 'Hue', 'Saturation', 'Color', 'Luminosity'],
]);
const primaries = new Set(['Cyan', 'Magenta', 'Yellow', 'Black']);

/** Graphics states and pictures. */
export const graphicsRules: readonly Rule[] = [
  {
    id: 'graphics-state',
    clause: 'ISO 19005-3 §6.2.5, §6.2.10',
    says: 'Graphics states have no transfer functions and only the blend modes of ISO 32000-1.',
    *find(inspection) {
      const { file } = inspection;
      for (const [name, state] of statesOf(inspection)) {
        if (state.has('TR')) yield `${name} has TR`;
        if (state.has('TR2') && nameOf(file.resolve(state.get('TR2'))) !== 'Default') yield `${name} has TR2`;
        if (state.has('HTP')) yield `${name} has HTP`;
        const given = file.resolve(state.get('BM'));
        for (const one of Array.isArray(given) ? (given as readonly PdfValue[]) : [given]) {
          const mode = nameOf(file.resolve(one));
          if (mode !== undefined && !blendModes.has(mode)) yield `${name} blends by ${mode}`;
        }
      }
    },
  },
  {
    id: 'halftones',
    clause: 'ISO 19005-3 §6.2.5',
    says: 'Halftones are of type 1 or 5, without names and own transfer functions.',
    *find({ file, dictionaries }) {
      const colours = new Map<PdfDictionary, string>();
      for (const { dictionary } of dictionaries) {
        if (file.resolve(dictionary.get('HalftoneType')) !== 5) continue;
        for (const [colour, value] of dictionary) {
          const part = file.dictionary(value);
          if (part?.has('HalftoneType') === true) colours.set(part, colour);
        }
      }
      for (const { id, dictionary } of dictionaries) {
        if (!dictionary.has('HalftoneType')) continue;
        const kind = file.resolve(dictionary.get('HalftoneType'));
        if (kind !== 1 && kind !== 5) yield `halftone ${id} is of another type`;
        if (dictionary.has('HalftoneName')) yield `halftone ${id} has a name`;
        const colour = colours.get(dictionary);
        if (colour === 'Default') continue;
        const isPrimary = colour === undefined || primaries.has(colour);
        if (isPrimary === dictionary.has('TransferFunction')) {
          yield `halftone ${id} ${isPrimary ? 'has a' : 'lacks the'} transfer function`;
        }
      }
    },
  },
  {
    id: 'rendering-intents',
    clause: 'ISO 19005-3 §6.2.6',
    says: 'Rendering intents are those of ISO 32000-1.',
    *find(inspection) {
      const { file, pages, streams } = inspection;
      const said = [
        ...pages.flatMap(({ number, content }) => content.intents.map((one) => [`page ${number}`, one] as const)),
        ...pages.flatMap(({ number, content }) =>
          content.inline.flatMap((entries) => {
            const intent = nameOf(entries.get('Intent'));
            return intent === undefined ? [] : [[`a picture on page ${number}`, intent] as const];
          }),
        ),
        ...streams.flatMap(({ id, stream: { dictionary } }) => {
          const intent = nameOf(file.resolve(dictionary.get('Intent')));
          const isPicture = nameOf(dictionary.get('Subtype')) === 'Image';
          return isPicture && intent !== undefined ? [[`picture ${id}`, intent] as const] : [];
        }),
        ...[...statesOf(inspection)].flatMap(([name, state]) => {
          const intent = nameOf(file.resolve(state.get('RI')));
          return intent === undefined ? [] : [[name, intent] as const];
        }),
      ];
      for (const [where, intent] of said) if (!intents.has(intent)) yield `${where} has ${intent}`;
    },
  },
  {
    id: 'picture-depth',
    clause: 'ISO 19005-3 §6.2.8',
    says: 'A picture has 1, 2, 4, 8 or 16 bits a component, a mask one.',
    *find({ file, streams }) {
      for (const { id, stream } of streams) {
        if (nameOf(stream.dictionary.get('Subtype')) !== 'Image') continue;
        const bits = file.resolve(stream.dictionary.get('BitsPerComponent'));
        if (bits === null) continue;
        const isMask = file.resolve(stream.dictionary.get('ImageMask')) === true;
        if (isMask ? bits !== 1 : ![1, 2, 4, 8, 16].includes(bits as number)) yield `picture ${id} has other depths`;
      }
    },
  },
];

/** Graphics states that resources name, of pages, forms, patterns and glyphs. */
function* statesOf({ file, dictionaries }: Inspection): Generator<readonly [string, PdfDictionary]> {
  const seen = new Set<PdfDictionary>();
  for (const { dictionary } of dictionaries) {
    for (const [name, value] of file.dictionary(dictionary.get('ExtGState')) ?? []) {
      const state = file.dictionary(value);
      if (state === undefined || seen.has(state)) continue;
      seen.add(state);
      yield [name, state];
    }
  }
}
