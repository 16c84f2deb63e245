import { createHash } from 'node:crypto';
import { ready } from 'zpl-renderer-js';
import { describe, expect, it } from 'vitest';
import { drawZpl } from '../../../../src/compose/drivers/zpl/drawZpl.ts';
import { countLabels } from '../../../../src/dispatch/print/countLabels.ts';
import { storeGraphics } from '../../../../src/dispatch/print/storeGraphics.ts';
import { printZpl } from '../../../support/zplPrinter.ts';
import { fonts, listOf, textItem } from '../../compose/drivers/sampleList.ts';

function label(number: number): Uint8Array {
  const items = [
    textItem(20.25, 60, 'Őrségi Fűrészüzem', { size: 40, font: 'sans-bold' }),
    textItem(20, 130, `№ ${number}`, { size: 40 }),
    { kind: 'rect', x: 20, y: 150, width: 400, height: 60, fill: '#000000' } as const,
    textItem(30, 200, 'Győr', { size: 40, color: '#ffffff' }),
  ];
  return drawZpl(listOf(items, { unitsPerInch: 203, size: [480, 320] }), fonts);
}

const labels = Array.from({ length: 20 }, (_, number) => label(number));

/** A label drawn dot by dot, in short. */
function drawn(bytes: Uint8Array): string[] {
  return printZpl(bytes).map(({ dots }) => createHash('sha256').update(dots).digest('hex'));
}

describe('pictures that the labels of a stream share', () => {
  it('are sent once, recalled in each label and deleted behind the last', async () => {
    const stored = storeGraphics(labels);
    const bytes = Buffer.concat(stored);
    expect(bytes.length).toBeLessThan(Buffer.concat(labels).length * 0.7);
    expect(bytes.toString('latin1').match(/~DGR:PW[0-9A-Z]{6}\.GRF,/g)).toHaveLength(1);
    expect(bytes.toString('latin1').match(/\^XGR:PW[0-9A-Z]{6}\.GRF,1,1\^FS/g)).toHaveLength(20);
    expect(stored.map(countLabels)).toEqual(labels.map(() => 1));
    expect(drawn(bytes)).toEqual(drawn(Buffer.concat(labels)));
    const { api } = await ready;
    const [first, second] = await api.zplToBase64MultipleAsync(Buffer.concat(stored.slice(0, 2)).toString(), 60, 40, 8);
    expect(first).toBe(await api.zplToBase64Async(Buffer.from(label(0)).toString(), 60, 40, 8));
    expect(second).toBe(await api.zplToBase64Async(Buffer.from(label(1)).toString(), 60, 40, 8));
  });

  it('are not stored for a label by itself', () => {
    expect(storeGraphics([label(1)])).toEqual([label(1)]);
  });
});
