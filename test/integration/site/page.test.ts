import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getDocument } from '../../../src/store/documentHistory.ts';
import { getSscc } from '../../../src/store/ssccNumbers.ts';
import { buildSscc } from '../../../src/model/sscc.ts';
import { jammed, shipmentOf, startSite, type TestSite } from './startSite.ts';

let site: TestSite;
let serial = 5_000_000;

beforeAll(async () => {
  site = await startSite();
});
afterAll(async () => site?.stop());

const nextSscc = () => buildSscc({ extension: 3, companyPrefix: '90123450', serial: (serial += 1) });
const wordOf = (text: string) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1];
const toneOf = (text: string) => /<section class="result (\w+)"/.exec(text)?.[1];
const statesOf = async (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await getDocument(site.store, id))?.document.state));

/** A shipment whose papers are composed and wait for a scan. */
async function waitingShipment(number: string, count: number): Promise<{ ids: readonly string[]; ssccs: string[] }> {
  const ssccs = Array.from({ length: count }, nextSscc);
  const ids = await site.submit(await shipmentOf(number, ssccs));
  await expect.poll(() => statesOf(ids), { timeout: 20_000 }).toEqual(ids.map(() => 'held'));
  return { ids, ssccs };
}

describe('a scan', () => {
  test('prints what waits for it, all of a shipment or one label, and says so', async () => {
    const { ids, ssccs } = await waitingShipment('26-500100', 2);
    const held = await getDocument(site.store, ids[0] ?? '');
    expect(held?.document.reasonCode).toBe('dispatch.waits-for-scan');
    expect(held?.deliveries).toMatchObject([{ state: 'held', reasonCode: 'dispatch.waits-for-scan' }]);
    expect(wordOf((await site.get('/site?q=26-500100')).text)).toBe('Wartet auf Scan');
    expect(site.labels.state().received).toBe(0);

    const one = await site.post('/site/scan', { code: `]C100${ssccs[1]}` });
    expect(one.at).toBe(`/site?q=${ssccs[1]}&did=sent`);
    await expect.poll(() => site.labels.state().received).toBe(1);
    await expect.poll(async () => wordOf((await site.get(one.at)).text)).toBe('Gedruckt');

    // The delivery note's number brings the rest: the other label and itself.
    await site.post('/site/scan', { code: 'ls-26-500100' });
    await expect.poll(() => statesOf(ids), { timeout: 10_000 }).toEqual(['completed', 'completed', 'completed']);
    expect([site.labels.state().received, site.office.state().received]).toEqual([2, 1]);
    const printed = await getDocument(site.store, ids[0] ?? '');
    expect(printed?.audit).toContainEqual(
      expect.objectContaining({ actor: 'site:linz', action: 'scanned', fromState: 'held', toState: 'pending' }),
    );
  });

  test('of what is printed asks why, and prints again only with a reason', async () => {
    const { ids, ssccs } = await waitingShipment('26-500200', 1);
    const code = ssccs[0] ?? '';
    await site.post('/site/scan', { code });
    await expect.poll(() => statesOf(ids.slice(0, 1))).toEqual(['completed']);
    const before = site.labels.state().received;

    const again = await site.post('/site/scan', { code });
    expect([wordOf(again.text), toneOf(again.text)]).toEqual(['Schon gedruckt', 'warn']);
    expect(again.text).toContain('Warum nochmals drucken?');
    expect(site.labels.state().received).toBe(before);

    const sent = await site.post('/site/reprint', { code, reason: 'other', text: 'vom Stapler überfahren' });
    expect(sent.at).toContain('did=sent');
    await expect.poll(() => site.labels.state().received).toBe(before + 1);
    await expect.poll(() => statesOf(ids.slice(0, 1))).toEqual(['completed']);
    const history = await getDocument(site.store, ids[0] ?? '');
    expect(history?.deliveries).toMatchObject([{ possibleDuplicate: false }, { possibleDuplicate: true }]);
    expect(history?.audit).toContainEqual(
      expect.objectContaining({
        action: 'reprinted',
        reasonCode: 'reprint-other',
        detail: 'other: vom Stapler überfahren',
      }),
    );
    expect((await site.get(`/site?q=${code}`)).text).toContain('nachgedruckt');
  });

  test.each([
    ['nobody knows', '26-999999', 'Nicht gefunden', 'Nummer prüfen'],
    ['has a wrong check digit', '390123450030118405', 'Kein Beleg von uns', 'Prüfziffer'],
    ['is of an article', ']d20119012345201101', 'Kein Beleg von uns', 'eines Artikels'],
    ['is a link of somebody else', 'https://www.example/menu', 'Kein Beleg von uns', 'keine SSCC'],
  ])('of what %s is answered in red', async (_what, code, word, help) => {
    const { text } = await site.post('/site/scan', { code });
    expect([wordOf(text), toneOf(text)]).toEqual([word, 'bad']);
    expect(text).toContain(help);
    expect(text).toContain('data-sound="bad"');
  });

  test('says while the line is down that a paper may wait at headquarters', async () => {
    site.line.up = false;
    site.line.since = new Date();
    const { text } = await site.post('/site/scan', { code: '26-888888' });
    site.line.up = true;
    expect(text).toContain('Die Leitung zur Zentrale ist unterbrochen: Der Beleg kann dort noch warten.');
    expect(text).toContain('Drucken geht weiter.');
  });

  test('is answered with the end where headquarters has ended this agent', async () => {
    site.line.ended = true;
    const { text } = await site.post('/site/scan', { code: '26-888888' });
    const printers = await site.get('/site/printers');
    site.line.ended = false;
    expect([wordOf(text), toneOf(text)]).toEqual(['Hier wird nicht mehr gedruckt', 'bad']);
    expect(wordOf(printers.text)).toBe('Hier wird nicht mehr gedruckt');
  });

  test('waits with its reason while the printer is paused, and follows when it goes on', async () => {
    const { ids, ssccs } = await waitingShipment('26-500300', 1);
    await site.post('/site/printers', { device: 'linz-labels', do: 'pause' });
    const { text } = await site.post('/site/scan', { code: ssccs[0] ?? '' });
    expect([wordOf(text), toneOf(text)]).toEqual(['Wartet auf den Drucker', 'warn']);
    const printers = await site.get('/site/printers');
    expect(printers.text).toContain('Angehalten');
    await site.post('/site/printers', { device: 'linz-labels', do: 'resume' });
    await expect.poll(() => statesOf(ids.slice(0, 1))).toEqual(['completed']);
  });

  test('of a thousand letters, markup or control characters does no harm', async () => {
    for (const code of [
      'x'.repeat(5_000),
      '<script>alert(1)</script>',
      "'; DROP TABLE documents; --",
      '\u0000\u001d\u001d',
    ]) {
      const { status, text } = await site.post('/site/scan', { code });
      expect(status).toBe(200);
      expect(text).not.toContain('<script>alert');
    }
  });

  test('is taken from the page itself only', async () => {
    const response = await fetch(`${site.url}/site/scan`, {
      method: 'POST',
      body: new URLSearchParams({ code: '26-500100' }),
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(response.status).toBe(403);
  });
});

describe('the language', () => {
  test('is the site’s, and the reader may choose another', async () => {
    expect((await site.get('/site')).text).toContain('<html lang="de">');
    const chosen = await fetch(`${site.url}/site/language?to=ar&back=/site/printers`, { redirect: 'manual' });
    expect(chosen.headers.get('location')).toBe('/site/printers');
    const cookie = (chosen.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await site.get('/site', { cookie })).text).toContain('<html lang="ar" dir="rtl">');
    const away = await fetch(`${site.url}/site/language?to=xx&back=https://elsewhere.example`, { redirect: 'manual' });
    expect([away.headers.get('location'), away.headers.get('set-cookie')]).toEqual(['/site', null]);
  });
});

describe('labels printed ahead', () => {
  const runOf = async (count: number, run = crypto.randomUUID()) => {
    const page = await site.post('/site/ahead', {
      run,
      count: String(count),
      day: '2026-11-23',
      device: 'linz-labels',
    });
    return {
      run,
      page,
      ssccs: [...new Set([...page.text.matchAll(/<bdi>(\d{18})<\/bdi>/g)].map((match) => match[1] ?? ''))],
    };
  };

  test('come with numbers of their own, once, are bound by two scans, and voided at the end', async () => {
    const before = site.labels.state().received;
    const { run, page, ssccs } = await runOf(4);
    expect(page.at).toBe(`/site/ahead/${run}`);
    expect(ssccs).toHaveLength(4);
    await expect.poll(() => site.labels.state().received, { timeout: 20_000 }).toBe(before + 4);
    // The same form once more: no second run, no second number.
    expect((await runOf(4, run)).ssccs).toEqual(ssccs);

    const [first = '', second = ''] = ssccs;
    const asked = await site.post('/site/scan', { code: first });
    expect(wordOf(asked.text)).toBe('Jetzt die Sendung scannen');
    expect(asked.text).toContain(`<input type="hidden" name="label" value="${first}">`);
    const wrong = await site.post('/site/scan', { label: first, code: second });
    expect([wordOf(wrong.text), toneOf(wrong.text)]).toEqual(['Das ist keine Sendung', 'warn']);
    const article = await site.post('/site/scan', { label: first, code: '9012345000035' });
    expect(wordOf(article.text)).toBe('Das ist keine Sendung');
    const bound = await site.post('/site/scan', { label: first, code: '26-700001' });
    expect(wordOf(bound.text)).toBe('Zugeordnet');
    expect(await getSscc(site.store, first)).toMatchObject({ state: 'bound', shipment: '26-700001' });
    // The shipment now finds its label.
    expect((await site.get('/site?q=26-700001')).text).toContain(first);

    await site.post(`/site/ahead/${run}/void`, { reason: 'unused' });
    const voided = await site.post('/site/scan', { code: second });
    expect([wordOf(voided.text), toneOf(voided.text)]).toEqual(['Nummer ungültig', 'bad']);
    expect(await getSscc(site.store, second)).toMatchObject({ state: 'void', reason: 'unused' });
    expect(await getSscc(site.store, first)).toMatchObject({ state: 'bound' });
  });

  test('are refused when the numbers do not reach, and none is taken', async () => {
    const left = () => site.get('/site/ahead').then(({ text }) => /vorhandene Nummern: ([\d.]+)/.exec(text)?.[1]);
    const before = await left();
    await site.store.pool.query(`UPDATE sscc_ranges SET last = next + 2 WHERE held`);
    const { page } = await runOf(10);
    expect(page.text).toContain('Die Nummern reichen nicht; vorhanden: 3.');
    await site.store.pool.query(`UPDATE sscc_ranges SET last = first + 999 WHERE held`);
    expect(await left()).toBe(before);
    expect((await runOf(0)).page.text).toContain('Anzahl von 1 bis');
  });
});

describe('after a jam', () => {
  test('the last good one is scanned, the unclear ones come again marked, and the run goes on', async () => {
    const ssccs = Array.from({ length: 6 }, nextSscc);
    const ids = (await site.submit((await shipmentOf('26-600100', ssccs, 'now')).slice(0, 6))) ?? [];
    await expect.poll(() => statesOf(ids), { timeout: 20_000 }).toEqual(ids.map(() => 'completed'));
    const job = await jammed(site.store, ids, 2, 2);
    expect((await site.get('/site/printers')).text).toContain('Lauf klären (6)');
    const started = await site.post('/site/jam', { device: 'linz-labels', job });
    expect(started.text).toContain('Das letzte gute Etikett scannen');
    expect(started.text).toMatch(/<b>2<\/b> Gedruckt.*<b>2<\/b> Unklar, ob gedruckt.*<b>2<\/b> Nicht gedruckt/s);

    const elsewhere = await site.post('/site/jam/last', { device: 'linz-labels', job, code: '26-500100' });
    expect(elsewhere.text).toContain('Nicht aus diesem Lauf');
    const neverSent = await site.post('/site/jam/last', { device: 'linz-labels', job, code: ssccs[5] ?? '' });
    expect(neverSent.text).toContain('Nicht aus diesem Lauf');
    const question = await site.post('/site/jam/last', { device: 'linz-labels', job, code: ssccs[2] ?? '' });
    expect(question.text).toContain('Gut bis 3 von 6');
    expect(question.text).toContain('Was ist mit denen danach (1)?');

    const before = site.labels.state().received;
    const last = ssccs[2] ?? '';
    await site.post('/site/jam/finish', {
      device: 'linz-labels',
      job,
      last,
      ask: crypto.randomUUID(),
      doubtful: 'again',
    });
    await expect.poll(() => statesOf(ids), { timeout: 10_000 }).toEqual(ids.map(() => 'completed'));
    expect(site.labels.state().received).toBe(before + 3);
    const scanned = await getDocument(site.store, ids[2] ?? '');
    expect(scanned?.deliveries).toMatchObject([{ state: 'completed', evidence: 'confirmed' }]);
    const again = await getDocument(site.store, ids[3] ?? '');
    expect(again?.deliveries).toMatchObject([
      { state: 'canceled', reasonCode: 'superseded' },
      { state: 'completed', possibleDuplicate: true },
    ]);
    expect((await site.get('/site/printers')).text).not.toContain('Lauf klären');
  });

  test('numbers printed ahead are never printed twice: spoilt ones are void and replaced', async () => {
    const run = crypto.randomUUID();
    await site.post('/site/ahead', { run, count: '5', day: '2026-11-23', device: 'linz-labels' });
    const { rows } = await site.store.pool.query<{ id: string; sscc: string }>(
      'SELECT document_id AS id, sscc FROM run_labels WHERE run_id = $1 ORDER BY position',
      [run],
    );
    const ids = rows.map(({ id }) => id);
    await expect.poll(() => statesOf(ids), { timeout: 20_000 }).toEqual(ids.map(() => 'completed'));
    const job = await jammed(site.store, ids, 1, 2);
    const question = await site.post('/site/jam/last', { device: 'linz-labels', job, none: 'yes' });
    expect(question.text).toContain('neue Nummern');
    await site.post('/site/jam/finish', {
      device: 'linz-labels',
      job,
      last: 'none',
      ask: crypto.randomUUID(),
      doubtful: 'again',
    });
    const { rows: after } = await site.store.pool.query<{ sscc: string; label_state: string; reason: string | null }>(
      'SELECT sscc, label_state, reason FROM run_labels WHERE run_id = $1 ORDER BY position',
      [run],
    );
    expect(after.map(({ label_state }) => label_state)).toEqual([
      'open',
      'void',
      'void',
      'open',
      'open',
      'open',
      'open',
    ]);
    expect(after[1]).toMatchObject({ sscc: rows[1]?.sscc, reason: 'jam' });
    expect(await getSscc(site.store, rows[1]?.sscc ?? '')).toMatchObject({ state: 'void', reason: 'jam' });
    expect(new Set(after.map(({ sscc }) => sscc)).size).toBe(7);
    await expect
      .poll(() => statesOf(ids), { timeout: 10_000 })
      .toEqual(['completed', 'canceled', 'canceled', 'completed', 'completed']);
  });
});
