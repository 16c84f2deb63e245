import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasChromium } from './browserRig.ts';
import { eventually, type RunningProgram, startProgram } from './runningProgram.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A busy machine draws slowly; only the reload has a time to keep. */
const patient = { timeout: 15_000 };
const pageChecks = await readFile(new URL('browserPageChecks.js', import.meta.url), 'utf8');

/** The preview over copies of templates, texts and samples that the tests change. */
describe.skipIf(!hasChromium)('postwerk preview (needs chromium)', () => {
  let folder: string;
  let program: RunningProgram;
  let browser: Browser;
  let page: Page;
  let url: string;
  const noted: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postwerk-preview-'));
    for (const name of ['templates', 'locales', 'samples']) {
      await cp(join(root, name), join(folder, name), { recursive: true });
    }
    program = startProgram(process.execPath, [join(root, 'dist/main.js'), 'preview'], {
      POSTWERK_TEMPLATES: join(folder, 'templates'),
      POSTWERK_LOCALES: join(folder, 'locales'),
      POSTWERK_SAMPLES: join(folder, 'samples'),
    });
    url = await eventually(
      async () => /http:\S+/.exec(program.said())?.[0] ?? null,
      () => program.said(),
      60_000,
    );
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    page = await open();
  });
  afterEach(async () => {
    await page.context().close();
    expect(noted.splice(0)).toEqual([]);
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    context.on('console', (message) => message.type() === 'error' && noted.push(message.text()));
    context.on('weberror', (error) => noted.push(error.error().message));
    return context.newPage();
  }

  /** Changes a file, runs what looks at the change, and puts the file back. */
  async function changed(file: string, change: (text: string) => string, look: () => Promise<void>): Promise<void> {
    const path = join(folder, file);
    const before = await readFile(path, 'utf8');
    try {
      await writeFile(path, change(before));
      await look();
    } finally {
      await writeFile(path, before);
      await page.locator('.failure').first().waitFor({ state: 'detached' });
    }
  }

  const invoice = '?type=invoice&sample=invoice-de&locale=de';
  const mark = (text: string) =>
    page
      .locator('.mark')
      .and(page.locator(`[aria-label^="${text};"]`))
      .first();

  test('says of a text on the page where it comes from', async () => {
    await page.goto(url + invoice);
    await mark('R-1001').hover();
    const why = page.locator('#why');
    await expect.poll(() => why.innerText(), patient).toContain('/buyer/identifiers/0/value');
    expect(await why.innerText()).toMatch(/_shared\/row.hbs:\d+/);
    expect(await why.innerText()).toMatch(/invoice\/page.hbs:\d+/);
    await mark('Belegnummer').hover();
    await expect.poll(() => why.innerText(), patient).toContain('locales/de/invoice.json');
  });

  test('says it by keyboard alone, aloud', async () => {
    await page.goto(url + invoice);
    const sheet = page.locator('svg[data-page="1"]');
    await sheet.focus();
    const spoken = async (): Promise<string> => {
      const id = (await sheet.getAttribute('aria-activedescendant')) ?? '';
      return (await page.locator(`[id="${id}"]`).getAttribute('aria-label')) ?? '';
    };
    const first = await spoken();
    expect(first).toContain('templates/_shared/letterhead.hbs line');
    await page.keyboard.press('ArrowDown');
    expect(await spoken()).not.toBe(first);
    await page.keyboard.press('End');
    const last = await spoken();
    await page.keyboard.press('ArrowRight');
    expect(await spoken()).toBe(last);
  });

  test('shows a saved template, and keeps what has the focus', async () => {
    await page.goto(url + invoice);
    await page.locator('select[name=locale]').focus();
    await changed(
      'templates/invoice/page.hbs',
      (text) => text.replace('<h1>', '<h1>Neu '),
      async () => {
        await mark('Neu').waitFor({ state: 'attached' });
      },
    );
    await mark('Neu').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.getAttribute("name")')).toBe('locale');
  });

  test('shows a saved text and a saved sample', async () => {
    await page.goto(url + invoice);
    await changed(
      'locales/de/invoice.json',
      (text) => text.replace('"Belegnummer"', '"Nummer des Belegs"'),
      async () => {
        await mark('Nummer des Belegs').waitFor({ state: 'attached' });
      },
    );
    await changed(
      'samples/invoice-de.json',
      (text) => text.replace('Stückguttransport', 'Luftfracht'),
      async () => {
        await mark('Luftfracht Linz – Wien').waitFor({ state: 'attached' });
        expect(await mark('Luftfracht Linz – Wien').getAttribute('aria-label')).toContain('/lines/0/item/name');
      },
    );
  });

  test('shows every error at its line, with the line and what was meant', async () => {
    await page.goto(url + invoice);
    await changed(
      'templates/invoice/page.hbs',
      (text) => text.replace('<h1>', '<h1 algin="left">').replace('"invoice:number"', '"invoice:numbr"'),
      async () => {
        await page.locator('.failure').nth(1).waitFor();
        const said = await page.locator('#result').innerText();
        expect(said).toContain('2 errors');
        expect(said).toContain('did you mean "align"?');
        expect(said).toContain('did you mean "invoice:number"?');
        expect(said).toMatch(/templates\/invoice\/page.hbs:\d+:\d+/);
        expect(await page.locator('.source mark').first().innerText()).toMatch(/<h1 algin="left">|invoice:numbr/);
      },
    );
  });

  test('keeps what was chosen while something is broken', async () => {
    await page.goto(`${url}?type=invoice&sample=invoice-hu&locale=hu`);
    await changed(
      'templates/invoice/page.hbs',
      (text) => text.replace('<h1>', '<h9>'),
      async () => {
        await page.locator('.failure').first().waitFor();
        expect(await page.locator('select[name=sample]').inputValue()).toBe('invoice-hu');
      },
    );
    expect(await page.locator('select[name=locale]').inputValue()).toBe('hu');
  });

  test('shows a missing word, a text that does not fit, and a broken sample', async () => {
    await page.goto(url + invoice);
    await changed(
      'locales/de/invoice.json',
      (text) => text.replace(/^ {2}"number":.*\n/m, ''),
      async () => {
        await expect.poll(() => page.locator('.failure').first().innerText(), patient).toContain('"number"');
      },
    );
    await changed(
      'templates/_shared/letterhead.hbs',
      (text) => text.replace('height="26.5mm"', 'height="6mm"'),
      async () => {
        await expect
          .poll(() => page.locator('.failure').first().innerText(), patient)
          .toMatch(/letterhead.hbs:\d+:\d+/);
      },
    );
    await changed(
      'samples/invoice-de.json',
      (text) => text.replace('"lines"', '"liness"'),
      async () => {
        await expect
          .poll(() => page.locator('.failure').first().innerText(), patient)
          .toContain('samples/invoice-de.json');
      },
    );
  });

  test('ends a template that loops, and shows the next saved one', async () => {
    await page.goto(url + invoice);
    const loop = `${'{{#each @root.message.lines}}'.repeat(12)}<p>x</p>${'{{/each}}'.repeat(12)}`;
    await changed(
      'templates/invoice/page.hbs',
      (text) => text.replace('<h1>', `${loop}<h1>`),
      async () => {
        await page.locator('.failure').waitFor({ timeout: 60_000 });
        expect(await page.locator('.failure').innerText()).toContain('was stopped');
      },
    );
    await mark('R-1001').waitFor({ state: 'attached' });
  });

  test('shows a label dot by dot, with its ZPL and its PDF', async () => {
    await page.goto(`${url}?type=shipping-label&sample=shipping-labels-de-1&locale=de`);
    const dots = () => page.evaluate('document.querySelector(".page img")?.naturalWidth');
    await expect.poll(() => dots(), patient).toBe(840);
    await page.locator('select[name=dpi]').selectOption('300');
    await expect.poll(() => dots(), patient).toBe(1260);
    const zpl = await (
      await fetch(new URL((await page.locator('a', { hasText: 'ZPL' }).getAttribute('href')) ?? '', url))
    ).text();
    expect(zpl).toMatch(/^\^XA/);
    const pdf = await fetch(new URL((await page.locator('a', { hasText: 'PDF' }).getAttribute('href')) ?? '', url));
    expect(Buffer.from(await pdf.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
  });

  test('works without scripts, by its form', async () => {
    const plain = await open({ javaScriptEnabled: false });
    await plain.goto(url + invoice);
    await plain.locator('select[name=locale]').selectOption('en');
    await plain.getByRole('button', { name: 'Show', exact: true }).click();
    expect(plain.url()).toContain('locale=en');
    expect(await plain.locator('details.all').innerText()).toContain('All texts');
    await plain.context().close();
  });

  test.each([
    ['1280 px, light', { colorScheme: 'light' }],
    ['320 px, dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
  ] as const)('is fit for everybody at %s', async (_name, options) => {
    const look = await open(options);
    for (const address of [invoice, '?type=shipping-label&locale=de', '?type=invoice&sample=invoice-de&locale=en-XA']) {
      await look.goto(url + address);
      expect(await look.evaluate(pageChecks)).toEqual([]);
    }
    await look.context().close();
  });

  test('answers to this machine only', async () => {
    const { port } = new URL(url);
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      const request = get({ host: '127.0.0.1', port, path: '/', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
    });
    expect(answer).toBe(403);
  });
});
