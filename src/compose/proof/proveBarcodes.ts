import { codeWidth } from '../barcodes/codeWidth.ts';
import { symbologies, type SymbologyEntry } from '../barcodes/symbologies.ts';
import type { BarcodeItem, Page } from '../displayList.ts';
import { type CodeReader, type CodeReading, loadCodeReader } from './codeReader.ts';
import { drawCode } from './drawCode.ts';
import type { Finding } from './finding.ts';
import { readCode128 } from './readCode128.ts';

/** Loads the decoder, so that the first document does not wait for it. */
export function prepareProof(): Promise<unknown> {
  return loadCodeReader();
}

/** A barcode and the page it stands on, from 1. */
export interface PlacedCode {
  readonly item: BarcodeItem;
  readonly page: number;
}

/**
 * Reads barcodes back from their modules and compares what a decoder finds with what each should say: the text, and the
 * symbology identifier (ISO/IEC 15424), which alone tells a GS1-128 from a Code 128 with the same digits. A symbology that the decoder does not know (docs/barcodes.md names them) is not proven here.
 *
 * Gives a finding for each code that does not: with its place, and what was read instead.
 */
export async function proveBarcodes(codes: readonly PlacedCode[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  let reader: CodeReader | undefined;
  for (const { item, page } of codes) {
    reader ??= await loadCodeReader();
    const finding = proveBarcode(item, page, reader);
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

/** The barcodes of a page. @param number of the page, from 1. */
export function codesOn({ items }: Page, number: number): PlacedCode[] {
  const codes: PlacedCode[] = [];
  for (const item of items) if (item.kind === 'barcode') codes.push({ item, page: number });
  return codes;
}

function proveBarcode(item: BarcodeItem, page: number, reader: CodeReader): Finding | null {
  const { read }: SymbologyEntry = symbologies[item.symbology];
  if (read === undefined) return null;
  const expected = read.as === undefined ? item.data : read.as(item.data);
  const says = (found: CodeReading | null): boolean =>
    found?.isValid === true && found.text === expected && read.identifier.test(found.symbologyIdentifier);
  const gs1 = read.gs1 === true;
  // What is not the expected Code 128 at once is for the general decoder to judge.
  if (read.format === 'Code128' && item.bars !== undefined && says(readCode128(item.bars, gs1))) return null;
  const { width, height } = drawCode(item, reader.canvas);
  const found = reader.read(width, height, read.format, gs1);
  if (says(found)) return null;
  return {
    code: 'barcode',
    page,
    x: item.x,
    y: item.y,
    width: codeWidth(item),
    height: item.height,
    sentence: `The ${item.symbology} on page ${page} should say "${item.data}", but ${describe(found)}.`,
    ...(item.line !== undefined && { line: item.line }),
  };
}

function describe(found: CodeReading | null): string {
  if (found === null) return 'a decoder finds no code';
  if (!found.isValid) return `a decoder fails: ${found.error}`;
  return `a decoder reads "${found.text}" (${found.symbologyIdentifier})`;
}
