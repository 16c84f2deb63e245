import type { BarcodeItem } from '../displayList.ts';
import { hexagonWidth } from './maxiCode.ts';

/** Width of a code without its quiet zones, in units of the display list. */
export function codeWidth({
  bars,
  matrix,
  hexagons,
  module,
}: Pick<BarcodeItem, 'bars' | 'matrix' | 'hexagons' | 'module'>): number {
  if (hexagons) return hexagonWidth * module;
  if (bars === undefined) return (matrix?.[0]?.length ?? 0) * module;
  let modules = 0;
  for (const bar of bars) modules += bar;
  return modules * module;
}
