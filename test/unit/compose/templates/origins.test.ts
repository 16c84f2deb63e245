import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createComposer } from '../../../../src/compose/composeDocument.ts';
import type { TextItem } from '../../../../src/compose/displayList.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';
import { type Origin, pieceAt } from '../../../../src/compose/templates/origins.ts';
import type { Message } from '../../../../src/model/message.ts';
import { bareInvoice } from './bareMessages.ts';

const root = new URL('../../../../', import.meta.url);
const composer = await createComposer({
  templatesDir: fileURLToPath(new URL('templates', root)),
  localesDir: fileURLToPath(new URL('locales', root)),
});

function sample(name: string): Message {
  const text = readFileSync(new URL(`samples/${name}.json`, root), 'utf8');
  return (JSON.parse(text) as { documents: [Message] }).documents[0];
}

const request = ({ type, message }: Message) =>
  ({ type, message, locale: 'de', sender: null, formats: ['pdf'] }) as const;

/** Lines of a template as its author sees them. */
const lineOf = ({ file, line }: Origin): string =>
  readFileSync(new URL(file, root), 'utf8').split('\n')[line - 1] ?? '';

describe('a traced rendering', () => {
  it.each(['invoice-de', 'invoice-de-monthly', 'credit-note-de', 'delivery-note-de', 'shipping-labels-de'])(
    'of %s has the markup of a normal one, every character with its origin',
    (name) => {
      const { type, message } = sample(name);
      const { markup, starts, origins } = composer.library.traceMarkup(type, message, 'de', { sender: null });
      expect(markup).toBe(composer.library.renderMarkup(type, message, 'de', { sender: null }));
      expect(starts[0]).toBe(0);
      expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
      expect(origins).toHaveLength(starts.length);
      // A piece that no value made stands in the template as it is.
      for (const [index, origin] of origins.entries()) {
        const text = markup.slice(starts[index], starts[index + 1]).trim();
        if (origin.texts.length + origin.fields.length === 0 && !lineOf(origin).includes('{{')) {
          expect(lineOf(origin)).toContain(text);
        }
      }
    },
  );

  it('numbers the nodes of the tree by their pieces', () => {
    const { type, message } = sample('invoice-de');
    const { markup, starts } = composer.library.traceMarkup(type, message, 'de', { sender: null });
    const { root: element } = parseMarkup(markup, starts);
    expect(element.line).toBe(pieceAt({ starts }, markup.indexOf('<document')) + 1);
  });
});

describe('a mark on the page', () => {
  const { list, origins } = composer.trace(request(sample('invoice-de')));
  const texts = list.pages.flatMap(({ items }) => items).filter((item): item is TextItem => item.kind === 'text');
  const originOf = (text: string): Origin | undefined => {
    const item = texts.find((candidate) => candidate.text.trim() === text);
    return origins[(item?.line ?? 0) - 1];
  };

  it('names the line of the template, where its partial is used, and the text', () => {
    const origin = originOf('Belegnummer');
    expect(origin).toMatchObject({ file: 'templates/_shared/row.hbs', line: 1, texts: ['invoice:number'], fields: [] });
    expect(origin?.calls.map(({ file }) => file)).toEqual(['templates/invoice/page.hbs']);
  });

  it('names the field of the message, through helpers, partials and names of blocks', () => {
    expect(originOf('AF-2026-10482')?.fields).toEqual(['/number']);
    expect(originOf('Stückguttransport Linz – Wien')?.fields).toEqual(['/lines/0/item/name']);
    expect(originOf('1020 Wien')?.fields).toEqual(['/buyer/address/city', '/buyer/address/postCode']);
    expect(originOf('R-1001')?.fields).toEqual(['/buyer/identifiers/0/value']);
    expect(originOf('528,39')?.fields).toEqual(['/lines/2/netAmount', '/currency']);
  });

  it('names several texts and fields where it is made of several', () => {
    const origin = texts
      .map(({ line }) => origins[(line ?? 0) - 1])
      .find((found) => found?.texts.includes('invoice:vatOn'));
    expect(origin?.fields).toEqual(['/vatBreakdown/0/rate', '/vatBreakdown/0/taxableAmount', '/currency']);
  });

  it('knows every text of the page', () => {
    expect(texts.filter(({ line }) => origins[(line ?? 0) - 1] === undefined)).toEqual([]);
  });
});

describe('an error of a filled document', () => {
  const compose = (message: object) =>
    composer.compose(request({ type: 'invoice', message: { ...bareInvoice, ...message } }));

  it('names the line of the template and the field for a character that no font has', async () => {
    const failed = compose({ buyer: { name: 'A\u{10a00}B' } });
    await expect(failed).rejects.toMatchObject({
      code: 'compose.missing-glyph',
      place: { file: 'templates/_shared/letterhead.hbs', field: '/buyer/name' },
    });
    await expect(failed).rejects.toThrow(/^compose.missing-glyph: templates\/_shared\/letterhead.hbs:\d+:\d+: /);
    await expect(failed).rejects.not.toThrow('markup line');
  });

  it('names the line of the template for content that does not fit', async () => {
    await expect(compose({ buyer: { name: 'Sehr '.repeat(400) } })).rejects.toMatchObject({
      code: 'compose.overflow',
      detail: expect.stringMatching(/^templates\/_shared\/letterhead.hbs:\d+:1: <box>: its content is/),
    });
  });
});
