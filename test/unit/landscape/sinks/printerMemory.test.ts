import { expect, it } from 'vitest';
import { openPrinterMemory } from '../../../../src/landscape/sinks/printerMemory.ts';

const take = (memory: ReturnType<typeof openPrinterMemory>, format: string): string =>
  memory.take(Buffer.from(format)).toString();

it('writes out what a label recalls, formats within which graphics are recalled too', () => {
  const memory = openPrinterMemory();
  memory.keepGraphic('R:A.GRF,2,1,FF:\n');
  const stored = '^XA^DFR:F.ZPL^FS\n^FO1,1^GB9,9,9^FS\n^FO5,5^XGR:A.GRF,1,1^FS\n^XZ';
  expect(take(memory, stored)).toBe(stored);
  expect(take(memory, '^XA^XFR:F.ZPL^FS^FO2,2^FDx^FS^XZ')).toBe(
    '^XA^FO1,1^GB9,9,9^FS\n^FO5,5^GFA,2,2,1,FF:^FS^FO2,2^FDx^FS^XZ',
  );
});

it('leaves out what was deleted, never stored, or lost with the power', () => {
  const memory = openPrinterMemory();
  memory.keepGraphic('R:A.GRF,1,1,FF');
  memory.keepGraphic('R:B.GRF,1,1,FF');
  take(memory, '^XA^IDR:A.GRF^FS^XZ');
  const label = '^XA^XFR:F.ZPL^FS^FO1,1^XGR:A.GRF,1,1^FS^FO2,2^XGR:B.GRF,1,1^FS^XZ';
  expect(take(memory, label)).toBe('^XA^FO1,1^FS^FO2,2^GFA,1,1,1,FF^FS^XZ');
  memory.lose();
  expect(take(memory, label)).toBe('^XA^FO1,1^FS^FO2,2^FS^XZ');
});
