import type { DisplayList, Item, RectItem } from '../displayList.ts';
import type { Finding } from './finding.ts';

const red = '#d11212';
/** Room between what is marked and its frame, and the frame's line; points. */
const room = 4;
const weight = 2.5;

/**
 * The page of the first finding with a red frame around each spot of that page that did not pass; a finding without a
 * place (a figure that stands nowhere) frames the whole page.
 */
export function markFindings(list: DisplayList, findings: readonly Finding[]): DisplayList {
  const [first] = findings;
  const page = list.pages[(first?.page ?? 1) - 1];
  if (first === undefined || page === undefined) return list;
  const scale = list.unitsPerInch / 72;
  const frames = findings
    .filter((finding) => finding.page === first.page)
    .map((finding): RectItem => {
      const whole = finding.width === 0 && finding.height === 0;
      const outset = whole ? -2 * room * scale : room * scale;
      const box = whole ? { x: 0, y: 0, width: page.width, height: page.height } : finding;
      return {
        kind: 'rect',
        x: box.x - outset,
        y: box.y - outset,
        width: box.width + 2 * outset,
        height: box.height + 2 * outset,
        stroke: red,
        strokeWidth: weight * scale,
      };
    });
  const items: Item[] = [...page.items, ...frames];
  return { ...list, pages: [{ ...page, items }] };
}
