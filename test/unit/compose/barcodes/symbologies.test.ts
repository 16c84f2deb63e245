import { readFileSync } from 'node:fs';
import * as bwip from 'bwip-js';
import { describe, expect, it } from 'vitest';
import { encodeBarcode } from '../../../../src/compose/barcodes/encodeBarcode.ts';
import { symbologies, type Symbology, type SymbologyEntry } from '../../../../src/compose/barcodes/symbologies.ts';
import { symbologyNames, symbologyOf } from '../../../../src/compose/barcodes/symbologyNames.ts';
import { codeSamples } from './codeSamples.ts';

const names = Object.keys(symbologies) as Symbology[];
/** Of bwip-js: several colours; no codes of their own; other names of what is offered; drawing. */
const notOffered = ['ultracode', 'raw', 'symbol', 'd3aqr', 'code2of5', 'mands', 'rationalizedCodabar'];

describe('symbologies', () => {
  it('are all that bwip-js offers', () => {
    const drawing = new Set([
      'drawingSVG',
      'drawingZlibPng',
      'loadFont',
      'render',
      'toBuffer',
      'toSVG',
      'default',
      'request',
      'fixupOptions',
    ]);
    const offered = Object.entries(bwip)
      .filter(([name, value]) => typeof value === 'function' && !drawing.has(name))
      .map(([name]) => name.replace('gs1_', 'gs1-'));
    expect(offered.length).toBeGreaterThan(100);
    expect(offered.filter((name) => symbologyOf(name) === undefined && !notOffered.includes(name))).toEqual([]);
  });

  it.each(names)('%s encodes its sample', (symbology) => {
    const code = encodeBarcode({ symbology, ...codeSamples[symbology] });
    expect(code.width).toBeGreaterThan(8);
    expect(code.bars === undefined).toBe(code.matrix !== undefined);
    for (const row of code.matrix ?? []) expect(row.length).toBe(code.width);
  });

  it('know their short names', () => {
    expect(symbologyOf('aztec')).toBe('azteccode');
    expect(symbologyOf('aztek')).toBeUndefined();
    for (const name of symbologyNames) expect(symbologyOf(name)).toBeDefined();
  });

  it('stand in docs/barcodes.md with quiet zone and proof', () => {
    const page = readFileSync(new URL('../../../../docs/barcodes.md', import.meta.url), 'utf8');
    for (const name of names) {
      const entry: SymbologyEntry = symbologies[name];
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
      const cells = row.split('|').map((cell) => cell.trim());
      const proof =
        entry.read === undefined ? 'not proven' : name.endsWith('composite') ? 'linear part read back' : 'read back';
      expect([name, cells[3], cells[5], cells[6]]).toEqual([name, `${entry.module} mm`, proof, entry.standard]);
      expect(cells[2]?.match(/\d+/gu)?.map(Number)).toEqual(expect.arrayContaining([entry.quiet[0]]));
    }
  });
});
