import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Composer, createComposer } from '../../../../src/compose/composeDocument.ts';
import type { DisplayList, Item, TextItem } from '../../../../src/compose/displayList.ts';
import { Structure } from '../../../../src/compose/structure.ts';
import { createFontBook } from '../../../../src/compose/fonts/fontBook.ts';
import type { Locale } from '../../../../src/compose/locale/locale.ts';
import { provePages } from '../../../../src/compose/proof/proveRendition.ts';
import { knownTexts } from '../../../../src/compose/proof/proveTexts.ts';
import type { InvoiceMessage } from '../../../../src/model/invoice.ts';
import type { Message } from '../../../../src/model/message.ts';

const root = new URL('../../../../', import.meta.url);
let composer: Composer;
let locale: Locale;
const fonts = createFontBook();
beforeAll(async () => {
  composer = await createComposer({
    templatesDir: fileURLToPath(new URL('templates', root)),
    localesDir: fileURLToPath(new URL('locales', root)),
  });
  locale = composer.library.locale('de');
});

function sample(file: string): Message {
  const { documents } = JSON.parse(readFileSync(new URL(`samples/${file}`, root), 'utf8')) as { documents: Message[] };
  return documents[0] as Message;
}

type Change = (text: string, item: TextItem) => string | null | readonly string[];

/** What the proof says of figures on the sample's pages with each text changed as `change` says; null leaves it out. */
function prove(file: string, change: Change): Promise<string[]> {
  return proveMessage(sample(file), change);
}

function proveMessage({ type, message }: Message, change: Change): Promise<string[]> {
  const list = composer.layOut({ type, message, locale: 'de', sender: null, formats: ['pdf'] });
  const changed: DisplayList = {
    ...list,
    pages: list.pages.map((page) => ({
      ...page,
      items: page.items.flatMap((item): Item[] => {
        if (item.kind !== 'text') return [item];
        const texts = change(item.text, item);
        return [texts ?? []].flat().map((text) => ({ ...item, text }));
      }),
    })),
  };
  return figuresOf(changed, type, message);
}

async function figuresOf(list: DisplayList, type: string, message: Message['message']): Promise<string[]> {
  const texts = knownTexts(composer.library.textKeys);
  const findings = await provePages(list, { type, message, locale, fonts, texts });
  return findings.filter(({ code }) => code === 'lines' || code === 'sum').map(({ sentence }) => sentence);
}

describe('an invoice', () => {
  const file = 'invoice-de.json';

  it('as composed says what the message says', async () => {
    expect(await prove(file, (text) => text)).toEqual([]);
  });

  it('must show the amount of every line', async () => {
    expect(await prove(file, (text) => (text === '57,12' ? '57,21' : text))).toEqual([
      'Line 2 should say "57,12" on paper; it does not stand there.',
    ]);
  });

  it('must show its lines in order', async () => {
    const swapped: Readonly<Record<string, string>> = { '57,12': '528,39', '528,39': '57,12' };
    expect(await prove(file, (text) => swapped[text] ?? text)).toHaveLength(1);
  });

  it('must not show a line twice', async () => {
    expect(await prove(file, (text, { tag }) => (text === '3' && tag !== undefined ? ['3', '3'] : text))).toEqual([
      'Line 3 stands on paper more than once.',
    ]);
  });

  it.each([
    ['1.882,31\u00a0€', ['amount due (BT-115)', 'total with VAT (BT-112)']],
    ['1.568,59\u00a0€', ['total without VAT (BT-109)']],
    ['313,72\u00a0€', ['VAT amount (BT-117)']],
  ])('must show %s', async (amount, names) => {
    // The base of the VAT stands in a sentence beside the total without VAT.
    const told = await prove(file, (text) => (text.includes(amount) && !text.includes('%') ? null : text));
    const bases = amount.startsWith('1.568')
      ? []
      : names.map((name) => `The ${name} of the message, ${amount}, does not stand on paper.`);
    expect(told).toEqual(bases);
  });

  it('must show what VAT is on, also inside a sentence', async () => {
    expect(await prove(file, (text) => text.replace('1.568,59', '1.568,95'))).toEqual([
      'The total without VAT (BT-109) of the message, 1.568,59\u00a0€, does not stand on paper.',
      'The amount that VAT is on (BT-116) of the message, 1.568,59\u00a0€, does not stand on paper.',
    ]);
  });

  it('may set a figure in several runs', async () => {
    const split = (text: string): string | string[] =>
      /^[\d.]+,\d\d(?:\u00a0€)?$/.test(text) ? [text.slice(0, 2), `\u2066${text.slice(2)}\u2069`] : text;
    expect(await prove(file, split)).toEqual([]);
  });

  it('is not satisfied by a longer figure', async () => {
    expect(await prove(file, (text) => (text === '57,12' ? '157,12' : text))).toHaveLength(1);
    expect(await prove(file, (text) => (text === '57,12' ? '57,125' : text))).toHaveLength(1);
  });
});

