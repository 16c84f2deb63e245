import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { PagedList } from '../../../../src/compose/displayList.ts';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { layOutPages } from '../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Content of every kind that outlives its element: styles, carried sums, links, boxes, spanned rows. */
function laid(): { readonly pages: PagedList; readonly root: WeakRef<object> } {
  const rows = Array.from({ length: 90 }, (_, index) => `<tr carry="1"><td>${index}</td><td>a <b>b</b></td></tr>`).join(
    '',
  );
  const document = parseMarkup(`<document title="T" lang="en" size="400pt 400pt" margin="60pt 50pt">
    <styles><style name="left" size="8pt"/></styles>
    <header height="12pt"><p>H</p></header>
    <footer height="12pt"><p>Page <page-number/> of <page-count/></p></footer>
    <box x="300pt" y="20pt" width="60pt" height="20pt" shrink="50%"><p style="left">a box of several lines</p></box>
    <p><a href="https://example.com">a link</a></p>
    <table cols="auto 1*" rules="rows" carry-format="2|1.234.567,89|-1.234.567,89">
      <thead><tr><th>a</th><th>b</th></tr></thead>
      <tcarry to="foot"><tr><td>carried</td><td><carried-sum/></td></tr></tcarry>
      <tbody>${rows}<tr><td rowspan="2">x</td><td>y</td></tr><tr><td>z</td></tr></tbody>
    </table>
  </document>`);
  return { pages: layOutPages(document, fonts), root: new WeakRef(document.root) };
}

describe('what layOutPages gives back', () => {
  it('holds nothing of the tree it was laid out from, nor does anything that is kept for the next document', async () => {
    const { pages, root } = laid();
    await setImmediate();
    collect();
    expect(root.deref()).toBeUndefined();
    expect(pages.pages.length).toBeGreaterThan(3);
  });
});
