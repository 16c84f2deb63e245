import type { TracedPages } from '../compose/composeDocument.ts';
import type { Item } from '../compose/displayList.ts';
import type { ShownMark, ShownPage } from './previewProtocol.ts';

/** The marks of traced pages that say something, each with its box and its origin. */
export function marksOf({ list, origins }: TracedPages): ShownPage[] {
  return list.pages.map(({ width, height, items }) => ({
    ...{ width, height, unitsPerInch: list.unitsPerInch },
    marks: items.flatMap((item): ShownMark[] => {
      const origin = origins[(item.line ?? 0) - 1];
      const box = boxOf(item);
      return origin === undefined || box === null ? [] : [{ ...box, origin }];
    }),
  }));
}

/** Rules and frames say nothing; their lines would only be in the way of what they frame. */
function boxOf(item: Item): Omit<ShownMark, 'origin'> | null {
  switch (item.kind) {
    case 'text': {
      const { x, y, width, size, text } = item;
      // From above the ascenders to below the descenders of the faces we have.
      return text.trim() === '' ? null : { x, y: y - size, width, height: size * 1.3, text: text.trim() };
    }
    case 'barcode': {
      const modules = item.bars?.reduce((sum, bar) => sum + bar, 0) ?? item.matrix?.[0]?.length ?? 0;
      return { x: item.x, y: item.y, width: modules * item.module, height: item.height, text: item.alt };
    }
    case 'image':
      return { x: item.x, y: item.y, width: item.width, height: item.height, text: item.alt || item.asset };
    case 'rect':
    case 'line':
      return null;
  }
}
