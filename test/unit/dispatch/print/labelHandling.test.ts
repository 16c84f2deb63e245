import { describe, expect, it } from 'vitest';
import { graphicsOf, handleLabel } from '../../../../src/dispatch/print/labelHandling.ts';
import type { LabelHandling } from '../../../../src/model/device.ts';

const unset: LabelHandling = {
  tracking: null,
  finishing: null,
  speed: null,
  darkness: null,
  gapMm: null,
  method: null,
  shiftXMm: null,
  shiftYMm: null,
  upsideDown: false,
};
const all: LabelHandling = {
  tracking: 'mark',
  finishing: 'cut',
  speed: 6,
  darkness: 9,
  gapMm: 2.5,
  method: 'thermal-transfer',
  shiftXMm: 1,
  shiftYMm: -2,
  upsideDown: true,
};

function handled(text: string, format: 'zpl' | 'tspl' | 'pdf', handling: LabelHandling | null, copies = 1): string {
  const settings = { handling, copies, dpi: 203 };
  return Buffer.from(handleLabel(Buffer.from(text, 'latin1'), format, settings)).toString('latin1');
}

describe('the settings of a device in a label', () => {
  it('are said in ZPL right behind the beginning of each label', () => {
    const two = '^XA\n^FDa^FS\n^XZ\n^XA\n^FDb^FS\n^XZ\n';
    const inside = '^MNM^MMC^MTT^PR6^LS-8^LT-16^POI^PQ3,0,0,N';
    expect(handled(two, 'zpl', all, 3)).toBe(`~SD09\n^XA${inside}\n^FDa^FS\n^XZ\n^XA${inside}\n^FDb^FS\n^XZ\n`);
  });

  it('are said in TSPL before the image buffer is emptied; dots that look like commands are left alone', () => {
    const dots = 'CLS\r\nPRINT 1,1\r\n';
    const one = `SIZE 1 mm,1 mm\r\nCLS\r\nBITMAP 1,2,1,${dots.length},1,${dots}\r\nPRINT 1,1\r\n`;
    const settings = [
      'BLINE 2.5 mm,0 mm',
      'SET PEEL OFF',
      'SET TEAR OFF',
      'SET CUTTER 1',
      'SET RIBBON ON',
      'SPEED 6',
      'DENSITY 5',
      'REFERENCE 8,0',
      'SHIFT -16',
      'DIRECTION 1,0',
    ].join('\r\n');
    const handledOne = `SIZE 1 mm,1 mm\r\n${settings}\r\nCLS\r\nBITMAP 1,2,1,${dots.length},1,${dots}\r\nPRINT 1,3\r\n`;
    expect(handled(one + one, 'tspl', all, 3)).toBe(handledOne + handledOne);
  });

  it.each([
    ['gap', '^MNW', 'GAP 3 mm,0 mm'],
    ['mark', '^MNM', 'BLINE 3 mm,0 mm'],
    ['continuous', '^MNN', 'GAP 0 mm,0 mm'],
  ] as const)('find the edge of a label by %s', (tracking, zpl, tspl) => {
    expect(handled('^XA^XZ', 'zpl', { ...unset, tracking })).toBe(`^XA${zpl}^PON^XZ`);
    expect(handled('CLS\r\n', 'tspl', { ...unset, tracking })).toBe(`${tspl}\r\nCLS\r\n`);
  });

  it.each([
    ['tear-off', '^MMT', 'SET TEAR ON'],
    ['peel', '^MMP', 'SET PEEL ON'],
  ] as const)('finish a label by %s', (finishing, zpl, tspl) => {
    expect(handled('^XA^XZ', 'zpl', { ...unset, finishing })).toContain(zpl);
    expect(handled('CLS\r\n', 'tspl', { ...unset, finishing })).toContain(tspl);
  });

  it('stay within what the printer takes', () => {
    const much = { ...unset, speed: 99, darkness: 99, shiftYMm: 99 };
    expect(handled('^XA^XZ', 'zpl', much)).toBe('~SD30\n^XA^PR14^LT120^PON^XZ');
    expect(handled('CLS\r\n', 'tspl', much)).toBe('SPEED 18\r\nDENSITY 15\r\nSHIFT 203\r\nCLS\r\n');
  });

  it('are not said where nothing is set, and never in a PDF', () => {
    expect(handled('^XA^XZ', 'zpl', null)).toBe('^XA^XZ');
    expect(handled('^XA', 'pdf', all, 2)).toBe('^XA');
  });

  it('are said of graphics in the address of the device', () => {
    expect(graphicsOf('socket://10.0.0.7:9100')).toBeNull();
    expect(graphicsOf('socket://10.0.0.7:9100?graphics=z64')).toBe('z64');
    expect(graphicsOf('socket://10.0.0.7:9100?status=none&graphics=stored')).toBe('stored');
    expect(graphicsOf('socket://10.0.0.7:9100?graphics=pretty')).toBeNull();
  });
});
