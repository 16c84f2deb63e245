import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Device } from '../../../src/model/parties.ts';
import { createApiKey } from '../../../src/store/apiKeys.ts';
import { composeSome, someParties, toDevice } from '../store/someDocuments.ts';
import { startTestServer, type TestServer } from './startTestServer.ts';

let server: TestServer;
let admin: string;

/** What the server asked of the pipeline. */
const asked: unknown[] = [];

beforeAll(async () => {
  server = await startTestServer({
    server: {
      deviceWork: {
        composeFor: async (device, which) => {
          asked.push({ for: device.id, which });
          return [];
        },
        printTestPage: async (device) => {
          asked.push({ test: device.id });
          return { documentId: '019ab3c4-5f10-7c2e-9d41-6a0f2b7c8e15' };
        },
        probe: async () => {
          throw new Error('not in this test');
        },
      },
    },
  });
  await someParties(server.store);
  admin = (await createApiKey(server.store, 'admin', ['admin'])).key;
});
afterAll(() => server.stop());
beforeEach(async () => {
  asked.length = 0;
  server.hints.length = 0;
  await server.store.pool.query(`UPDATE deliveries SET state = 'canceled'`);
});

const gate = { name: 'Gate 3', siteId: 'vienna', uri: 'socket://10.4.1.17:9100', driver: 'zpl', dpi: 203 };
type Answer = { device: Device & { queue: { waiting: number } }; [name: string]: unknown };

async function call(method: string, path: string, body?: unknown, key = admin) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await server.fetch(`/v1/devices${path}`, { method, key, headers, ...sent });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Answer & Record<string, unknown> };
}

describe('the registry', () => {
  test('takes a device, gives it back, changes and removes it', async () => {
    const media = { name: '105x148', widthMm: 105, heightMm: 148 };
    const added = await call('PUT', '/gate-3', { ...gate, media, label: { tracking: 'gap', finishing: 'peel' } });
    expect(added.body).toMatchObject({
      ...{ id: 'gate-3', ...gate, media, state: 'idle', paused: false, stateReasons: [] },
      label: { tracking: 'gap', finishing: 'peel', speed: null, upsideDown: false },
      defaults: { sides: null, tray: null, copies: 1 },
      queue: { waiting: 0, processing: 0, held: 0, oldestAt: null },
    });
    expect(added.status).toBe(200);
    expect((await call('PUT', '/gate-3', gate)).body).toMatchObject({ media: null, label: null });
    const list = (await call('GET', '', undefined, server.keys.read)).body as unknown as { devices: Device[] };
    expect(list.devices.map(({ id }) => id)).toEqual(['gate-3', 'printer-1', 'printer-2']);

    expect((await call('DELETE', '/gate-3')).status).toBe(204);
    expect((await call('GET', '/gate-3')).status).toBe(404);
    expect((await call('DELETE', '/gate-3')).body).toMatchObject({ code: 'web.not-found' });
    const { rows } = await server.store.pool.query<{ action: string; actor: string }>(
      `SELECT action, actor FROM audit WHERE device_id = 'gate-3' ORDER BY id`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['device-added', 'device-changed', 'device-removed']);
    expect(rows.every(({ actor }) => actor === 'key:admin')).toBe(true);
    // It may come back, with its history.
    expect((await call('PUT', '/gate-3', gate)).status).toBe(200);
    expect((await call('GET', '/gate-3')).status).toBe(200);
  });

  test('says exactly what is wrong', async () => {
    for (const [given, code, field] of [
      [{ ...gate, siteId: 'atlantis' }, 'store.invalid-device', 'siteId'],
      [{ ...gate, dpi: undefined }, 'store.invalid-device', 'dpi'],
      [{ ...gate, uri: 'socket://host/path' }, 'store.invalid-device', 'uri'],
      [{ ...gate, driver: 'pcl' }, 'web.invalid-request', 'driver'],
      [{ ...gate, media: { name: 'x', widthMm: 1, heightMm: 1 } }, 'web.invalid-request', 'widthMm'],
    ] as const) {
      const { status, body } = await call('PUT', '/gate-4', given);
      expect([status, body['code'], String(body['field']).split('/').at(-1)]).toEqual([400, code, field]);
    }
    expect((await call('PUT', '/a%20b', gate)).body).toMatchObject({ code: 'store.invalid-device', field: 'id' });
  });

  test('needs the scope', async () => {
    expect((await call('GET', '', undefined, server.keys.operate)).status).toBe(403);
    expect((await call('PUT', '/gate-3', gate, server.keys.all)).status).toBe(403);
    expect((await call('DELETE', '/gate-3', undefined, server.keys.all)).status).toBe(403);
    expect((await call('POST', '/printer-1/pause', undefined, server.keys.read)).status).toBe(403);
  });

  test('keeps what is still needed', async () => {
    await composeSome(server.store, 2, [toDevice('printer-2')]);
    expect((await call('DELETE', '/printer-2')).body).toMatchObject({
      code: 'store.device-in-use',
      detail: expect.stringContaining('2 waiting of its deliveries'),
    });
    const changed = { name: 'P', siteId: 'vienna', uri: 'socket://127.0.0.1:9', driver: 'zpl', dpi: 203 };
    expect((await call('PUT', '/printer-2', changed)).body).toMatchObject({
      ...{ code: 'store.device-in-use', field: 'driver' },
      detail:
        '2 waiting of its deliveries were composed as pdf: move them to another device before you change driver or resolution.',
    });
    expect((await call('DELETE', '/printer-1')).body).toMatchObject({
      code: 'store.device-in-use',
      detail: expect.stringContaining('Kovács Kft., Meyer GmbH'),
    });
  });
});

