import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ComposeRequest, createComposer } from '../../src/compose/composeDocument.ts';
import { countLabels } from '../../src/dispatch/print/countLabels.ts';
import { storeFormats } from '../../src/dispatch/print/storeFormats.ts';
import { storeGraphics } from '../../src/dispatch/print/storeGraphics.ts';
import { openPrinterMemory } from '../../src/landscape/sinks/printerMemory.ts';
import { openZplStream } from '../../src/landscape/sinks/zplStream.ts';
import { printZpl, type ZplLabel } from '../support/zplPrinter.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const place = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }));
const reversed = fc.constantFrom('', '', '^FR');
const digits = (size: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: size * 2, maxLength: size * 2 });
/** Fields as the driver writes them, many on one another: boxes black and white, pictures, texts, codes, turned over. */
const field = fc.oneof(
  fc
    .tuple(place, reversed, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom('B', 'W'))
    .map(([[x, y], over, width, height, color]) => `^FO${x},${y}${over}^GB${width},${height},3,${color}^FS\n`),
  fc.tuple(place, reversed, digits(12)).map(([[x, y], over, data]) => `^FO${x},${y}${over}^GFA,12,12,2,${data}^FS\n`),
  fc.tuple(place, digits(150)).map(([[x, y], data]) => `^FO${x},${y}^GFA,150,150,5,${data}^FS\n`),
  fc
    .tuple(place, reversed, fc.constantFrom('Güter', '^FH', 'Gewicht'))
    .map(([[x, y], over, text]) => `^FT${x},${y}^A0N,9,9${over}${text === '^FH' ? '^FH^FD_5E_7E' : `^FD${text}`}^FS\n`),
  fc.tuple(place, fc.nat(999)).map(([[x, y], number]) => `^FO${x},${y}^BY1,3,9^BCN,9,N,N,N,N^FD>:${number}^FS\n`),
);
/** Labels that take their fields from one or two plans, leaving some out and adding some of their own. */
const streams = fc
  .array(fc.array(field, { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 2 })
  .chain((plans) =>
    fc.array(
      fc
        .tuple(fc.nat(plans.length - 1), fc.array(fc.nat(9), { maxLength: 14 }), fc.array(field, { maxLength: 4 }))
        .map(([which, kept, own]) => {
          const fields = (plans[which] ?? []).flatMap((planned, at) => {
            if (kept[at] === 0) return [];
            return kept[at] === 1 ? [own[at % 4] ?? '', planned] : [planned];
          });
          return Buffer.from(`^XA\n^CI28\n^PW90\n^LL90\n^LH0,0\n${[...fields, ...own].join('')}^XZ\n`);
        }),
      { minLength: 1, maxLength: 12 },
    ),
  );

/** What comes out: dots, and the texts in the printer's own font in whatever order. */
function drawn(bytes: Uint8Array): object[] {
  return printZpl(bytes).map(({ dots, texts }: ZplLabel) => ({
    dots: Buffer.from(dots).toString('base64'),
    texts: texts.map((text) => JSON.stringify(text)).toSorted(),
  }));
}

/** The labels that the virtual printer takes out of a stream. */
function taken(stream: Uint8Array): Buffer[] {
  const memory = openPrinterMemory();
  return openZplStream()
    .push(Buffer.from(stream))
    .flatMap((part) => {
      if (part.kind === 'graphic') memory.keepGraphic(part.parameters);
      if (part.kind !== 'label') return [];
      const label = memory.take(part.bytes);
      return countLabels(part.bytes) > 0 ? [label] : [];
    });
}

it('a stream with stored formats and graphics prints the same labels, one for one, and is never longer', () => {
  let shortened = 0;
  fc.assert(
    fc.property(streams, (labels) => {
      const plain = Buffer.concat(labels);
      for (const sent of [storeFormats(labels), storeFormats(storeGraphics(labels))]) {
        const stream = Buffer.concat(sent);
        if (stream.includes('^XF')) shortened += 1;
        expect(drawn(stream)).toEqual(drawn(plain));
        expect(drawn(Buffer.concat(taken(stream)))).toEqual(drawn(plain));
        expect(sent.map(countLabels)).toEqual(labels.map(countLabels));
      }
      expect(Buffer.concat(storeFormats(labels)).length).toBeLessThanOrEqual(plain.length);
    }),
    { numRuns: 200 },
  );
  expect(shortened).toBeGreaterThan(50);
});

it.each([
  ['de', 203],
  ['hu', 203],
  ['ar', 300],
  ['ka', 203],
  ['zh-Hans', 600],
] as const)(
  'a shipment of 20 labels (%s, %d dpi) is shorter with formats than with pictures alone',
  async (locale, dpi) => {
    const composer = await createComposer({ templatesDir: `${root}templates`, localesDir: `${root}locales` });
    const { documents } = JSON.parse(readFileSync(`${root}samples/shipping-labels-${locale}.json`, 'utf8')) as {
      documents: { type: ComposeRequest['type']; message: Record<string, unknown> }[];
    };
    const labels = Array.from({ length: 20 }, (_, index) => {
      const { type, message } = documents[0] ?? { type: 'shipping-label', message: {} };
      const unit = { index: index + 1, count: 20 };
      const request: ComposeRequest = {
        ...{ type, locale, dpi, sender: null, formats: ['zpl'] },
        message: { ...message, unit, sscc: sscc(3_011_840 + index) } as unknown as ComposeRequest['message'],
      };
      return composer.draw(request, 'zpl', composer.layOut(request));
    });
    const [plain, pictures, both] = [labels, storeGraphics(labels), storeFormats(storeGraphics(labels))].map((sent) =>
      Buffer.concat(sent),
    ) as [Buffer, Buffer, Buffer];
    expect(both.length).toBeLessThan(pictures.length * 0.8);
    expect(both.length).toBeLessThan(plain.length * 0.45);
    expect(drawn(both)).toEqual(drawn(plain));
  },
);

function sscc(serial: number): string {
  const body = `3901234500${serial}`;
  const sum = Array.from(body).reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return body + ((10 - (sum % 10)) % 10);
}
