import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DisplayList, Item, TextItem } from '../../src/compose/displayList.ts';
import { createFontBook } from '../../src/compose/fonts/fontBook.ts';
import { layOut } from '../../src/compose/layout/layOut.ts';
import { parseMarkup } from '../../src/compose/markup/parseMarkup.ts';

const fonts = createFontBook();
const runs = Number(process.env['PROPERTY_RUNS'] ?? 60);

interface Row {
  /** Lines of its description. */
  readonly lines: number;
  /** Cents, and how many decimals the row writes them with. */
  readonly amount: number;
  readonly decimals: 0 | 1 | 2 | 3;
  readonly withNext: boolean;
  readonly fresh: boolean;
  readonly span: number;
}

const row: fc.Arbitrary<Row> = fc.record({
  // Some rows are taller than a page.
  lines: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.integer({ min: 20, max: 60 })),
  amount: fc.oneof(fc.integer({ min: -999_999, max: 9_999_999 }), fc.integer({ min: -9, max: 9 })),
  decimals: fc.constantFrom(0, 1, 2, 2, 3),
  withNext: fc.boolean(),
  fresh: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  span: fc.integer({ min: 1, max: 3 }),
});

interface Masters {
  readonly header: number;
  readonly last: number;
  readonly even: number;
  readonly only: number;
}
const masters: fc.Arbitrary<Masters> = fc.record({
  header: fc.integer({ min: 0, max: 80 }),
  last: fc.integer({ min: 12, max: 150 }),
  even: fc.integer({ min: 0, max: 60 }),
  only: fc.integer({ min: 0, max: 150 }),
});

const page = { width: 300, height: 320, margin: 30 } as const;

function document(body: string, { header, last, even, only }: Masters): string {
  return `<document title="T" lang="de" size="${page.width}pt ${page.height}pt" margin="${page.margin}pt">
    <header on="first" height="${header}pt"/><header on="even" height="${even}pt"/><header height="10pt"/>
    <footer on="last" height="${last}pt"><p>last</p></footer><footer on="only" height="${only}pt"/>
    <footer height="12pt"/>${body}</document>`;
}

/** Exact: a thousand times the amount, as the row writes it. */
const thousandths = ({ amount, decimals }: Row): number => amount * 10 ** (3 - decimals);

function written({ amount, decimals }: Row): string {
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(digits.length - decimals)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction}`;
}

/** Every row has a word of its own in each line; a new group begins where a row is fresh. */
function table(rows: readonly Row[], spans: boolean, spanned: string[] = []): string {
  let left = 0;
  const body = rows.map((each, index) => {
    const lines = Array.from({ length: each.lines }, (_, line) => `r${index}x${line}`).join('<br/>');
    const opens = index > 0 && each.fresh && left === 0 ? '</tbody><tbody keep-together="true">' : '';
    let first = '';
    if (spans && left === 0) {
      const remaining = rows.slice(index + 1).findIndex((next) => next.fresh);
      left = Math.min(each.span, remaining < 0 ? rows.length - index : remaining + 1);
      // Cells over several rows hold lines of their own, which may need more room than the rows have.
      const words = Array.from({ length: each.lines % 7 }, (_, line) => `s${index}x${line}`);
      spanned.push(...words);
      const own = words.join('<br/>');
      first = `<td rowspan="${left}" valign="${index % 2 === 0 ? 'top' : 'middle'}">${own}</td>`;
    } else if (!spans) first = '<td/>';
    left = Math.max(0, left - 1);
    return `${opens}<tr carry="${written(each)}" keep-with-next="${each.withNext}">${first}<td>${lines}</td><td>a${written(each)}</td></tr>`;
  });
  return `<table cols="40pt 1* auto" aligns="left left decimal" rules="rows" zebra="#eeeeee" carry-format="2|1.234.567,89|-1.234.567,89">
    <thead><tr><th>H</th><th>E</th><th>A</th></tr></thead>
    <tcarry to="foot"><tr><td colspan="2">FOOT</td><td><carried-sum/></td></tr></tcarry>
    <tcarry to="head"><tr><td colspan="2">HEAD</td><td><carried-sum/></td></tr></tcarry>
    <tbody>${body.join('\n')}</tbody>
    <tfoot><tr><td colspan="2">TOTAL</td><td>x</td></tr></tfoot></table>`;
}

const lay = (xml: string): DisplayList => layOut(parseMarkup(xml), fonts);
const texts = (items: readonly Item[]): TextItem[] => items.filter((item): item is TextItem => item.kind === 'text');

/** German: "-1.234,56" in thousandths. */
function readSum(text: string): number {
  const [whole = '', fraction = ''] = text.replaceAll('.', '').split(',');
  const value = Number(whole.replace('-', '')) * 1000 + Number(fraction.padEnd(3, '0'));
  return text.startsWith('-') ? -value : value;
}

describe.each([false, true])('tables with row spans: %s', (spans) => {
  it('lose and repeat no line, and leave every line in the body of its page', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), masters, (rows, own) => {
        const wantedInSpans: string[] = [];
        const list = lay(document(table(rows, spans, wantedInSpans), own));
        const shown = list.pages.flatMap(({ items }) => texts(items).map(({ text }) => text));
        const wanted = rows.flatMap((each, index) =>
          Array.from({ length: each.lines }, (_, line) => `r${index}x${line}`),
        );
        expect(shown.filter((text) => text.startsWith('r'))).toEqual(wanted);
        expect(shown.filter((text) => text.startsWith('s'))).toEqual(wantedInSpans);
        expect(shown.filter((text) => text === 'TOTAL')).toHaveLength(1);
        for (const [number, { items }] of list.pages.entries()) {
          const last = number === list.pages.length - 1;
          const footer = last ? (number === 0 ? own.only : own.last) : 12;
          const bottom = page.height - page.margin - footer;
          for (const item of texts(items)) {
            if (item.text !== 'last') expect(item.y).toBeLessThanOrEqual(bottom + 0.05);
          }
        }
      }),
      { numRuns: runs },
    );
  });

  it('carry exactly what the rows above come to, and nothing into a table that ends', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), masters, (rows, own) => {
        const list = lay(document(table(rows, spans), own));
        let carried: number | null = null;
        let seen = 0;
        for (const [number, { items }] of list.pages.entries()) {
          const lines = texts(items).filter(({ text }) => text !== 'last');
          // A page that is too small for the next row stays empty.
          if (lines.length === 0) continue;
          const place = lines.findIndex(({ text }) => text === 'HEAD');
          // A page that goes on with rows begins with what the one before ended with.
          expect(place >= 0).toBe(carried !== null);
          if (place >= 0) {
            expect(place).toBe(3);
            expect(readSum(lines[place + 1]?.text ?? '')).toBe(carried);
          }
          const starts = lines
            .filter(({ text }) => /^r\d+x0$/u.test(text))
            .map(({ text }) => Number(text.slice(1, -2)));
          seen += starts.length;
          const foot = lines.findIndex(({ text }) => text === 'FOOT');
          carried = null;
          if (foot >= 0) {
            expect(number).toBeLessThan(list.pages.length - 1);
            expect(foot).toBe(lines.length - 2);
            carried = readSum(lines[foot + 1]?.text ?? '');
            expect(carried).toBe(rows.slice(0, seen).reduce((sum, each) => sum + thousandths(each), 0));
          }
        }
        expect(carried).toBeNull();
      }),
      { numRuns: runs },
    );
  });

  it('give the same list for the same markup', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), masters, (rows, own) => {
        const xml = document(table(rows, spans), own);
        expect(lay(xml)).toEqual(lay(xml));
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });
});
