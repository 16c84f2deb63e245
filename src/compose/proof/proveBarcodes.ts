import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReaderOptions, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import type { BarcodeItem, DisplayList, Symbology } from '../displayList.ts';
import { bitmapOfCode } from './bitmapOfCode.ts';
import type { Finding } from './finding.ts';

/**
 * What a decoder must find: the format, how the text is written, and the symbology identifier (ISO/IEC 15424), which
 * alone tells a GS1-128 from a Code 128 with the same digits.
 */
interface Expectation {
  readonly options: ReaderOptions;
  readonly identifier: RegExp;
}

/** The bitmap is exactly the code, upright and sharp, so that the reader need not search. */
const upright: ReaderOptions = {
  tryHarder: false,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: false,
  isPure: true,
  binarizer: 'FixedThreshold',
  maxNumberOfSymbols: 1,
};

const expectations: Readonly<Record<Symbology, Expectation>> = {
  code128: { options: { ...upright, formats: ['Code128'], textMode: 'Plain' }, identifier: /^\]C0$/ },
  'gs1-128': { options: { ...upright, formats: ['Code128'], textMode: 'HRI' }, identifier: /^\]C1$/ },
  qrcode: { options: { ...upright, formats: ['QRCode'], textMode: 'Plain' }, identifier: /^\]Q/ },
};

let reader: Promise<unknown> | undefined;

/** Loads the decoder from the installed package; its default would fetch it from the network. */
export function prepareProof(): Promise<unknown> {
  reader ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).then((bytes) =>
    prepareZXingModule({
      overrides: { wasmBinary: Uint8Array.from(bytes).buffer },
      fireImmediately: true,
    }),
  );
  return reader;
}

/**
 * Reads every barcode of a display list back from its modules and compares what a decoder finds with what the code
 * should say.
 *
 * Gives a finding for each code that does not: with its place, and what was read instead.
 */
export async function proveBarcodes(list: DisplayList): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [index, page] of list.pages.entries()) {
    for (const item of page.items) {
      const finding = item.kind === 'barcode' ? await proveBarcode(item, index + 1) : null;
      if (finding !== null) findings.push(finding);
    }
  }
  return findings;
}

async function proveBarcode(item: BarcodeItem, page: number): Promise<Finding | null> {
  await prepareProof();
  const { options, identifier } = expectations[item.symbology];
  const [read] = await readBarcodes(bitmapOfCode(item), options);
  if (read?.isValid === true && read.text === item.data && identifier.test(read.symbologyIdentifier)) return null;
  const { x, y, height, line } = item;
  return {
    code: 'barcode',
    page,
    x,
    y,
    width: item.module * (item.matrix?.[0]?.length ?? (item.bars ?? []).reduce((sum, bar) => sum + bar, 0)),
    height,
    sentence: `The ${item.symbology} on page ${page} should say "${item.data}", but ${describe(read)}.`,
    ...(line !== undefined && { line }),
  };
}

function describe(read: ReadResult | undefined): string {
  if (read === undefined) return 'a decoder finds no code';
  if (!read.isValid) return `a decoder fails: ${read.error}`;
  return `a decoder reads "${read.text}" (${read.symbologyIdentifier})`;
}
