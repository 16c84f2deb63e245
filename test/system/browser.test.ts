import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BrowserRig, hasChromium, startBrowserRig } from './browserRig.ts';

const soon = { timeout: 30_000 };
/** True when the first picture there was loaded and has points. */
const isDrawn = (selector: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].slice(0, 1).some((picture) => picture.complete && picture.naturalWidth > 50)`;

describe.skipIf(!hasChromium)('the pages, as their users go through them (needs chromium)', () => {
  let rig: BrowserRig;
  let operator: BrowserContext;
  let page: Page;
  let expectedTroubles: string[] = [];

  beforeAll(async () => {
    rig = await startBrowserRig();
    operator = await rig.open({ acceptDownloads: true });
    const first = await operator.newPage();
    await first.goto(rig.login);
    await first.waitForURL(`${rig.url}/console`);
    await first.close();
  }, 150_000);
  afterAll(async () => rig?.stop());
  beforeEach(async () => {
    expectedTroubles = [];
    page = await operator.newPage();
  });
  afterEach(async () => {
    await page.close();
    const troubles = rig.troubles(...expectedTroubles);
    if (troubles.length > 0) throw new Error(troubles.join('\n'));
  });

  const visit = (path: string) => page.goto(rig.url + path);
  const drawn = async (selector: string) => {
    await page.locator(selector).first().scrollIntoViewIfNeeded(soon);
    await expect.poll(() => page.evaluate(isDrawn(selector)), soon).toBe(true);
  };
  /** Goes on by Tab until the focus is on what is called so. */
  const tabTo = async (name: string) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.textContent.trim()')) === name) return;
    }
    throw new Error(`Tab never reaches ${name}.`);
  };
  const turn = async (sink: string, position: string) => {
    await visit(`/landscape/${sink}`);
    await page.getByRole('button', { name: position, exact: true }).click();
    await page.locator('button[aria-pressed="true"]', { hasText: position }).waitFor(soon);
  };

  test('a login link signs in once, and never again', async () => {
    const stranger = await rig.open();
    const other = await stranger.newPage();
    const answer = await other.goto(rig.login);
    expect(answer?.status()).toBeGreaterThanOrEqual(400);
    await other.goto(`${rig.url}/console`);
    expect(new URL(other.url()).pathname).toBe('/console/login');
    await stranger.close();
    expectedTroubles = [rig.login];
  });

  test('a document appears in the list by itself, is found by its number, and shows its history and pages', async () => {
    await visit('/console');
    await page.evaluate('window.notLoadedAgain = true');
    await rig.submit('invoice-de.json', 'SEEN-LIVE-1');
    const link = page.getByRole('link', { name: 'SEEN-LIVE-1' });
    await link.waitFor(soon);
    expect(await page.evaluate('window.notLoadedAgain')).toBe(true);

    await page.getByRole('searchbox').fill('SEEN-LIVE-1');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=SEEN-LIVE-1/);
    expect(await page.locator('.documents tbody tr').count()).toBe(1);

    await link.click();
    await page.getByRole('heading', { level: 1, name: 'Invoice SEEN-LIVE-1' }).waitFor(soon);
    await page.locator('#state', { hasText: 'completed' }).waitFor(soon);
    const history = await page.locator('.timeline').innerText();
    for (const step of ['Accepted', 'Composed', 'Routed', 'Completed']) expect(history).toContain(step);
    expect(history).toContain('by API key landscape');
    await drawn('.sheets img');
    const mail = page.frameLocator('iframe.mail').locator('body');
    await expect.poll(() => mail.innerText(), soon).toContain('SEEN-LIVE-1');
  });

  test('a stopped printer is shown with its reason; turned on again it prints what waited', async () => {
    await turn('linz-office', 'Offline');
    const id = await rig.submit('delivery-note-de-transfer.json', 'WAITS-1');
    await visit('/console');
    const stopped = page.locator('.stopped li', { hasText: 'Linz · Büro' });
    await stopped.waitFor(soon);
    expect((await stopped.locator('.reason').innerText()).length).toBeGreaterThan(20);
    await visit(`/console/documents/${id}`);
    await page.getByText('It waits for the printer.').waitFor(soon);

    await turn('linz-office', 'Ready');
    await rig.untilState(id, 'completed');
    await visit('/console');
    await expect.poll(() => page.locator('.stopped li').count(), soon).toBe(0);
  });

  test('hold, release and send again by the keyboard alone', async () => {
    // As it was left by a try before.
    await turn('linz-office', 'Ready');
    await turn('gyor-office', 'Out of paper');
    const id = await rig.submit('delivery-note-de-transfer.json', 'BY-KEYS-0');
    await rig.untilState(id, 'completed');
    await turn('linz-office', 'Out of paper');
    const waiting = await rig.submit('delivery-note-de-transfer.json', 'BY-KEYS-1');
    await visit(`/console/documents/${waiting}`);
    // What is being sent right now cannot be held: the printer is asked once and says that it has no paper.
    await page.getByText('It waits for the printer.').waitFor(soon);
    await tabTo('Hold');
    await page.keyboard.press('Enter');
    await page.getByText('Held. It waits until somebody releases it.').waitFor(soon);
    await page.locator('#state', { hasText: 'held' }).waitFor(soon);

    await turn('linz-office', 'Ready');
    await turn('gyor-office', 'Ready');
    await visit(`/console/documents/${waiting}`);
    await tabTo('Release');
    await page.keyboard.press('Enter');
    await page.locator('#state', { hasText: 'completed' }).waitFor({ timeout: 90_000 });

    await tabTo('Send again');
    await page.keyboard.press('Enter');
    await page.getByText('The same bytes are on their way once more.').waitFor(soon);
    await rig.untilState(waiting, 'completed');
    await visit(`/console/documents/${waiting}`);
    const history = await page.locator('.timeline').innerText();
    for (const step of ['Held', 'Released', 'Sent again', 'by you']) expect(history).toContain(step);
  });

  test('a recipient reads the newest document first, in Hungarian, and loads it down', async () => {
    const id = await rig.submit('invoice-hu.json', 'LEGUJABB-1');
    await rig.untilState(id, 'completed');
    await page.goto(rig.portalOf('Kisalföld Nagyker Kft.'));
    expect(await page.locator('html').getAttribute('lang')).toBe('hu');
    expect(await page.locator('h1').innerText()).toBe('Az Ön dokumentumai');
    expect(await page.locator('.newest h2').innerText()).toBe('Számla LEGUJABB-1');
    expect(await page.locator('.documents tbody tr').count()).toBeGreaterThanOrEqual(4);
    await drawn('.newest img');

    const loading = page.waitForEvent('download', soon);
    await page.locator('.newest').getByRole('link', { name: 'PDF letöltése' }).click();
    const download = await loading;
    expect(download.suggestedFilename()).toMatch(/LEGUJABB-1.*\.pdf$/);
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('%PDF');
  });

  test('a changed portal link opens nothing and says so in the language of the browser', async () => {
    const link = rig.portalOf('Kisalföld Nagyker Kft.');
    const changed = `${link.slice(0, -6)}${link.at(-6) === 'A' ? 'B' : 'A'}${link.slice(-5)}`;
    const hungarian = await rig.open({ locale: 'hu-HU' });
    const other = await hungarian.newPage();
    const answer = await other.goto(changed);
    expect(answer?.status()).toBe(404);
    expect(await other.locator('html').getAttribute('lang')).toBe('hu');
    expect(await other.locator('h1').count()).toBe(1);
    expect((await other.locator('main').innerText()).length).toBeGreaterThan(40);
    expect(await other.locator('main a').count()).toBe(0);
    expect(await other.content()).not.toContain('Kisalföld');
    await hungarian.close();
    expectedTroubles = [changed];
  });

  test('the landscape shows pages, labels and e-mails as they arrived', async () => {
    await visit('/landscape');
    // Two printers at each of six sites, and the mailbox.
    expect(await page.locator('#sinks li').count()).toBe(13);
    await page.getByRole('link', { name: 'Linz · Büro' }).click();
    await drawn('.received img');
    await page.locator('.received a.sheet').first().click();
    await drawn('.sheets img');

    await visit('/landscape/linz-labels');
    await drawn('.received img');

    await visit('/landscape/mailbox');
    await page.locator('.mails a').first().click();
    const mail = page.frameLocator('iframe.mail').locator('body');
    await expect.poll(() => mail.innerText(), soon).toMatch(/\w{3}/);
    expect(await page.locator('.pairs').innerText()).toContain('.pdf');
  });

  test('the description of the API opens and names every route', async () => {
    await visit('/docs');
    await page.getByText('/v1/jobs', { exact: true }).first().waitFor(soon);
    await page.getByRole('button', { name: /POST.*\/v1\/jobs/ }).click();
    await page.getByText('Request body').first().waitFor(soon);
    const routes = (await page.locator('.opblock-summary-path').allInnerTexts()).map((text) =>
      text.replaceAll('\u200b', ''),
    );
    for (const route of ['/v1/jobs/{id}', '/v1/documents', '/v1/documents/{id}/hold']) expect(routes).toContain(route);
  });
});
