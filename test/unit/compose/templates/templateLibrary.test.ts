import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';
import type { TemplateLibrary } from '../../../../src/compose/templates/templateLibrary.ts';
import { createTemplateLibrary } from '../../../../src/compose/templates/templateLibrary.ts';
import type { InvoiceMessage } from '../../../../src/model/invoice.ts';
import { bareDeliveryNote, bareInvoice, bareLabel } from './bareMessages.ts';

const root = new URL('../../../../', import.meta.url);
const templatesDir = fileURLToPath(new URL('templates', root));
const localesDir = fileURLToPath(new URL('locales', root));
const library = createTemplateLibrary({ templatesDir, localesDir });
const nobody = { sender: null };

function invoiceMarkup(change: Partial<InvoiceMessage>, locale = 'en'): string {
  return library.renderMarkup('invoice', { ...bareInvoice, ...change }, locale, nobody);
}

describe('the released templates', () => {
  it('are three at least, with their settings', () => {
    const ours = ['delivery-note', 'invoice', 'shipping-label'] as const;
    expect([...library.types.keys()]).toEqual(expect.arrayContaining([...ours]));
    for (const type of ours) expect(library.localesOf(type)).toEqual(library.locales);
    expect(library.types.get('shipping-label')).toMatchObject({ kind: 'label', priority: 1 });
    expect(library.locales).toEqual(expect.arrayContaining(['de', 'en', 'hu']));
  });

  it.each(['de', 'en', 'hu'])('give markup that compiles for messages with the least data (%s)', (locale) => {
    for (const [type, message] of [
      ['invoice', bareInvoice],
      ['delivery-note', bareDeliveryNote],
      ['shipping-label', bareLabel],
    ] as const) {
      expect(() => parseMarkup(library.renderMarkup(type, message, locale, nobody))).not.toThrow();
      const email = library.renderEmail(type, message, locale, nobody);
      expect(email.subject).toContain(message.number);
      expect(email.attachmentName).toMatch(/^[^\s/\\]+\.pdf$/);
      expect(email.html).toContain(`<html lang="${locale}" dir="ltr">`);
      // Nothing of it may be fetched when the mail is opened.
      expect(email.html).not.toMatch(/<img|src=|url\(/);
    }
  });

  it('call a credit note by its name and leave nothing to pay', () => {
    const creditNote = { typeCode: '381', dueDate: '2026-12-01' };
    expect(invoiceMarkup(creditNote, 'de')).toContain('<h1>Gutschrift 4711</h1>');
    expect(invoiceMarkup(creditNote, 'hu')).toContain('<h1>Jóváíró számla 4711</h1>');
    expect(invoiceMarkup(creditNote)).toContain('Amount credited');
    expect(invoiceMarkup(creditNote)).not.toContain('Please pay');
  });

  it('leave out what the message does not say', () => {
    const markup = invoiceMarkup({});
    for (const absent of ['Payable by', 'Your order', 'Your contact', 'IBAN', 'undefined', 'null', 'NaN']) {
      expect(markup).not.toContain(absent);
    }
  });

  it('say XRechnung cash discount in words', () => {
    expect(invoiceMarkup({ paymentTerms: '#SKONTO#TAGE=14#PROZENT=2.25#\nNet 30 days' })).toContain(
      '2.25% cash discount for payment within 14 days<br/>Net 30 days',
    );
  });

  it('escape what would be markup', () => {
    const markup = invoiceMarkup({ seller: { name: '<b>A & B</b> "x"' }, notes: [{ text: '</p><p>\n{{t}}' }] });
    expect(markup).toContain('&lt;b&gt;A &amp; B&lt;/b&gt; &quot;x&quot;');
    expect(() => parseMarkup(markup)).not.toThrow();
  });

  it('name the field of a character that no document can carry', () => {
    const seller = { name: 'A\u0002B' };
    expect(() => invoiceMarkup({ seller })).toThrow('compose.forbidden-character: U+0002 in /seller/name');
    expect(() => library.renderEmail('invoice', { ...bareInvoice, seller }, 'de', nobody)).toThrow('/seller/name');
  });

  it('never reach into prototypes', () => {
    const markup = invoiceMarkup({ buyer: { name: '{{constructor}}' } });
    expect(markup).toContain('{{constructor}}');
  });
});

describe('codes on paper and labels', () => {
  const labelMarkup = (change: object): string =>
    library.renderMarkup('shipping-label', { ...bareLabel, ...change }, 'en', nobody);

  it('carry what GS1-128 can carry and leave the rest to print', () => {
    expect(labelMarkup({ content: { gtin: '9012345201104', count: '48.0' } })).toContain('"(02)09012345201104(37)48"');
    const gtin = '19012345201101';
    expect(labelMarkup({ gtin, content: { batch: '12' } })).toContain('"(01)19012345201101(10)12"');
    expect(labelMarkup({ content: { batch: '12', bestBefore: '2028-09-30' } })).not.toContain('(10)');
    expect(labelMarkup({ gtin, content: { batch: 'Ő26' } })).not.toContain('(10)');
    expect(labelMarkup({ content: { gtin: '9012345201104', count: '4.5' } })).not.toContain('(02)');
    expect(labelMarkup({ route: 'WIEN 2' })).not.toContain('(403)');
    expect(labelMarkup({ route: '40010020' })).toContain('"(403)40010020"');
  });

  it('are left out where they would be wider than their place', () => {
    const gtin = '19012345201101';
    expect(labelMarkup({ gtin, content: { batch: 'ABCDEFGHIJKLMNOPQRST' } })).toContain('"(01)19012345201101"');
    const note = { ...bareDeliveryNote, number: 'X'.repeat(60) };
    expect(library.renderMarkup('delivery-note', note, 'en', nobody)).not.toContain('code128');
    expect(invoiceMarkup({ number: 'Ő-1' })).not.toContain('code128');
    expect(invoiceMarkup({})).toContain('type="code128" data="4711"');
  });
});

describe('a changed template', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postwerk-templates-'));
    cpSync(templatesDir, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const load = (): TemplateLibrary => createTemplateLibrary({ templatesDir: folder, localesDir });
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  const render = (): string => load().renderMarkup('invoice', bareInvoice, 'de', nobody);

  it('is refused with the place of what is wrong, and told what was meant', () => {
    write(
      'invoice/page.hbs',
      readFileSync(join(folder, 'invoice/page.hbs'), 'utf8').replace('invoice:number', 'invoice:numbr'),
    );
    expect(load).toThrow(
      /^compose.template-invalid: templates\/invoice\/page.hbs:\d+:\d+: no locale has the text "invoice:numbr"; did you mean "invoice:number"\?$/,
    );
  });

  /** What the markup of an invoice is when only this is in it. */
  const body = (text: string): string =>
    `{{#with message as |invoice|}}\n<document title="x" lang="en">\n${text}\n</document>\n{{/with}}`;

  it('fails with file and line where it prints an absent value', () => {
    write('invoice/page.hbs', body('<p>{{#if invoice.a.b}}{{/if}}\n{{@root.message.dueDate}}</p>'));
    expect(render).toThrow('templates/invoice/page.hbs:4:1: "@root.message.dueDate" is absent; ask {{#if}} first');
  });

  it('fails with the file of the partial that failed', () => {
    write('_shared/fact.hbs', '\n<p>{{date "soon"}}</p>');
    write('invoice/page.hbs', body('{{> fact}}'));
    expect(render).toThrow('templates/_shared/fact.hbs:2:4: "soon" is not a date');
  });

  it('is only read where another thread has checked it, and filled as strictly as ever', () => {
    write('invoice/page.hbs', body('<q>{{invoice.number}}</q>'));
    expect(load).toThrow('compose.template-invalid');
    const library = createTemplateLibrary({ templatesDir: folder, localesDir, checked: true });
    expect(() => library.renderTree('invoice', bareInvoice, 'de', nobody)).toThrow('unknown element <q>');
  });

  it('needs all four parts of an e-mail', () => {
    write('invoice/email.hbs', '--- subject\nx\n--- text\nx\n');
    expect(load).toThrow('templates/invoice/email.hbs: the part "--- attachment" is missing');
    write('invoice/email.hbs', '--- subject\nx\n--- txt\nx\n');
    expect(load).toThrow('templates/invoice/email.hbs:3: unexpected part "txt"');
  });

  it('names lines of email.hbs, not of its parts', () => {
    const source = readFileSync(join(folder, 'invoice/email.hbs'), 'utf8');
    write('invoice/email.hbs', source.replace('--- html\n', '--- html\n{{message.dueDate}}\n'));
    const line = source.split('\n').indexOf('--- html') + 2;
    expect(() => load().renderEmail('invoice', bareInvoice, 'de', nobody)).toThrow(`email.hbs:${line}:1: `);
  });

  it.each([
    ['kind: page\nchannels: [fax]\npriority: 5\nformats: [pdf]', 'channels must be a list of print, email, portal'],
    ['kind: poster\nchannels: [print]\npriority: 5\nformats: [pdf]', 'kind must be page or label'],
    ['kind: page\nchannels: [print]\npriority: 0\nformats: [pdf]', 'priority must be a whole number from 1 to 10'],
    ['kind: page\nchannels: [print]\npriority: 5\nformats: []', 'formats must be a list'],
    ['kind: page\nchanels: [print]', '"chanels" is not one of'],
    ['kind: [', 'templates/invoice/type.yaml'],
  ])('is refused with settings %j', (yaml, error) => {
    write('invoice/type.yaml', yaml);
    expect(load).toThrow(error);
  });
});