describe('an action', () => {
  test('pauses, resumes and tries at once', async () => {
    const { operate } = server.keys;
    expect((await call('POST', '/printer-1/pause', undefined, operate)).body.device.paused).toBe(true);
    expect(server.hints).toEqual([]);
    expect((await call('POST', '/printer-1/resume', undefined, operate)).body.device.paused).toBe(false);
    await composeSome(server.store, 1, [toDevice('printer-1')]);
    await server.store.pool.query(
      `UPDATE devices SET state = 'stopped', next_attempt_at = now() + interval '1 hour' WHERE id = 'printer-1'`,
    );
    const tried = await call('POST', '/printer-1/resume', undefined, operate);
    expect(tried.body.device).toMatchObject({ state: 'stopped', nextAttemptAt: null });
    expect(server.hints.map(({ deviceIds }) => deviceIds)).toEqual([['printer-1'], ['printer-1']]);
    await server.store.pool.query(`UPDATE deliveries SET state = 'canceled'`);
    await call('POST', '/printer-1/resume', undefined, operate);
    expect(server.hints).toHaveLength(2);
    expect((await call('POST', '/nowhere/pause', undefined, operate)).status).toBe(404);
  });

  test('prints a test page', async () => {
    const { body } = await call('POST', '/printer-1/test', undefined, server.keys.operate);
    expect(body['documentId']).toBe('019ab3c4-5f10-7c2e-9d41-6a0f2b7c8e15');
    expect(asked).toEqual([{ test: 'printer-1' }]);
  });

  test('moves what waits, composed for the other device first', async () => {
    const { deliveryIds } = await composeSome(server.store, 3, [toDevice('printer-1')]);
    const { body } = await call('POST', '/printer-1/move', { to: 'printer-2' }, server.keys.operate);
    expect(body).toMatchObject({ moved: 3, left: 0, notMoved: [], device: { id: 'printer-1', queue: { waiting: 0 } } });
    expect(asked).toEqual([{ for: 'printer-2', which: { waitingAt: 'printer-1' } }]);
    expect(server.hints.at(-1)?.deviceIds).toEqual(['printer-2']);
    const there = (await call('GET', '/printer-2')).body as unknown as { waiting: { id: string }[] };
    expect(there.waiting.map(({ id }) => id)).toEqual(deliveryIds);
    for (const to of ['nowhere', 'printer-1']) {
      const refused = await call('POST', '/printer-1/move', { to });
      expect([refused.status, refused.body['field']]).toEqual([400, 'to']);
    }
  });
});
