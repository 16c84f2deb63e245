import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DisplayList, Item, TextItem } from '../../src/compose/displayList.ts';
import { createFontBook } from '../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();

/** Body markup in which every word occurs once, with its words in reading order. */
interface Content {
  readonly xml: string;
  readonly words: readonly string[];
}

interface Shape {
  readonly kind: 'p' | 'h2' | 'section' | 'table' | 'columns' | 'rule' | 'space' | 'list';
  readonly start: 'page' | 'front' | 'back' | null;
  readonly lines: number;
  readonly lengths: readonly number[];
  readonly together: boolean;
  readonly withNext: boolean;
  readonly space: number;
  readonly children: readonly Shape[];
}

const shapes = fc.letrec<{ block: Shape }>((tie) => ({
  block: fc.record({
    kind: fc.constantFrom('p', 'p', 'p', 'table', 'table', 'list', 'h2', 'section', 'columns', 'rule', 'space'),
    start: fc.integer({ min: 0, max: 40 }).map((dice) => (['page', 'front', 'back'] as const)[dice] ?? null),
    lines: fc.integer({ min: 1, max: 4 }),
    // Lengths of words; a long one is wider than most columns.
    lengths: fc.array(
      fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 13, max: 90 })),
      {
        minLength: 1,
        maxLength: 40,
      },
    ),
    together: fc.boolean(),
    withNext: fc.boolean(),
    space: fc.integer({ min: 0, max: 60 }),
    children: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('block'), { maxLength: 4 }),
    ),
  }),
}));

