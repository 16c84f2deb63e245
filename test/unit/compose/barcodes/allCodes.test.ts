import { beforeAll, describe, expect, it } from 'vitest';
import { symbologies, type Symbology, type SymbologyEntry } from '../../../../src/compose/barcodes/symbologies.ts';
import type { DisplayList } from '../../../../src/compose/displayList.ts';
import { drawZpl } from '../../../../src/compose/drivers/zpl/drawZpl.ts';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';
import { codesOn, prepareProof, proveBarcodes, type PlacedCode } from '../../../../src/compose/proof/proveBarcodes.ts';
import { codeSamples } from './codeSamples.ts';

const names = Object.keys(symbologies) as Symbology[];
const fonts = createFontBook();

function markupOf(symbology: Symbology, root: string, end: string, more = ''): string {
  const { data, options = {} } = codeSamples[symbology];
  const text = data
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
  const settings = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  const attribute = settings.length === 0 ? '' : ` options="${settings.join(' ')}"`;
  return `${root}<barcode type="${symbology}" data="${text}"${attribute}${more}/>${end}`;
}

const onPaper = (symbology: Symbology): DisplayList =>
  layOut(
    parseMarkup(markupOf(symbology, '<document title="T" lang="en" size="200mm 100mm" margin="5mm">', '</document>')),
    fonts,
  );
const onLabel = (symbology: Symbology, dpi: number): DisplayList =>
  layOut(
    parseMarkup(markupOf(symbology, '<label title="T" lang="en" width="220mm" height="100mm">', '</label>')),
    fonts,
    { dpi },
  );

const codesOf = (list: DisplayList): PlacedCode[] => list.pages.flatMap((page, index) => codesOn(page, index + 1));

beforeAll(prepareProof);

describe('every symbology', () => {
  it.each(names)('%s stands on paper and on a label, and is proven', async (symbology) => {
    const paper = onPaper(symbology);
    expect(await proveBarcodes(codesOf(paper))).toEqual([]);
    for (const dpi of [203, 300]) {
      const label = onLabel(symbology, dpi);
      expect(await proveBarcodes(codesOf(label))).toEqual([]);
      const code = codesOf(label)[0]?.item;
      expect(Number.isInteger(code?.module)).toBe(true);
      for (const bar of code?.bars ?? []) expect((bar * (code?.module ?? 0)) % 1).toBeCloseTo(0, 6);
      expect(new TextDecoder().decode(drawZpl(label, fonts))).toMatch(/\^(?:GF|BC)/);
    }
  });

  it('a module that no print head shows is an error with its size', () => {
    const small = (root: string, end: string, module: string): (() => unknown) => {
      const markup = parseMarkup(markupOf('code128', root, end, ` module="${module}"`));
      return () => layOut(markup, fonts, { dpi: 203 });
    };
    const label = ['<label title="T" lang="en" width="200mm" height="60mm">', '</label>'] as const;
    expect(small(...label, '0.1mm')).toThrow(/barcode-too-small.*1 dot of a head of 203 dpi, at least 2 dots/u);
    expect(small(...label, '0.25mm')).not.toThrow();
    const page = ['<document title="T" lang="en">', '</document>'] as const;
    expect(small(...page, '0.1mm')).toThrow(/barcode-too-small.*0\.10 mm, at least 0\.12 mm/u);
  });

  it('has its quiet zone beside the bars', () => {
    for (const symbology of names) {
      const { quiet }: SymbologyEntry = symbologies[symbology];
      const code = codesOf(onPaper(symbology))[0]?.item;
      expect((code?.x ?? 0) + 0.001).toBeGreaterThan((5 * 72) / 25.4 + quiet[0] * (code?.module ?? 0));
    }
  });
});
