import { codeWidth } from '../barcodes/codeWidth.ts';
import { symbologies } from '../barcodes/symbologies.ts';
import type { BarcodeItem } from '../displayList.ts';

export interface CodeBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Where a code's marks stand, and with them the zone that must stay empty (by symbology, barcodes/symbologies.ts). Units
 * of the display list.
 */
export function boxOfCode(item: BarcodeItem): { readonly bars: CodeBox; readonly quiet: CodeBox } {
  const { x, y, module, height } = item;
  const bars = { left: x, top: y, right: x + codeWidth(item), bottom: y + height };
  const [left, right, above, below] = symbologies[item.symbology].quiet;
  return {
    bars,
    quiet: {
      left: bars.left - left * module,
      top: bars.top - above * module,
      right: bars.right + right * module,
      bottom: bars.bottom + below * module,
    },
  };
}
