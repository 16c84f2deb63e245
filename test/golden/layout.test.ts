import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listDisplayItems } from '../../src/compose/drivers/text/listDisplayItems.ts';
import { createFontBook } from '../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../src/compose/markup/parseMarkup.ts';

const folder = new URL('layout/', import.meta.url);
const cases = readdirSync(folder).filter((name) => name.endsWith('.xml'));

/** Each markup in `layout/` beside its display list. `npx vitest run --project golden -u` writes them anew. */
describe('display lists', () => {
  it('there are cases', () => {
    expect(cases.length).toBeGreaterThan(3);
  });

  it.each(cases)('%s', async (name) => {
    const markup = readFileSync(new URL(name, folder), 'utf8');
    const list = layOut(parseMarkup(markup), createFontBook());
    await expect(listDisplayItems(list)).toMatchFileSnapshot(`layout/${name.replace(/\.xml$/u, '.txt')}`);
  });
});
