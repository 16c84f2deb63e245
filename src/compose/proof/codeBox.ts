import type { BarcodeItem } from '../displayList.ts';

export interface CodeBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** ISO/IEC 15417 §4.2 and GS1 General Specifications §5.4.2: beside the bars. ISO/IEC 18004 §5.3.8: all around. */
const quietBesideBars = 10;
const quietAroundMatrix = 4;

/** Where a code's marks stand, and with them the zone that must stay empty. Units of the display list. */
export function boxOfCode(item: BarcodeItem): { readonly bars: CodeBox; readonly quiet: CodeBox } {
  const { x, y, module, height } = item;
  const modules = item.matrix?.[0]?.length ?? (item.bars ?? []).reduce((sum, bar) => sum + bar, 0);
  const bars = { left: x, top: y, right: x + modules * module, bottom: y + height };
  const quiet = (item.matrix === undefined ? quietBesideBars : quietAroundMatrix) * module;
  const above = item.matrix === undefined ? 0 : quiet;
  return {
    bars,
    quiet: {
      left: bars.left - quiet,
      top: bars.top - above,
      right: bars.right + quiet,
      bottom: bars.bottom + above,
    },
  };
}
