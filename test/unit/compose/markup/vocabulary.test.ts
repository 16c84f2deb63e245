import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';
import { contents, elementNames, vocabulary } from '../../../../src/compose/markup/vocabulary.ts';

const page = readFileSync(new URL('../../../../docs/templates.md', import.meta.url), 'utf8');

/** Elements, their attributes and whether these are required, as the page tells it. */
function documented(): Record<string, Record<string, boolean>> {
  const elements: Record<string, Record<string, boolean>> = {};
  for (const part of page.split(/^### /mu).slice(1)) {
    const name = /^`<([\w-]+)>`/u.exec(part)?.[1] ?? '';
    const rows = part.split(/^## /mu)[0]?.matchAll(/^\| `([\w-]+)` \|[^|]*\|([^|]*)\|/gmu) ?? [];
    elements[name] = Object.fromEntries([...rows].map((row) => [row[1] ?? '', row[2]?.trim() === 'required']));
  }
  return elements;
}

describe('docs/templates.md', () => {
  it('lists every element and attribute of the parser, and no other', () => {
    const known = Object.fromEntries(
      elementNames.map((name) => [
        name,
        Object.fromEntries(
          Object.entries(vocabulary[name].attributes).map(([attribute, kind]) => [
            attribute,
            (kind as string).endsWith('!'),
          ]),
        ),
      ]),
    );
    expect(documented()).toEqual(known);
  });

  it('names the blocks and the text elements', () => {
    const blocks = /^Blocks are (.*?)\. Text/msu.exec(page)?.[1] ?? '';
    expect([...blocks.matchAll(/`([\w-]+)`/gu)].map((match) => match[1])).toEqual(contents.blocks.elements);
  });

  it.each([...page.matchAll(/```xml\n(.*?)```/gsu)].map((match, index) => [index + 1, match[1] ?? '']))(
    'has an example %i that lays out',
    (_, xml) => {
      const list = layOut(parseMarkup(xml), createFontBook());
      expect(list.pages).toHaveLength(1);
      expect(list.pages[0]?.items.length).toBeGreaterThan(4);
    },
  );
});
