import { expect, test } from 'vitest';
import { countLabels } from '../../../../src/dispatch/print/countLabels.ts';

test.each([
  ['one label', '^XA^FO1,1^FDx^FS^XZ', 1],
  ['two labels and what stands between', '^XA^FDx^FS^XZ\r\n~HS^XA^GB9,9,9^FS^XZ', 2],
  ['a quantity', '^XA^FDx^FS^PQ3^XZ', 3],
  ['a quantity with pauses and replicates', '^XA^PQ12,5,0,Y^FDx^FS^XZ', 12],
  ['settings alone print nothing', '^XA^MMC^PR4^XZ', 0],
  [
    'a format to be stored prints nothing, its recall does',
    '^XA^DFR:A.ZPL^FO1,1^FN1^FS^XZ^XA^XFR:A.ZPL^FN1^FDx^FS^XZ',
    1,
  ],
  ['a comment is no mark', '^XA^FXpostwerk ^FS^XZ', 0],
  ['the stamp is no mark, the field behind it is', '^XA^FXpostwerk 1-2^FS^FDx^FS^XZ', 1],
  ['a format without an end', '^XA^FDx^FS', 0],
])('%s', (_what, zpl, expected) => {
  expect(countLabels(Buffer.from(zpl))).toBe(expected);
});
