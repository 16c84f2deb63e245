import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ComposePool, createComposePool } from '../../../src/compose/composePool.ts';
import { createTemplateLibrary } from '../../../src/compose/templates/templateLibrary.ts';
import { composeDocuments } from '../../../src/pipeline/composeDocuments.ts';
import { createDeviceWork } from '../../../src/pipeline/deviceWork.ts';
import type { Road } from '../../../src/pipeline/road.ts';
import type { Queue } from '../../../src/queue/queue.ts';
import { claimDeviceDeliveries } from '../../../src/store/deliveries.ts';
import { leaseDevice, upsertDevice } from '../../../src/store/devices.ts';
import { getDocument, getRenditionBytes } from '../../../src/store/documentHistory.ts';
import { upsertSite } from '../../../src/store/sites.ts';
import type { DeviceWork } from '../../../src/web/api/deviceWork.ts';
import { submitted } from '../web/composedDocument.ts';
import { startTestServer, type TestServer } from '../web/startTestServer.ts';
import { jsonType, label } from '../web/submissions.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folders = { templatesDir: `${root}templates`, localesDir: `${root}locales` };
let server: TestServer;
let composePool: ComposePool;
let road: Road;
let work: DeviceWork;

beforeAll(async () => {
  composePool = createComposePool({ ...folders, threads: 1, timeoutMs: 20_000 });
  server = await startTestServer({
    server: {
      deviceWork: {
        composeFor: (device, which) => work.composeFor(device, which),
        printTestPage: (device) => work.printTestPage(device),
        probe: (device) => work.probe(device),
      },
    },
  });
  road = {
    store: server.store,
    queue: { hint: async () => true } as unknown as Queue,
    library: createTemplateLibrary(folders),
    composePool,
    ...{ mailer: null, defaultLocale: 'de', leaseMs: 60_000, attemptTimeoutMs: 10_000, log: pino({ level: 'silent' }) },
  };
  work = createDeviceWork(road);
  await upsertSite(server.store, { id: 'linz', name: 'Linz', country: 'AT', locale: 'de' });
  const at = (id: string) => ({ id, name: id, siteId: 'linz', uri: 'socket://127.0.0.1:9' });
  await upsertDevice(server.store, { ...at('gate-203'), driver: 'zpl', dpi: 203 });
  await upsertDevice(server.store, { ...at('gate-300'), driver: 'zpl', dpi: 300 });
  const media = { name: '105 × 148 mm', widthMm: 105, heightMm: 148 };
  await upsertDevice(server.store, { ...at('gate-600'), driver: 'zpl', dpi: 600, media });
  const inches = { name: '4 × 6 in', widthMm: 100, heightMm: 150 };
  await upsertDevice(server.store, { ...at('gate-4x6'), driver: 'zpl', dpi: 203, media: inches });
  await upsertDevice(server.store, { ...at('office'), driver: 'pdf', dpi: null });
});
afterAll(async () => {
  await composePool.close();
  await server.stop();
});

/** Labels composed and waiting at a device, in the order of their numbers. */
async function waitingAt(device: string, numbers: readonly number[]): Promise<string[]> {
  const printed = { deliveries: [{ channel: 'print', device }], site: 'linz' };
  const documents = await submitted(server, ...numbers.map((number) => label(number, printed)));
  const ids = documents.map(({ id }) => id);
  await composeDocuments(road, ids);
  return ids;
}

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const init = { method: 'POST', headers: jsonType, body: JSON.stringify(body) };
  return (await server.fetch(`/v1/${path}`, init)).json() as Promise<Record<string, unknown>>;
}

/** Takes what a device would print next, as its drain does. */
async function claimAt(device: string) {
  const lease = await leaseDevice(server.store, device, 60_000);
  const claimed = await claimDeviceDeliveries(server.store, device, lease?.fence ?? 0, 100, 60_000);
  await server.store.pool.query(`UPDATE deliveries SET state = 'completed' WHERE id = ANY($1::uuid[])`, [
    claimed.map(({ id }) => id),
  ]);
  await server.store.pool.query('UPDATE devices SET lease_until = NULL WHERE id = $1', [device]);
  return claimed.map(({ document, dpi, renditions }) => ({
    ...{ number: document.number, dpi, bytes: renditions[0]?.bytes.toString() ?? '' },
  }));
}

/** `^PW`: the width of the label in dots. */
const widthOf = (zpl: string) => Number(/\^PW(\d+)/.exec(zpl)?.[1]);

