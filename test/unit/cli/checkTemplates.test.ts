import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkTemplates, type CheckOptions } from '../../../src/cli/checkTemplates.ts';
import type { CheckReport } from '../../../src/cli/templateReport.ts';
import { readConfig } from '../../../src/config.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Samples, templates and texts to break: labels only, so that a run is short. */
describe('postwerk check templates', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'postwerk-check-'));
  const config = { ...readConfig(), templatesDir: join(folder, 'templates'), samplesDir: join(folder, 'samples') };
  const label = join(config.templatesDir, 'shipping-label/label.hbs');
  const source = readFileSync(join(root, 'templates/shipping-label/label.hbs'), 'utf8');
  let said = '';

  beforeAll(() => {
    cpSync(join(root, 'templates'), config.templatesDir, { recursive: true });
    mkdirSync(config.samplesDir);
    cpSync(join(root, 'samples/shipping-labels-de.json'), join(config.samplesDir, 'shipping-labels-de.json'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    said = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    writeFileSync(label, source);
  });

  const check = (options: CheckOptions): Promise<number> =>
    checkTemplates(config, { type: 'shipping-label', ...options });

  it('prints a matrix and ends with 0 where nothing is found', async () => {
    expect(await check({ locale: 'de,en' })).toBe(0);
    expect(said).toMatch(/^ {6} {2}shipping-label\nde {6}ok\nen {6}ok\n/);
    expect(said).toMatch(/1 type × 2 locales × 3 samples: 18 documents proven in [\d.]+ s, nothing found\n$/);
  });

  it('lists every problem of the templates before it composes', async () => {
    writeFileSync(label, source.replace('<styles>', '<stiles>').replace('label.number', 'label.nubmer'));
    expect(await check({})).toBe(1);
    expect(said).toMatch(
      /templates\/shipping-label\/label.hbs:\d+:3\n {2}unknown element <stiles>; did you mean "styles"\?/,
    );
  });

  it('names the template line of what does not fit, and the documents it holds', async () => {
    writeFileSync(label, source.replace('height="6.8mm" shrink="60%"', 'height="3mm"'));
    expect(await check({ locale: 'de', json: true })).toBe(1);
    const { findings, documents } = JSON.parse(said) as CheckReport;
    expect(documents).toBe(9);
    expect(findings).toHaveLength(9);
    const line = source.split('\n').findIndex((text) => text.includes('height="6.8mm"')) + 1;
    expect(findings[0]).toMatchObject({
      code: 'compose.overflow',
      locale: 'de',
      sample: 'shipping-labels-de-1',
      place: { file: 'templates/shipping-label/label.hbs', line },
    });
  });

  it('finds with the pseudo-locale what fits in English only', async () => {
    const narrow = '<box x="3mm" y="1.6mm" width="19mm" height="4mm"><p>{{t "shipping-label:deliveryNote"}}</p></box>';
    writeFileSync(label, source.replace(/<box x="3mm" y="1.6mm".*?<\/box>/s, narrow));
    expect(await check({ locale: 'en,pseudo', pseudo: true })).toBe(1);
    expect(said).toMatch(/en {6}ok\nen-XA {3}9\n/);
  });

  it('says that a type has no sample, and which samples cannot be read', async () => {
    writeFileSync(join(config.samplesDir, 'broken.json'), '{"documents": [{"type": "invoice", "message": {}}]}');
    expect(await check({ type: 'invoice', locale: 'de' })).toBe(1);
    expect(said).toContain('samples/broken.json');
    expect(said).toContain('"invoice" has none in samples/');
    rmSync(join(config.samplesDir, 'broken.json'));
  });

  it('refuses a locale or type that there is not', async () => {
    await expect(check({ locale: 'xx' })).rejects.toThrow('intake.unknown-locale');
    await expect(check({ type: 'xx' })).rejects.toThrow('intake.unknown-type');
  });
});
