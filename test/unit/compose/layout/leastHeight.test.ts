import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { Cells } from '../../../../src/compose/layout/cells.ts';
import { Flow } from '../../../../src/compose/layout/flow.ts';
import { layBlocks } from '../../../../src/compose/layout/layBlocks.ts';
import type { LayoutContext } from '../../../../src/compose/layout/layoutContext.ts';
import { leastHeight } from '../../../../src/compose/layout/leastHeight.ts';
import { stackHeight } from '../../../../src/compose/layout/slab.ts';
import { artifact, StructureTree } from '../../../../src/compose/layout/structureTree.ts';
import { styleSheetOf } from '../../../../src/compose/layout/styleSheet.ts';
import { createUnits } from '../../../../src/compose/layout/units.ts';
import type { Block } from '../../../../src/compose/markup/markupDocument.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();

/** What blocks come to, and what they cannot come below, at a part of their size. */
function heights(blocks: string, width: number, factor: number) {
  const styles = '<style name="small" size="6pt" leading="7.5pt" space-before="3pt" space-after="1pt"/>';
  const document = parseMarkup(
    `<label title="T" lang="de" width="100mm" height="150mm"><styles>${styles}</styles>${blocks}</label>`,
  );
  const units = createUnits(203);
  const sheet = styleSheetOf(document, fonts, units).shrunk(factor);
  const context: LayoutContext = {
    ...{ units, sheet, accent: '#000000', ruleColor: '#000000', mirrored: false, page: null, carriedSum: null },
    ...{
      structure: new StructureTree(),
      cells: new Cells(),
      words: new Map(),
      sums: new Map(),
      assetSize: () => ({ width: 1, height: 1 }),
      traced: false,
      layBlocks,
    },
  };
  const flow = new Flow();
  layBlocks(document.content as readonly Block[], sheet.root, width, artifact, context, flow);
  return {
    is: stackHeight(flow.slabs),
    least: leastHeight(document.content as readonly Block[], sheet.root, context),
  };
}

describe('leastHeight', () => {
  it('is the height of what stands on single lines', () => {
    const facts = '<p style="small">Gewicht</p><p>100,5 kg</p>';
    const columns = `<columns widths="1* 1*"><column>${facts}</column><column><p>Київ</p></column></columns>`;
    for (const factor of [1, 0.85, 0.5]) {
      const { is, least } = heights(`${facts}<rule weight="0.5pt" space-before="3pt"/>${columns}<p>x</p>`, 700, factor);
      expect(least).toBe(is);
    }
  });

  it('is never more than the height', () => {
    const leaf = fc.constantFrom(
      '<p>a</p>',
      '<p> \u00ad</p>',
      '<p/>',
      '<p style="small">Ein Satz, der mehr als eine Zeile lang ist und umbricht</p>',
      '<p space-before="9pt">東京</p>',
      '<p><b>fett</b> und nicht<br/>zweite</p>',
      '<p>\u0301</p>',
      '<h2>Ü</h2>',
      '<rule/>',
      '<space height="4pt"/>',
      '<section space-after="5pt"><p>s</p></section>',
      '<ul><li>eins</li></ul>',
    );
    const columns = fc.tuple(fc.array(leaf, { maxLength: 3 }), fc.array(leaf, { maxLength: 3 })).map(([one, two]) => {
      const [first, second] = [one.join(''), two.join('')];
      return `<columns widths="1* 1*" space-before="2pt"><column>${first}</column><column>${second}</column></columns>`;
    });
    const blocks = fc.array(fc.oneof(leaf, columns), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(blocks, fc.constantFrom(1, 0.95, 0.6), (list, factor) => {
        const { is, least } = heights(list.join(''), 300, factor);
        expect(least).toBeLessThanOrEqual(is);
      }),
      { numRuns: 200 },
    );
  });
});
