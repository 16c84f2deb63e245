import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, describe, expect, it } from 'vitest';
import { createComposer } from '../../src/compose/composeDocument.ts';
import type { DisplayList } from '../../src/compose/displayList.ts';
import { convertBytes } from '../../src/intake/convertBytes.ts';

const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined;
const root = fileURLToPath(new URL('../..', import.meta.url));
const composer = await createComposer({ templatesDir: join(root, 'templates'), localesDir: join(root, 'locales') });
const folder = mkdtempSync(join(tmpdir(), 'postwerk-texts-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Letters and signs alone: marks that only steer, and blanks, which readers set by the distance of words, left out. */
const bare = (text: string): string =>
  text.normalize('NFC').replaceAll(/[\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\s]/gu, '');

/** All text of a document in the order in which it was laid. */
function textOf({ pages }: DisplayList): string {
  return pages.flatMap(({ items }) => items.map((item) => (item.kind === 'text' ? item.text : ''))).join('');
}

/** Lines of the elements of the document. */
function linesOf({ pages }: DisplayList): string[] {
  const lines = new Map<string, string>();
  pages.forEach(({ items }, page) => {
    for (const item of items) {
      if (item.kind !== 'text' || item.tag === undefined) continue;
      const key = `${page} ${item.tag} ${item.y}`;
      lines.set(key, (lines.get(key) ?? '') + item.text);
    }
  });
  return [...lines.values()];
}

async function readByPdfJs(bytes: Uint8Array): Promise<string> {
  const document = await getDocument({ data: Uint8Array.from(bytes), useSystemFonts: false, verbosity: 0 }).promise;
  let text = '';
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ disableNormalization: true });
    text += items.map((item) => ('str' in item ? item.str : '')).join('');
  }
  await document.destroy();
  return text;
}

function readByPoppler(bytes: Uint8Array): string {
  const file = join(folder, 'x.pdf');
  writeFileSync(file, bytes);
  return execFileSync('pdftotext', ['-enc', 'UTF-8', file, '-'], { encoding: 'utf8' });
}

/**
 * Lines of a document from right to left in which poppler turns signs, or the whole line where a page has more Latin than
 * Arabic letters (docs/status.md).
 */
const mayTurn = (line: string): boolean => /[\p{Script=Latin}\p{N}]/u.test(line);

const documents = [
  ['invoice', 'invoice-de.json'],
  ['delivery-note', 'delivery-note-de.json'],
  ['shipping-label', 'shipping-labels-de.json'],
] as const;

describe.each(documents)('the text of a document of type %s', (type, sample) => {
  const { message } = convertBytes(readFileSync(join(root, 'samples', sample)), sample)[0] ?? {};

  it.each(composer.library.localesOf(type))('in %s reads back as it was put in', async (locale) => {
    if (message === undefined) throw new Error(`${sample} has no message`);
    const request = { type, message, locale, sender: null, formats: ['pdf'] as const };
    const list = composer.layOut(request);
    const { renditions } = await composer.compose(request);
    const bytes = renditions[0]?.bytes ?? new Uint8Array();
    expect(bare(await readByPdfJs(bytes))).toBe(bare(textOf(list)));
    if (!hasPoppler) return;
    const read = bare(readByPoppler(bytes));
    const isTurned = /^(?:ar|he)/.test(locale) ? mayTurn : () => false;
    const lines = linesOf(list).filter((line) => line.trim() !== '' && !isTurned(line));
    expect(lines.length).toBeGreaterThan(3);
    // A hyphen at the end of a line is lost: poppler takes it for one that broke a word.
    for (const line of lines) expect(read).toContain(bare(line).replace(/-$/, ''));
  });
});
