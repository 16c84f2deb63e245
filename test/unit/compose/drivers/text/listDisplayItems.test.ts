import { expect, it } from 'vitest';
import { Structure } from '../../../../../src/compose/structure.ts';
import { listDisplayItems } from '../../../../../src/compose/drivers/text/listDisplayItems.ts';
import { barcodeItem, listOf, textItem } from '../sampleList.ts';

it('lists every mark with its place, look and origin', () => {
  const list = listOf(
    [
      { ...textItem(40, 60.04, 'Größe "x"'), tag: 0, line: 12, lang: 'en' },
      { kind: 'rect', x: 1, y: 2, width: 3, height: 4, fill: '#eeeeee', stroke: '#000000' },
      { kind: 'line', x1: 1, y1: 2, x2: 100, y2: 2, width: 0.5, color: '#333333' },
      barcodeItem(40, 80, 'code128', 'A1', 1),
      barcodeItem(40, 180, 'qrcode', 'A1', 2),
      { kind: 'image', x: 1, y: 2, width: 30, height: 40, asset: 'logo', alt: 'Logo' },
    ],
    { structure: Structure.of([{ role: 'P', parent: -1 }]) },
  );
  expect(listDisplayItems(list)).toBe(`document "Sample" lang de unit 1/72 in

page 1 of 1  595.3 x 841.9
  text       40.0    60.0  sans 10.0 #000000 w 45.3  "Größe \\"x\\"" lang en  P :12
  rect        1.0     2.0  3.0 x 4.0 fill #eeeeee stroke #000000 1.0  artifact
  line        1.0     2.0 to 100.0     2.0  0.5 #333333  artifact
  barcode    40.0    80.0  code128 module 1.0 57 modules height 30.0  "A1"  artifact
  barcode    40.0   180.0  qrcode module 2.0 21 x 21 modules  "A1"  artifact
  image       1.0     2.0  30.0 x 40.0 logo  "Logo"  artifact
`);
});
