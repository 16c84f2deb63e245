import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBarcode } from '../../src/compose/barcodes/encodeBarcode.ts';
import { symbologies, type Symbology, type SymbologyEntry } from '../../src/compose/barcodes/symbologies.ts';
import type { BarcodeItem } from '../../src/compose/displayList.ts';
import { prepareProof, proveBarcodes } from '../../src/compose/proof/proveBarcodes.ts';
import { PostwerkError } from '../../src/errors.ts';

const names = Object.keys(symbologies) as Symbology[];

function itemOf(symbology: Symbology, data: string, options: Record<string, string> = {}): BarcodeItem {
  const encoded = encodeBarcode({ symbology, data, ...(Object.keys(options).length > 0 && { options }) });
  const { bars, matrix } = encoded;
  const { shape }: SymbologyEntry = symbologies[symbology];
  return {
    kind: 'barcode',
    symbology,
    data: encoded.data,
    x: 0,
    y: 0,
    module: 1,
    height: matrix?.length ?? 30,
    alt: '',
    ...(bars && { bars }),
    ...(matrix && { matrix }),
    ...(shape === 'hexagons' && { hexagons: true }),
  };
}

async function sentencesOf(item: BarcodeItem): Promise<string[]> {
  const findings = await proveBarcodes([{ item, page: 1 }]);
  return findings.map(({ sentence }) => sentence);
}

/** Printable text of many scripts, as documents hold it. */
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }).filter((text) => !/\p{Cc}/u.test(text));

beforeAll(prepareProof);

describe('barcodes', () => {
  it('a QR code of any text reads back as the text, at any level', async () => {
    const level = fc.constantFrom('L', 'M', 'Q', 'H');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(words, fc.stringMatching(/^[0-9A-Z $%*+./:-]{1,200}$/)),
        level,
        async (text, eclevel) => {
          expect(await sentencesOf(itemOf('qrcode', text, { eclevel }))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('a Code 128 of any printable text reads back as the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[ -~]{1,60}$/), async (text) => {
        expect(await sentencesOf(itemOf('code128', text))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('any symbology takes a text or says why not, and what it takes reads back', async () => {
    const text = fc.oneof(fc.stringMatching(/^[0-9]{1,14}$/), fc.stringMatching(/^[ -~]{1,20}$/), words);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), text, async (symbology, data) => {
        let item: BarcodeItem;
        try {
          item = itemOf(symbology, data);
        } catch (error) {
          expect(error).toBeInstanceOf(PostwerkError);
          expect((error as PostwerkError).code).toBe('compose.barcode-invalid');
          return;
        }
        for (const row of item.matrix ?? []) expect(row.length).toBe(item.matrix?.[0]?.length);
        // What does not read back is found before it leaves; it must not be an exception.
        const sentences = await sentencesOf(item);
        expect(sentences.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 400 },
    );
  });
});
