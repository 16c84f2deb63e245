import { ready } from 'zpl-renderer-js';
import { describe, expect, it } from 'vitest';
import { drawZpl } from '../../../../src/compose/drivers/zpl/drawZpl.ts';
import { countLabels } from '../../../../src/dispatch/print/countLabels.ts';
import { handleLabel } from '../../../../src/dispatch/print/labelHandling.ts';
import { stampZpl } from '../../../../src/dispatch/print/stampZpl.ts';
import { storeFormats } from '../../../../src/dispatch/print/storeFormats.ts';
import { storeGraphics } from '../../../../src/dispatch/print/storeGraphics.ts';
import { printZpl, type ZplLabel } from '../../../support/zplPrinter.ts';
import { barcodeItem, fonts, listOf, textItem } from '../../compose/drivers/sampleList.ts';

function label(number: number, site = 'Linz'): Uint8Array {
  const items = [
    textItem(20, 60, 'Stückgut', { size: 40, font: 'sans-bold' }),
    textItem(20, 130, `${number} von 20`, { size: 40 }),
    { kind: 'line', x1: 20, y1: 140, x2: 400, y2: 140, width: 3, color: '#000000' } as const,
    { kind: 'rect', x: 20, y: 150, width: 400, height: 60, fill: '#000000' } as const,
    textItem(30, 200, site, { size: 40, color: '#ffffff' }),
    barcodeItem(20, 220, 'code128', String(203000 + number), 2),
  ];
  return drawZpl(listOf(items, { unitsPerInch: 203, size: [480, 320] }), fonts);
}

const plain = (code: number): string => `^XA^CI28^PW480^LL320^LH0,0\n^FO20,20^GB400,3,3^FS\n${code}^XZ`;

/** What a printer makes of it: dots, and texts in its own font in whatever order. */
function drawn(labels: readonly Uint8Array[]): object[] {
  return printZpl(Buffer.concat(labels)).map(({ dots, texts }: ZplLabel) => ({
    dots: Buffer.from(dots).toString('base64'),
    texts: texts.map((text) => JSON.stringify(text)).toSorted(),
  }));
}

describe('fields that the labels of a stream share', () => {
  const labels = Array.from({ length: 20 }, (_, number) => label(number + 1));

  it('are stored once as a format, recalled in each label and deleted behind the last', () => {
    const stored = storeFormats(labels);
    const text = Buffer.concat(stored).toString('latin1');
    const names = [...text.matchAll(/\^XA\^DF(R:PW[0-9A-Z]{6}\.ZPL)\^FS/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(text.split(`^XF${name}^FS`)).toHaveLength(21);
      expect(text.slice(text.lastIndexOf('^XA'))).toContain(`^ID${name}^FS`);
    }
    expect(text.length).toBeLessThan(Buffer.concat(labels).length * 0.8);
    expect(stored.map(countLabels)).toEqual(labels.map(() => 1));
    expect(drawn(stored)).toEqual(drawn(labels));
  });

  it('are drawn alike by zpl-renderer-js', async () => {
    const { api } = await ready;
    const stored = storeFormats(labels.slice(0, 3));
    const pictures = await api.zplToBase64MultipleAsync(Buffer.concat(stored).toString(), 60, 40, 8);
    for (const [index, number] of [1, 2, 3].entries()) {
      expect(pictures[index]).toBe(await api.zplToBase64Async(Buffer.from(label(number)).toString(), 60, 40, 8));
    }
  });

  it('are not stored for a label by itself, nor for labels that have too little in common', () => {
    expect(storeFormats([label(1)])).toEqual([label(1)]);
    const strangers = [label(1), Buffer.from(plain(1)), Buffer.from('^XA^FDx^FS^XZ')];
    expect(storeFormats(strangers)).toEqual(strangers);
  });

  it('are stored for each kind of label in a mixed stream', () => {
    const mixed = labels.flatMap((bytes, index) => [
      bytes,
      Buffer.from(
        `^XA\n^CI28\n^PW300\n^LL200\n^LH0,0\n^FO9,9^GB200,2,2^FS\n${'^FT9,60^A0N,20,20^FDthe same on all of these^FS\n'.repeat(3)}^FT9,90^A0N,20,20^FD${index}^FS\n^XZ\n`,
      ),
    ]);
    const stored = storeFormats(mixed);
    expect(Buffer.concat(stored).length).toBeLessThan(Buffer.concat(mixed).length * 0.75);
    expect(drawn(stored)).toEqual(drawn(mixed));
  });

  it('keep their place where the order matters: white on black, and white boxes', () => {
    const rules = [92, 94, 96, 98].map((y) => `^FO0,${y}^GB90,1,1,B^FS\n`).join('');
    const box = (width: number): string =>
      `^XA\n^CI28\n^PW100\n^LL100\n^LH0,0\n^FO0,0^GB90,90,9,B^FS\n^FO5,5^GB${width},20,20,B^FS\n^FO0,0^GB60,60,60,W^FS\n^FO9,9^FR^GB50,12,12,B^FS\n^FO1,70^GB${width},2,2,B^FS\n^FO3,60^FR^GB${width},30,30,B^FS\n^FO7,50^GB70,50,50,B^FS\n${rules}^XZ\n`;
    const boxes = Array.from({ length: 60 }, (_, number) => Buffer.from(box(20 + number)));
    const stored = storeFormats(boxes);
    expect(Buffer.concat(stored).toString().match(/\^XF/g)).toHaveLength(60);
    expect(drawn(stored)).toEqual(drawn(boxes));
  });

  it('go with the settings, copies and id of each label', () => {
    const handling = {
      tracking: 'gap',
      finishing: 'cut',
      method: null,
      speed: 4,
      darkness: 12,
      gapMm: null,
      shiftXMm: null,
      shiftYMm: null,
      upsideDown: false,
    } as const;
    const sent = labels.map((bytes, index) =>
      stampZpl(handleLabel(bytes, 'zpl', { handling, copies: 2, dpi: 203 }), `delivery-${index}`),
    );
    const stored = storeFormats(storeGraphics(sent));
    expect(stored.map(countLabels)).toEqual(labels.map(() => 2));
    for (const [index, bytes] of stored.entries()) {
      const text = Buffer.from(bytes).toString('latin1');
      expect(text).toContain(`^XA^FXpostwerk delivery-${index}^FS^MNW^MMC^PR4^PON^PQ2,0,0,N`);
      expect(text.match(/~SD12/g)).toHaveLength(1);
    }
  });
});
