import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPortalTexts } from '../../../src/web/portal/portalTexts.ts';

const own = fileURLToPath(new URL('../../../locales', import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postwerk-locales-'));
  await cp(own, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function change(language: string, edit: (texts: Record<string, unknown>) => void): Promise<void> {
  const path = join(folder, language, 'portal.json');
  const texts = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  edit(texts);
  await writeFile(path, JSON.stringify(texts));
}

describe("the portal's texts", () => {
  it('speak every language, with its plurals, dates and numbers', async () => {
    const texts = await loadPortalTexts(folder, 'en');
    const at = new Date('2026-11-02T12:00:00Z');
    expect(texts.of('de-LI').pages(2)).toBe('2 Seiten');
    expect(texts.of('en').pages(1)).toBe('1 page');
    expect(texts.of('hu').date(at)).toBe('2026. november 2.');
    expect(texts.of('de').size(17_910)).toBe('17,9 KB');
    expect(texts.of(null).lang).toBe('en');
    expect(texts.of('hu').typeName('invoice')).toBe('Számla');
    expect(texts.of('hu').typeName('unheard-of')).toBe('unheard-of');
  });

  it("follow a browser's wishes in their order", async () => {
    const texts = await loadPortalTexts(folder, 'en');
    expect(texts.accepted('nb;q=0.9, hu;q=0.2, de-LI;q=0.7').lang).toBe('de');
    expect(texts.accepted('de;q=0, nb').lang).toBe('en');
    expect(texts.accepted(undefined).lang).toBe('en');
  });

  it('of a region are those of its language but for what it says itself', async () => {
    await mkdir(join(folder, 'de-LI'));
    await writeFile(join(folder, 'de-LI', 'portal.json'), JSON.stringify({ newest: 'Das Neuste' }));
    const words = (await loadPortalTexts(folder, 'en')).of('de-LI');
    expect([words.lang, words.text('newest'), words.text('search')]).toEqual(['de-LI', 'Das Neuste', 'Suchen']);
  });

  it('stop the start when one is missing, never falling back to another language', async () => {
    await change('hu', (texts) => delete texts['download']);
    await expect(loadPortalTexts(folder, 'en')).rejects.toThrow(/hu\/portal\.json lacks download/);
  });

  it('stop the start when one is used nowhere', async () => {
    await change('de', (texts) => {
      texts['greeting'] = 'Servus';
    });
    await expect(loadPortalTexts(folder, 'en')).rejects.toThrow(/greeting/);
  });

  it('use the same placeholders in every language', async () => {
    const placeholders = async (language: string) =>
      ((await readFile(join(own, language, 'portal.json'), 'utf8')).match(/\{\{\w+\}\}/g) ?? []).toSorted();
    expect(await placeholders('de')).toEqual(await placeholders('en'));
  });
});
