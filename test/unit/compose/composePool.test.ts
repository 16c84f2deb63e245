import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComposeRequest, createComposer } from '../../../src/compose/composeDocument.ts';
import { type ComposePool, createComposePool } from '../../../src/compose/composePool.ts';
import type { InvoiceMessage } from '../../../src/model/invoice.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'postwerk-pool-'));
const folders = { templatesDir: join(folder, 'templates'), localesDir: join(root, 'locales') };

/** A label whose template loops as often as the message says: 300 to the power of four never ends. */
const loops = '{{#each @root.message.loop}}'.repeat(4);
const ends = '{{/each}}'.repeat(4);

function label(number: string, more: object = {}): ComposeRequest {
  const message = {
    number,
    sscc: '376104250021234569',
    shipFrom: { name: 'Nordhafen Logistik GmbH', address: { line1: 'Hafenstraße 12', city: 'Wien', country: 'AT' } },
    shipTo: { name: 'Südbahn Lager AG', address: { line1: 'Übergasse 3', city: 'Graz', country: 'AT' } },
    ...more,
  };
  return { type: 'shipping-label', locale: 'de', sender: null, formats: ['zpl'], message };
}

const many = Array.from({ length: 300 }, () => 'x');

describe('createComposePool', { timeout: 60_000 }, () => {
  let pool: ComposePool;

  beforeAll(() => {
    cpSync(join(root, 'templates'), folders.templatesDir, { recursive: true });
    const file = join(folders.templatesDir, 'shipping-label', 'label.hbs');
    const source = readFileSync(file, 'utf8');
    const fill = `${'{{#each @root.message.fill}}'.repeat(3)}<p><a href="https://example.org/{{@index}}">x</a></p>${'{{/each}}'.repeat(3)}`;
    const hostile = `{{#if @root.message.loop}}${loops}${ends}{{/if}}{{#if @root.message.fill}}${fill}{{/if}}`;
    writeFileSync(file, source.replace('</label>', `${hostile}</label>`));
    pool = createComposePool({ ...folders, threads: 1, timeoutMs: 1500 });
  });

  afterAll(async () => {
    await pool.close();
    rmSync(folder, { recursive: true });
  });

  it('composes a slice in order, to the bytes a composer makes by itself', async () => {
    const requests = ['1', '2', '3'].map((number) => label(`SH-${number}`));
    const composer = await createComposer(folders);
    const results = await pool.composeSlice(requests);
    for (const [index, request] of requests.entries()) {
      expect(results[index]).toEqual({ ok: true, composed: await composer.compose(request) });
    }
    expect(await pool.composeSlice([])).toEqual([]);
  });

  it('lets a label that somebody waits for overtake a batch under way and one that waits', async () => {
    const ended: string[] = [];
    const batch = Array.from({ length: 300 }, (_, index) => label(`B-${index}`));
    const [first, , urgent] = await Promise.all([
      pool.composeSlice(batch).finally(() => ended.push('first')),
      pool.composeSlice(batch.slice(0, 10)).finally(() => ended.push('second')),
      pool.composeSlice([label('SH-1')], 'urgent').finally(() => ended.push('urgent')),
    ]);
    expect(ended[0]).toBe('urgent');
    expect(urgent).toHaveLength(1);
    expect(first).toHaveLength(batch.length);
    // What gave way goes on where it was: every document once, in its place.
    const zpl = first.map((result) => (result.ok ? Buffer.from(result.composed.renditions[0]?.bytes ?? []) : null));
    expect(zpl.map((bytes) => /B-\d+/.exec(bytes?.toString() ?? '')?.[0])).toEqual(
      batch.map((_, index) => `B-${index}`),
    );
  });

  it('tells of each document by itself why it cannot be composed', async () => {
    const results = await pool.composeSlice([
      label('SH-1'),
      label('SH-2', { sscc: '376104250021234568' }),
      { ...label('SH-3'), type: 'invoice' },
      label('SH-4'),
    ]);
    expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual([
      'ok',
      'compose.barcode-invalid',
      'compose.format-unavailable',
      'ok',
    ]);
    expect(results[1]).toMatchObject({ detail: expect.stringContaining('it should be 9') });
  });

  it('ends only the document that runs too long', async () => {
    const results = await pool.composeSlice([label('SH-1'), label('SH-2', { loop: many }), label('SH-3')]);
    expect(results.map((result) => result.ok)).toEqual([true, false, true]);
    expect(results[1]).toEqual({
      ok: false,
      code: 'compose.time-limit',
      detail: 'Composing took more than 1500 ms and was stopped.',
    });
  });

  it('ends only the document that fills the memory', async () => {
    const patient = createComposePool({ ...folders, threads: 1, timeoutMs: 30_000, maxHeapMb: 80 });
    const results = await patient.composeSlice([label('SH-1'), label('SH-2', { fill: many }), label('SH-3')]);
    expect(results.map((result) => result.ok)).toEqual([true, false, true]);
    expect(results[1]).toMatchObject({ code: 'compose.time-limit', detail: expect.stringContaining('80 MB') });
    await patient.close();
  });

  /** An invoice of so many lines, one of which has a character that no font has. */
  function longInvoice(count: number, wrong: number): ComposeRequest {
    const { documents } = JSON.parse(readFileSync(join(root, 'samples', 'invoice-de.json'), 'utf8')) as {
      documents: [{ message: InvoiceMessage }];
    };
    const [{ message }] = documents;
    const lines = Array.from({ length: count }, (_, index) => ({
      ...(message.lines[index % message.lines.length] as InvoiceMessage['lines'][number]),
      identifier: `${index + 1}`,
      item: { name: index === wrong ? 'Bolzen \u{13000}' : 'Bolzen' },
    }));
    return { type: 'invoice', locale: 'de', sender: null, formats: ['pdf'], message: { ...message, lines } };
  }

  it('names what is wrong in a long document as it does in a short one, and where', async () => {
    const common = createComposePool({ ...folders, threads: 1, timeoutMs: 5000 });
    const [result] = await common.composeSlice([longInvoice(1500, 1490)]);
    expect(result).toMatchObject({
      code: 'compose.missing-glyph',
      detail: expect.stringContaining('U+13000'),
      place: { file: 'templates/invoice/lines.hbs', field: '/lines/1490/item/name' },
    });
    await common.close();
  });

  it('names what is wrong with a document that is too long for its place to be found', async () => {
    const request = longInvoice(6000, 5990);
    const composer = await createComposer(folders);
    const begin = performance.now();
    let found = 0;
    await expect(composer.compose(request, () => (found = performance.now() - begin))).rejects.toThrow('U+13000');
    // Between what composing takes and what finding the place takes on this machine: about three times the one.
    const timeoutMs = Math.round(Math.sqrt(found * (performance.now() - begin)));
    const hasty = createComposePool({ ...folders, threads: 1, timeoutMs });
    const [result] = await hasty.composeSlice([request]);
    expect(result).toMatchObject({ ok: false, code: 'compose.missing-glyph' });
    expect(result).toMatchObject({ detail: expect.stringMatching(/U\+13000/u) });
    expect(result).toMatchObject({ detail: expect.stringContaining(`template took more than ${timeoutMs} ms`) });
    await hasty.close();
  });
});