describe('a device of another model', () => {
  test('prints what waited elsewhere, composed for its print head, in the same order', async () => {
    const ids = await waitingAt('gate-203', [11, 12, 13]);
    const moved = await post('devices/gate-203/move', { to: 'gate-300' });
    expect(moved).toMatchObject({ moved: 3, left: 0, notMoved: [] });
    const printed = await claimAt('gate-300');
    expect(printed.map(({ number, dpi }) => [number, dpi])).toEqual([
      ['L-11', 300],
      ['L-12', 300],
      ['L-13', 300],
    ]);
    const history = await getDocument(server.store, ids[0] ?? '');
    expect(history?.renditions.map(({ format, dpi }) => [format, dpi])).toEqual([
      ['pdf', null],
      ['zpl', 203],
      ['zpl', 300],
    ]);
    expect(history?.audit.map(({ action }) => action)).toEqual(expect.arrayContaining(['composed-anew', 'moved']));
    const first = await getRenditionBytes(server.store, ids[0] ?? '', 'zpl');
    const [before, after] = [widthOf(first?.bytes.toString() ?? ''), widthOf(printed[0]?.bytes ?? '')];
    expect(after / before).toBeCloseTo(300 / 203, 1);
    // Composing it for that device at once gives the very same bytes.
    const [direct] = await waitingAt('gate-300', [11]).then(() => claimAt('gate-300'));
    expect(direct?.bytes).toBe(printed[0]?.bytes);
  });

  test('gives back what goes to the first again, with the first bytes', async () => {
    const [id = ''] = await waitingAt('gate-203', [21]);
    await post('devices/gate-203/move', { to: 'gate-300' });
    await post('devices/gate-300/move', { to: 'gate-203' });
    const first = await getRenditionBytes(server.store, id, 'zpl', 203);
    expect((await claimAt('gate-203')).map(({ bytes }) => bytes)).toEqual([first?.bytes.toString()]);
  });

  test('takes the page picture of a label on an office printer, and leaves paper where it is', async () => {
    await waitingAt('gate-203', [31]);
    expect(await post('devices/gate-203/move', { to: 'office' })).toMatchObject({ moved: 1, left: 0 });
    await server.store.pool.query(`UPDATE documents SET type = 'invoice' WHERE number = 'L-31'`);
    await server.store.pool.query(`DELETE FROM renditions WHERE format = 'zpl' AND document_id =
      (SELECT id FROM documents WHERE number = 'L-31')`);
    const refused = await post('devices/office/move', { to: 'gate-203' });
    expect(refused).toMatchObject({
      ...{ moved: 0, left: 1 },
      notMoved: [{ number: 'L-31', reason: expect.stringContaining('laid out for paper') }],
    });
    await server.store.pool.query(`UPDATE documents SET type = 'shipping-label' WHERE number = 'L-31'`);
    expect((await claimAt('office')).map(({ bytes }) => bytes.slice(0, 5))).toEqual(['%PDF-']);
  });

  test('takes one document that is sent again', async () => {
    const [id = ''] = await waitingAt('gate-203', [41]);
    await claimAt('gate-203');
    await server.store.pool.query(`UPDATE documents SET state = 'completed' WHERE id = $1`, [id]);
    const resend = { delivery: { channel: 'print', device: 'gate-600' } };
    expect(await post(`documents/${id}/resend`, resend)).toMatchObject({ id, state: 'processing' });
    expect((await claimAt('gate-600')).map(({ number, dpi }) => [number, dpi])).toEqual([['L-41', 600]]);
    await server.store.pool.query(`UPDATE documents SET state = 'completed' WHERE id = $1`, [id]);
    expect(await post(`documents/${id}/resend`, { delivery: { channel: 'print', device: 'gone' } })).toMatchObject({
      ...{ code: 'web.wrong-state', detail: 'There is no device "gone".' },
    });
  });
});

test('a label that names no size has that of the media, composed anew too; one that names its size keeps it', async () => {
  const dots = (mm: number, dpi = 203) => Math.round((mm / 25.4) * dpi);
  const at = { deliveries: [{ channel: 'print', device: 'gate-4x6' }], site: 'linz' };
  const { message } = label(52) as { message: object };
  const named = { ...label(52, at), message: { ...message, size: '148x210' } };
  const documents = await submitted(server, label(51, at), named);
  await composeDocuments(
    road,
    documents.map(({ id }) => id),
  );
  expect((await claimAt('gate-4x6')).map(({ bytes }) => widthOf(bytes))).toEqual([dots(101.6), dots(148)]);
  await waitingAt('gate-300', [53]);
  await upsertDevice(server.store, {
    ...{ id: 'gate-wide', name: 'wide', siteId: 'linz', uri: 'socket://127.0.0.1:9', driver: 'zpl', dpi: 600 },
    media: { name: 'A5', widthMm: 148, heightMm: 210 },
  });
  expect(await post('devices/gate-300/move', { to: 'gate-wide' })).toMatchObject({ moved: 1 });
  expect((await claimAt('gate-wide')).map(({ bytes }) => widthOf(bytes))).toEqual([dots(148, 600)]);
});

test('a test page goes the road of every document, laid out for the device', async () => {
  const { documentId } = (await post('devices/gate-600/test', {})) as { documentId: string };
  await composeDocuments(road, [documentId]);
  const history = await getDocument(server.store, documentId);
  expect(history?.document).toMatchObject({ type: 'test-page', siteId: 'linz', locale: 'de', priority: 1 });
  const [printed] = await claimAt('gate-600');
  expect([printed?.number.startsWith('TEST-gate-600-'), printed?.dpi]).toEqual([true, 600]);
  expect(widthOf(printed?.bytes ?? '')).toBe(Math.round((105 / 25.4) * 600));
});
