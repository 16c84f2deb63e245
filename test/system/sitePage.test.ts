import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildSscc } from '../../src/model/sscc.ts';
import { getDocument } from '../../src/store/documentHistory.ts';
import { shipmentOf, startSite, type TestSite } from '../integration/site/startSite.ts';
import { hasChromium } from './browserRig.ts';

const script = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
const soon = { timeout: 30_000 };
const phone = { viewport: { width: 360, height: 640 } };
const desktop = { viewport: { width: 1280, height: 800 } };
let serial = 6_000_000;
const nextSscc = () => buildSscc({ extension: 3, companyPrefix: '90123450', serial: (serial += 1) });

describe.skipIf(!hasChromium)('the page of a site in a browser (needs chromium)', () => {
  let site: TestSite;
  let browser: Browser;
  const troubles: string[] = [];
  const waiting = { number: '26-810000', ssccs: [nextSscc(), nextSscc()] };

  beforeAll(async () => {
    site = await startSite();
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    const ids = await site.submit(await shipmentOf(waiting.number, waiting.ssccs));
    await vi.waitFor(async () => {
      expect((await getDocument(site.store, ids[2] ?? ''))?.document.state).toBe('held');
    }, soon);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function open(path: string, language: string, options: BrowserContextOptions = desktop): Promise<Page> {
    const context = await browser.newContext({ ...options, bypassCSP: true });
    await context.addCookies([{ name: 'pw_site_language', value: language, url: site.url }]);
    context.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    context.on('weberror', (error) => troubles.push(error.error().message));
    const page = await context.newPage();
    await page.goto(site.url + path, { waitUntil: 'load' });
    return page;
  }

  /** As a wedge scanner does it: keys in quick succession, Enter at the end. */
  async function scan(page: Page, code: string): Promise<void> {
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
  }
  const word = (page: Page) => page.locator('#result h1').textContent();

  describe.each([
    ['de', 'phone', phone],
    ['de', 'desktop in the dark', { ...desktop, colorScheme: 'dark' }],
    ['ar', 'phone in the dark', { ...phone, colorScheme: 'dark' }],
    ['ar', 'desktop', desktop],
  ] as const)('in %s on a %s', (language, _size, options) => {
    test('every page passes axe and our own checks, and everything to touch is large', async () => {
      const complaints: string[] = [];
      const page = await open('/site', language, options);
      for (const path of ['/site?q=26-9', `/site?q=${waiting.number}`, '/site/printers', '/site/ahead']) {
        await page.goto(site.url + path, { waitUntil: 'load' });
        await page.addScriptTag({ content: axe.source });
        const found = await page.evaluate<string[]>(
          `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
             .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`,
        );
        const own = await page.evaluate<string[]>(await script('browserPageChecks.js'));
        const small = await page.evaluate<string[]>(
          `[...document.querySelectorAll('button, .button, input:not([type=hidden]), select, summary, nav a, .languages a')]
             .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 48)
             .map((element) => 'too low to touch: ' + element.outerHTML.slice(0, 120))`,
        );
        complaints.push(...[...found, ...own, ...small].map((complaint) => `${path} ${complaint}`));
      }
      await page.context().close();
      expect(complaints).toEqual([]);
    });
  });

  test('a scanner alone prints, hears of errors, and never loses what it scanned', async () => {
    const page = await open('/site', 'de', phone);
    expect(await page.evaluate('document.activeElement.name')).toBe('code');
    await scan(page, `00${waiting.ssccs[0]}`);
    await expect.poll(() => word(page), soon).toMatch(/Wird gedruckt|Gedruckt/);
    await expect.poll(() => word(page), soon).toBe('Gedruckt');
    expect(site.labels.state().received).toBe(1);

    // Wherever the focus is, what is scanned reaches the field; two scans in a row are both worked off.
    await page.locator('.brand').focus();
    await scan(page, '26-777777');
    await scan(page, waiting.ssccs[0] ?? '');
    await expect.poll(() => word(page), soon).toBe('Schon gedruckt');
    expect(await page.locator('#recent li').allTextContents()).toEqual([
      expect.stringContaining('Schon gedruckt'),
      expect.stringContaining('Nicht gefunden'),
      expect.stringMatching(/gedruckt/i),
    ]);
    expect(await page.evaluate('document.documentElement.dataset.heard')).toBe('warn');
    expect(await page.locator('#code').inputValue()).toBe('');

    // By keys alone: Tab to a reason, Enter, and it comes again.
    await page.keyboard.press('Tab');
    while ((await page.evaluate('document.activeElement.value')) !== 'damaged') await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => site.labels.state().received, soon).toBe(2);
    await expect.poll(() => page.evaluate('document.activeElement.name'), soon).toBe('code');

    await page.locator('[data-sound-switch]').click();
    await scan(page, '26-777778');
    await expect.poll(() => word(page), soon).toBe('Nicht gefunden');
    expect(await page.evaluate('document.documentElement.dataset.heard')).toBe('muted');
    expect(troubles.splice(0)).toEqual([]);
    await page.context().close();
  });

  test('two scans bind a label printed ahead, in Arabic', async () => {
    const run = crypto.randomUUID();
    const { text } = await site.post('/site/ahead', { run, count: '2', day: '2026-11-23', device: 'linz-labels' });
    const [sscc = ''] = /\d{18}/.exec(text.split('sheet-list')[1] ?? '') ?? [];
    const page = await open('/site', 'ar', phone);
    await scan(page, sscc);
    await expect.poll(() => word(page), soon).toBe('امسح الشحنة الآن');
    await scan(page, sscc);
    await expect.poll(() => word(page), soon).toBe('هذه ليست شحنة');
    await scan(page, '26-820000');
    await expect.poll(() => word(page), soon).toBe('تم الربط');
    // The next scan is an ordinary one again.
    await scan(page, '26-820001');
    await expect.poll(() => word(page), soon).toBe('غير موجود');
    await page.context().close();
  });

  test('without its script every step works by loading', async () => {
    const page = await open('/site', 'de', { ...phone, javaScriptEnabled: false });
    await page.locator('#code').fill(waiting.ssccs[1] ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL(/did=sent/, soon);
    await expect
      .poll(async () => {
        await page.reload();
        return word(page);
      }, soon)
      .toBe('Gedruckt');
    await page.context().close();
  });
});
