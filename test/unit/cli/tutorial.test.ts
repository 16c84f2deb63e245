import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it, vi } from 'vitest';
import { checkTemplates } from '../../../src/cli/checkTemplates.ts';
import { createComposer } from '../../../src/compose/composeDocument.ts';
import { readConfig } from '../../../src/config.ts';
import { createDocumentValidator } from '../../../src/intake/validateDocument.ts';
import { identifiersOf, recipientNameOf } from '../../../src/intake/messageTerms.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(root, 'docs/templates.md'), 'utf8');

/** The files of the tutorial, as a reader writes them. */
const files = new Map(
  [...page.matchAll(/^\*\*`([^`]+)`\*\*\n\n```\w+\n(.*?)^```$/gms)].map(([, file = '', text = '']) => [file, text]),
);
const folder = mkdtempSync(join(tmpdir(), 'postwerk-tutorial-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('the tutorial of docs/templates.md makes a document type without code', { timeout: 90_000 }, async () => {
  expect([...files.keys()]).toHaveLength(7);
  for (const name of ['templates', 'locales', 'samples']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const folders = { templatesDir: join(folder, 'templates'), localesDir: join(folder, 'locales') };
  const { documents } = JSON.parse(files.get('samples/payment-reminder-en.json') ?? '') as { documents: [object] };

  const document = createDocumentValidator({ ...folders, languages: ['de', 'en'] })(documents[0]);
  expect(recipientNameOf(document)).toBe('Donau Handels GmbH');
  expect(identifiersOf(document)).toEqual([]);

  const composer = await createComposer(folders);
  expect(composer.library.localesOf('payment-reminder')).toEqual(['en', 'de']);
  const { type, message } = document;
  const { renditions } = await composer.compose({
    type,
    message,
    locale: 'de',
    sender: null,
    formats: ['pdf', 'email'],
  });
  expect(renditions.map(({ format, pages }) => [format, pages])).toEqual([
    ['pdf', 1],
    ['email', 0],
  ]);
  const mail = JSON.parse(Buffer.from(renditions[1]?.bytes ?? []).toString('utf8')) as object;
  expect(mail).toMatchObject({
    subject: 'Zahlungserinnerung M-2026-0417',
    attachmentName: 'Zahlungserinnerung-M-2026-0417.pdf',
    text: expect.stringContaining('2.122,31'),
  });
});

it('what the tutorial makes passes the check it runs', { timeout: 90_000 }, async () => {
  let said = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    const config = {
      ...readConfig(),
      templatesDir: join(folder, 'templates'),
      localesDir: join(folder, 'locales'),
      samplesDir: join(folder, 'samples'),
    };
    const code = await checkTemplates(config, { type: 'payment-reminder', locale: 'de,en,hu,pseudo', pseudo: true });
    expect(said).toMatch(/de +ok\n/);
    expect(said).toMatch(/en +ok\n/);
    expect(said).toMatch(/hu +–\n/);
    expect(said).toMatch(/en-XA +ok\n/);
    expect(said).toContain('nothing found');
    expect(code).toBe(0);
  } finally {
    write.mockRestore();
  }
});
