import { afterEach, expect, test } from 'vitest';
import { startSite, type TestSite } from './startSite.ts';

const soon = { timeout: 60_000, interval: 100 };
const total = 60;
/** So many are out when it jams, in the middle of a stream: those behind it lie in the printer. */
const jamAt = 23;

let site: TestSite;
afterEach(async () => site?.stop());

/** Which labels came out whole, by SSCC, in their order: torn ones do not count. */
async function cameOut(): Promise<string[]> {
  const { items } = site.labels.items({ limit: 1_000 });
  const whole = items.filter(({ details }) => details['note']?.startsWith('torn') !== true).toReversed();
  const labels = await Promise.all(whole.map(({ id }) => site.labels.get(id)));
  return labels.map((label) => /00(\d{18})/.exec(Buffer.from(label?.bytes ?? []).toString('latin1'))?.[1] ?? '');
}

const scannedRun = async () =>
  (
    await site.store.pool.query<{ sscc: string; label_state: string; job_id: string }>(
      'SELECT l.sscc, l.label_state, r.job_id FROM run_labels l JOIN label_runs r ON r.id = l.run_id ORDER BY l.position',
    )
  ).rows;

test('a run of labels made ahead jams: the last good one is scanned, the others get new numbers, none comes twice', async () => {
  site = await startSite({ labelPrinter: { printMs: 4, faultAfter: { labels: jamAt, fault: 'jam' } } });
  const fields = { run: crypto.randomUUID(), count: String(total), day: '2026-11-23', device: 'linz-labels' };
  await site.post('/site/ahead', fields);
  await expect.poll(async () => (await site.get('/site/printers')).text, soon).toContain(`Lauf klären (${total})`);
  // A label printer tells a jam as missing media (virtualLabelPrinter.ts), and the page tells it in its language.
  expect((await site.get('/site/printers')).text).toContain('<strong>Papier oder Etiketten leer</strong>');
  const before = await scannedRun();
  const job = before[0]?.job_id ?? '';

  const tally = await site.post('/site/jam', { device: 'linz-labels', job });
  const counts = [...tally.text.matchAll(/<b>(\d+)<\/b>/g)].slice(0, 3).map(([, count]) => Number(count));
  const [sure = 0, suspect = 0, waiting = 0] = counts;
  expect([sure, sure + suspect + waiting]).toEqual([jamAt, total]);
  expect(suspect).toBeGreaterThan(0);
  const last = before[jamAt - 1]?.sscc ?? '';
  const question = await site.post('/site/jam/last', { device: 'linz-labels', job, code: `]C100${last}` });
  expect(question.text).toContain(`Was ist mit denen danach (${suspect})?`);
  const done = { device: 'linz-labels', job, last, ask: crypto.randomUUID(), doubtful: 'again' };
  await site.post('/site/jam/finish', done);
  // The printer is emptied before it goes on: what lay in it does not come out beside what takes its place.
  const inPrinter = 'SELECT 1 FROM attempts WHERE finished_at IS NULL';
  await expect.poll(async () => (await site.store.pool.query(inPrinter)).rowCount, soon).toBe(0);
  await site.labels.set('ready');
  await site.post('/site/printers', { device: 'linz-labels', do: 'resume' });

  await expect.poll(async () => (await cameOut()).length, soon).toBe(total);
  const after = await scannedRun();
  const open = after.filter(({ label_state }) => label_state === 'open').map(({ sscc }) => sscc);
  const spoilt = before.slice(jamAt, jamAt + suspect).map(({ sscc }) => sscc);
  expect(after.filter(({ label_state }) => label_state === 'void').map(({ sscc }) => sscc)).toEqual(spoilt);
  expect((await cameOut()).toSorted()).toEqual(open.toSorted());
}, 180_000);
