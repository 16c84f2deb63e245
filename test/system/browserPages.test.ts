import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserRig, hasChromium, startBrowserRig } from './browserRig.ts';

const script = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
const looks: readonly [string, BrowserContextOptions][] = [
  ['1280 px, light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['320 px, dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
];

describe.skipIf(!hasChromium)('every page is fit for everybody (needs chromium)', () => {
  let rig: BrowserRig;
  let signedIn: BrowserContextOptions['storageState'];
  let addresses: Readonly<Record<string, string>>;

  beforeAll(async () => {
    rig = await startBrowserRig();
    const context = await rig.open();
    const page = await context.newPage();
    await page.goto(rig.login);
    signedIn = await context.storageState();
    const invoice = await rig.submit('invoice-de.json', 'PAGE-1');
    await rig.untilState(invoice, 'completed');
    const delivery = await rig.submit('delivery-note-de-transfer.json', 'PAGE-2');
    await rig.untilState(delivery, 'completed');
    await page.goto(`${rig.url}/landscape/mailbox`);
    const mail = await page.locator('.mails a').first().getAttribute('href');
    await page.goto(`${rig.url}/console?q=26-301377`);
    const label = await page.locator('.documents a').first().getAttribute('href');
    await context.close();
    const portal = rig.portalOf('Kisalföld Nagyker Kft.');
    addresses = {
      'the list': '/console',
      'a search without result': '/console?q=nothing-like-that',
      'an invoice': `/console/documents/${invoice}`,
      'a label': label ?? '',
      devices: '/console/devices',
      'a device': '/console/devices/kyiv-labels',
      'what a device says': '/console/devices/kyiv-labels/report',
      'signing in': '/console/login',
      portal,
      'a changed portal link': `${portal}x`,
      landscape: '/landscape',
      'a printer': '/landscape/linz-office',
      'a printed document': '/landscape/linz-office/items/1',
      'a label printer': '/landscape/linz-labels',
      mailbox: '/landscape/mailbox',
      'an e-mail': mail ?? '',
      errors: '/errors',
      docs: '/docs',
    };
  }, 150_000);
  afterAll(async () => rig?.stop());

  const names = [
    'the list',
    'a search without result',
    'an invoice',
    'a label',
    'devices',
    'a device',
    'what a device says',
    'signing in',
    'portal',
    'a changed portal link',
    'landscape',
    'a printer',
    'a printed document',
    'a label printer',
    'mailbox',
    'an e-mail',
    'errors',
    'docs',
  ];
  const withNavigation = (name: string) => !/portal|signing in|errors/.test(name);

  test('a bad page is found out', async () => {
    const context = await rig.open({ viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    await page.setContent(`<title>Bad</title><style>:focus { outline: none }</style><h1>One</h1><h1>Two</h1>
      <p style="color: #999">Faint</p><div style="width: 900px">Wide</div><input><button></button>
      <a href="#one" tabindex="-1">Kept out</a><a href="#two">Hidden focus</a><img src="data:,">`);
    const complaints = await page.evaluate<string[]>(await script('browserPageChecks.js'));
    complaints.push(...(await walkByTab(page)));
    await context.close();
    const said = complaints.join('\n');
    for (const what of [
      'language',
      'h1',
      'main',
      'sideways',
      'label',
      'name',
      'alt',
      'contrast 2.85',
      'cannot be seen',
    ])
      expect(said).toContain(what);
  });

  describe.each(looks)('%s', (_look, options) => {
    test.each(names)('%s', async (name) => {
      const context = await rig.open({ ...options, ...(signedIn === undefined ? {} : { storageState: signedIn }) });
      const page = await context.newPage();
      const address = new URL(addresses[name] ?? '', rig.url).href;
      await page.goto(address, { waitUntil: 'networkidle' });
      await page.locator('h1').first().waitFor({ state: 'attached' });
      const complaints = await page.evaluate<string[]>(await script('browserPageChecks.js'));
      if (withNavigation(name) && (await page.locator('nav').count()) === 0) complaints.push('no navigation');
      complaints.push(...(await walkByTab(page)));
      complaints.push(...rig.troubles(...(name === 'a changed portal link' ? [address] : [])));
      await context.close();
      expect(complaints).toEqual([]);
    });
  });
});

/** Presses Tab until everything was reached; complains of what never was, and of focus that cannot be seen. */
async function walkByTab(page: Page): Promise<string[]> {
  await page.evaluate(await script('browserTabOrder.js'));
  const complaints: string[] = [];
  for (let step = 0; step < 250; step += 1) {
    await page.keyboard.press('Tab');
    const complaint = await page.evaluate<string | null>('tabWalk.step()');
    if (complaint !== null) complaints.push(complaint);
    if ((await page.evaluate<number>('tabWalk.left().length')) === 0) return complaints;
  }
  const left = await page.evaluate<string[]>('tabWalk.left()');
  return [...complaints, ...left.map((element) => `${element}: Tab never reaches it`)];
}