describe('an invoice of several pages', () => {
  const one = sample('invoice-de.json');
  const { lines, ...rest } = one.message as InvoiceMessage;
  const many = Array.from({ length: 120 }, (_, index) => ({
    ...lines[index % lines.length]!,
    identifier: `${index + 1}`,
  }));
  const message = { type: one.type, message: { ...rest, lines: many } } as Message;

  it('as composed says what the message says', async () => {
    expect(await proveMessage(message, (text) => text)).toEqual([]);
  });

  it('must not show a line of the first page again on the last', async () => {
    const told = await proveMessage(message, (text, { tag }) => (text === '119' && tag !== undefined ? '2' : text));
    expect(told).toEqual(['Line 2 stands on paper more than once.']);
  });

  it('must show the amount of every line, on the last page too', async () => {
    const count = many.filter(({ netAmount }) => netAmount === '57.12').length;
    let seen = 0;
    const told = await proveMessage(message, (text) => {
      if (text === '57,12') seen += 1;
      return text === '57,12' && seen === count ? '57,21' : text;
    });
    expect(count).toBeGreaterThan(9);
    expect(told).toEqual([expect.stringMatching(/^Line \d+ should say "57,12" on paper; it does not stand there\.$/)]);
  });

  it('may set figures in several runs', async () => {
    const split = (text: string): string | string[] =>
      /^[\d.]+,\d\d$/.test(text) ? [text.slice(0, 2), `\u2066${text.slice(2)}\u2069`] : text;
    expect(await proveMessage(message, split)).toEqual([]);
  });
});

describe('a delivery note', () => {
  const file = 'delivery-note-de.json';

  it('as composed says what the message says', async () => {
    expect(await prove(file, (text) => text)).toEqual([]);
  });

  it('must show every quantity', async () => {
    let first = true;
    const told = await prove(file, (text) => {
      if (!first || !/^\d+\u00a0\p{L}/u.test(text)) return text;
      first = false;
      return `1${text}`;
    });
    expect(told).toEqual([expect.stringMatching(/^Line 1 should say/)]);
  });
});

describe('a label', () => {
  const file = 'shipping-labels-de.json';
  const { sscc } = sample(file).message as { sscc: string };

  it('as composed says what the message says', async () => {
    expect(await prove(file, (text) => text)).toEqual([]);
  });

  it('must show the digits of its SSCC', async () => {
    expect(
      await prove(file, (text) => (text.includes(sscc) ? text.replace(sscc, `${sscc.slice(0, -1)}x`) : text)),
    ).toEqual([
      expect.stringContaining('is not the SSCC of the message'),
      `The SSCC ${sscc} does not stand in digits on label 1.`,
    ]);
  });

  it('must carry it in its barcode', async () => {
    const { type, message } = sample(file);
    const list = composer.layOut({ type, message, locale: 'de', sender: null, formats: ['pdf'] });
    const other = { ...message, sscc: '340123450000000017' } as Message['message'];
    expect((await figuresOf(list, type, other)).slice(0, 2)).toEqual([
      expect.stringContaining('is not the SSCC'),
      'No barcode of label 1 carries the SSCC 340123450000000017.',
    ]);
  });
});

it('other types have no figures that are known', async () => {
  const { message } = sample('invoice-de.json');
  const list = { unitsPerInch: 72, title: '', lang: 'de', structure: Structure.of([]), pages: [] };
  expect(await figuresOf(list, 'reminder', message)).toEqual([]);
});