/** Words are told apart by their number; the letters only give them width. */
function write(blocks: readonly Shape[], words: string[], narrow = false, inside = false): string {
  const word = (length: number): string => {
    const text = `${words.length}${'abcdefghijklm'.repeat(8).slice(0, length)}`;
    words.push(text);
    return text;
  };
  const text = (lengths: readonly number[]): string => lengths.map(word).join(' ');
  return blocks
    .map((shape) => {
      const { kind, lengths, together, withNext, space, children, start, lines } = shape;
      const begins = start === null || inside ? '' : `start-on="${start}"`;
      const keeps = `keep-with-next="${withNext}" space-before="${space}pt"`;
      switch (kind) {
        case 'p':
          return `<p keep-together="${together}" orphans="${lines}" widows="${lines}" ${keeps}>${text(lengths)}</p>`;
        case 'list': {
          const first = text(lengths);
          const item = write(children, words, true, true);
          return `<ul ${keeps}><li>${first}</li><li keep-together="${together}">${item || word(3)}</li></ul>`;
        }
        case 'h2':
          return `<h2 ${begins}>${text(lengths.slice(0, 4))}</h2>`;
        case 'section':
          return `<section keep-together="${together}" ${keeps} ${begins}>${write(children, words, narrow, inside)}</section>`;
        case 'columns':
          // A third of a third would be too narrow for a table.
          if (narrow) return `<section>${write(children, words, true, inside)}</section>`;
          return `<columns widths="1* 2*" ${keeps}><column>${write(children.slice(0, 2), words, true, true)}</column><column>${write(children.slice(2), words, true, true)}</column></columns>`;
        case 'table': {
          const rows = lengths.map((length, index) => {
            const row = `<td>${word(length)}</td><td>${text(lengths.slice(0, index % 5))}</td><td>${word(3)}</td>`;
            return `<tr keep-with-next="${withNext && index % 3 === 0}">${row}</tr>`;
          });
          return `<table cols="${narrow ? '15pt 1* 15pt' : '60pt 1* auto'}" gap="2pt" aligns="left left right" rules="rows" keep-together="${together}"><thead><tr><th>H</th><th>E</th><th>A</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
        }
        case 'rule':
          return '<rule weight="1pt"/>';
        case 'space':
          return `<space height="${space}pt"/>`;
      }
      return '';
    })
    .join('\n');
}

const contents: fc.Arbitrary<Content> = fc.array(shapes.block, { minLength: 1, maxLength: 8 }).map((blocks) => {
  const words: string[] = [];
  const xml = write(blocks, words);
  return { xml, words };
});

const page = { width: 300, height: 320, margin: 30, header: 24, footer: 12 } as const;

function lay(content: Content): DisplayList {
  return layOut(
    parseMarkup(`<document title="T" lang="en" size="${page.width}pt ${page.height}pt" margin="${page.margin}pt">
      <header height="${page.header}pt" on="following"><p>again</p></header>
      <footer height="${page.footer}pt"><p>No <page-number/> of <page-count/></p></footer>
      ${content.xml}</document>`),
    fonts,
  );
}

const isHead = (item: Item): boolean => item.kind === 'text' && /^[HEA•]$/u.test(item.text);
const isBodyText = (item: Item): item is TextItem => item.kind === 'text' && item.tag !== undefined && !isHead(item);

/** Box of a line's letters: x-height and baseline are enough to see two lines on each other. */
function overlap(one: TextItem, other: TextItem): boolean {
  const apart = 0.02;
  const sideways = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x) > apart;
  const upright = Math.min(one.y, other.y) - Math.max(one.y - one.size * 0.7, other.y - other.size * 0.7) > apart;
  return sideways && upright;
}

function failureOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    return String(error);
  }
}

const runs = Number(process.env['PROPERTY_RUNS'] ?? 60);

describe('layOut', () => {
  it('loses and repeats no word, whatever is kept together', () => {
    fc.assert(
      fc.property(contents, (content) => {
        // Tags number the elements in reading order, and a broken word is put together again inside its element.
        const byTag = new Map<number, string>();
        for (const item of lay(content).pages.flatMap((each) => each.items)) {
          if (!isBodyText(item)) continue;
          byTag.set(item.tag ?? 0, (byTag.get(item.tag ?? 0) ?? '') + item.text);
        }
        const read = [...byTag].sort(([one], [other]) => one - other).map(([, text]) => text);
        expect(read.join('').replaceAll(/\s/gu, '')).toBe(content.words.join(''));
      }),
      { numRuns: runs },
    );
  });

  it('puts nothing outside the margins or on anything else', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const list = lay(content);
        for (const [number, { items }] of list.pages.entries()) {
          const top = page.margin + (number === 0 ? 0 : page.header);
          const bottom = page.height - page.margin - page.footer;
          for (const item of items) {
            if (item.kind !== 'text' && item.kind !== 'rect') continue;
            expect(item.x).toBeGreaterThanOrEqual(page.margin - 0.01);
            expect(item.x + item.width).toBeLessThanOrEqual(page.width - page.margin + 0.02);
            if (item.kind === 'text' && item.tag === undefined) continue;
            expect(item.kind === 'text' ? item.y - item.size * 0.7 : item.y).toBeGreaterThanOrEqual(top);
            expect(item.kind === 'text' ? item.y : item.y + item.height).toBeLessThanOrEqual(bottom + 0.02);
          }
          const texts = items.filter((item) => item.kind === 'text');
          const clashes = texts.flatMap((one, index) =>
            texts
              .slice(index + 1)
              .flatMap((other) => (overlap(one, other) ? [`"${one.text}" on "${other.text}"`] : [])),
          );
          expect(clashes).toEqual([]);
        }
      }),
      { numRuns: runs },
    );
  });

  it('tells the right number of pages, and leaves no page empty', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const { pages } = lay(content);
        for (const [number, { items }] of pages.entries()) {
          // An empty page before a front or a back, or after it.
          if (items.length === 0) continue;
          const footer = items.filter((item) => item.kind === 'text').at(-1);
          expect(footer?.text).toBe(`No ${number + 1} of ${pages.length}`);
          // The mark of a list item that is empty is content, too.
          const isMark = (item: Item): boolean => item.kind === 'text' && item.tag !== undefined && item.text === '•';
          const used = number === 0 || items.some((item) => isBodyText(item) || isMark(item) || item.kind === 'rect');
          expect(used).toBe(true);
        }
      }),
      { numRuns: runs },
    );
  });

  it('gives the same display list for the same markup', () => {
    fc.assert(
      fc.property(contents, (content) => {
        expect(lay(content)).toEqual(lay(content));
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });

  it('never fails otherwise than by a coded error on text of any kind', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 60 }).map((text) =>
      // What XML 1.0 cannot carry is refused before markup is made.
      text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').replaceAll(/[<&\]>"]/gu, ''),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(failureOf(() => lay({ xml: `<p>${text}</p>`, words: [] }))).toMatch(
          /^$|compose\.(?:missing-glyph|overflow)/u,
        );
      }),
      { numRuns: runs * 3 },
    );
  });
});
