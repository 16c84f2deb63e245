import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceReport } from '../../../src/model/deviceReport.ts';
import { leaseDevice, releaseDevice } from '../../../src/store/devices.ts';
import { consoleLoginLink } from '../../../src/web/console/loginLink.ts';
import { composeSome, someParties, toDevice } from '../store/someDocuments.ts';
import { startTestServer, type TestServer } from './startTestServer.ts';

let server: TestServer;
let cookie: string;
/** What the pipeline says cannot be composed for another device. */
let unfit: { documentId: string; number: string; reason: string }[] = [];

const report: DeviceReport = {
  ...{ at: new Date(), answered: true, state: 'stopped', reasons: ['paper-out'], warnings: ['ribbon-low'] },
  ...{ detail: 'It says: out of labels.', model: 'ZT411', serial: 'S1', firmware: null, dpi: 300, media: [] },
  ...{ formats: [], printed: 12_345, waiting: 0, encrypted: false },
};

beforeAll(async () => {
  server = await startTestServer({
    server: {
      deviceWork: {
        composeFor: async () => unfit,
        printTestPage: async () => ({ documentId: '019ab3c4-5f10-7c2e-9d41-6a0f2b7c8e15' }),
        probe: async () => report,
      },
    },
  });
  await someParties(server.store);
  await server.store.pool.query(`UPDATE devices SET driver = 'zpl', dpi = 203 WHERE id = 'printer-2'`);
  const link = await server.fetch(consoleLoginLink(server.secret, 'Maria', new Date(Date.now() + 60_000)), {
    key: null,
  });
  cookie = (link.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
});
afterAll(() => server.stop());
beforeEach(async () => {
  unfit = [];
  await server.store.pool.query(`UPDATE deliveries SET state = 'canceled'`);
});

async function see(path: string): Promise<string> {
  const response = await server.fetch(`/console/devices${path}`, { key: null, headers: { cookie } });
  expect(response.status).toBe(200);
  return (await response.text()).replaceAll(/\s+/g, ' ');
}

async function press(action: string, fields: Record<string, string> = {}): Promise<Response> {
  const form = /name="form" value="([^"]+)"/.exec(await see('/printer-1'))?.[1] ?? '';
  return server.fetch(`/console/devices/printer-1/${action}`, {
    ...{ key: null, method: 'POST', body: new URLSearchParams({ form, ...fields }).toString() },
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
  });
}

async function stop(): Promise<void> {
  const lease = await leaseDevice(server.store, 'printer-1', 30_000);
  await releaseDevice(server.store, 'printer-1', lease?.fence ?? 0, {
    ...{ state: 'stopped', reason: 'dispatch.device-stopped: The printer says: cover open.' },
    ...{ reasons: ['cover-open'], nextAttemptAt: new Date(Date.now() + 60_000) },
  });
}

describe('the devices', () => {
  it('stand with those first that need somebody, and say why', async () => {
    const calm = await see('');
    expect(calm).toContain('All of 2 devices can print.');
    await stop();
    await composeSome(server.store, 3, [toDevice('printer-1')]);
    const text = await see('');
    expect(text).toContain('1 device has stopped.');
    expect(text).toMatch(/stopped.*printer-1.*Cover open\..*idle.*printer-2/);
  });

  it('are named in the navigation, from everywhere in the console', async () => {
    const list = await (await server.fetch('/console', { key: null, headers: { cookie } })).text();
    expect(list).toContain('<a href="/console/devices">Devices</a>');
    expect(await see('')).toContain('<a href="/console/devices" aria-current="page">Devices</a>');
  });

  it('are for operators only', async () => {
    for (const path of ['', '/printer-1', '/printer-1/report']) {
      expect((await server.fetch(`/console/devices${path}`, { key: null })).status).toBe(303);
    }
  });
});

describe('a device', () => {
  it('shows its queue in order, what it printed, and what happened to it', async () => {
    await server.store.pool.query(`UPDATE devices SET state = 'idle', failures = 0 WHERE id = 'printer-1'`);
    const { deliveryIds } = await composeSome(server.store, 3, [toDevice('printer-1')]);
    await server.store.pool.query(`UPDATE deliveries SET state = 'completed', evidence = 'printed' WHERE id = $1`, [
      deliveryIds[0],
    ]);
    const text = await see('/printer-1');
    expect(text).toContain('2 wait, the longest for less than a minute.');
    expect(text).toMatch(/Invoice R-2.*Invoice R-3.*Printed last.*Invoice R-1.*the printer says it is printed/);
    expect(text).toMatch(/History.*Registered/);
  });

  it('is paused, resumed and tried at once', async () => {
    expect((await press('pause')).headers.get('location')).toBe('/console/devices/printer-1?done=pause');
    const paused = await see('/printer-1?done=pause');
    expect(paused).toContain('Paused. What is being sent runs to its end.');
    expect(paused).toMatch(/Resume<\/button>/);
    await press('resume');
    expect(await see('/printer-1')).toMatch(/Pause<\/button>/);
    await stop();
    expect(await see('/printer-1')).toMatch(/so it is tried with the next print/);
    await composeSome(server.store, 1, [toDevice('printer-1')]);
    const stopped = await see('/printer-1');
    expect(stopped).toMatch(/Cover open<\/strong>.*The printer says: cover open\..*Next attempt.*Try now<\/button>/);
    await press('resume');
    expect(await see('/printer-1')).not.toContain('Next attempt');
    expect(server.hints.at(-1)?.deviceIds).toEqual(['printer-1']);
  });

  it('prints a test page and says where to look', async () => {
    const { headers } = await press('test');
    const path = headers.get('location')?.replace('/console/devices', '') ?? '';
    expect(await see(path)).toContain('href="/console/documents/019ab3c4-5f10-7c2e-9d41-6a0f2b7c8e15"');
  });

  it('gives what waits to another one, and says what could not go', async () => {
    await composeSome(server.store, 2, [toDevice('printer-1')]);
    unfit = [{ documentId: 'x', number: 'R-1', reason: '"invoice" is laid out for paper; zpl needs a label.' }];
    const { headers } = await press('move', { to: 'printer-2' });
    const path = headers.get('location')?.replace('/console/devices', '') ?? '';
    expect(await see(path)).toContain(
      'Nothing was moved. 2 prints stay: the other device cannot have them (&quot;invoice&quot; is laid out for paper; zpl needs a label).',
    );
    await server.store.pool.query(`UPDATE devices SET driver = 'pdf', dpi = NULL WHERE id = 'printer-2'`);
    const moved = await press('move', { to: 'printer-2' });
    expect(moved.headers.get('location')).toContain('moved=2&left=0');
    expect(await see('/printer-2')).toContain('2 wait');
    const refused = await press('move', { to: 'nowhere' });
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('no device &quot;nowhere&quot;'),
    ]);
  });

  it('is asked how it is', async () => {
    await server.store.pool.query(`UPDATE devices SET driver = 'zpl', dpi = 203 WHERE id = 'printer-2'`);
    const text = await see('/printer-2/report');
    expect(text).toContain('It says 300 dpi and is registered with 203 dpi');
    expect(text).toMatch(/out of labels.*little ribbon left.*ZT411.*12,345/);
  });

  it('takes no form of another site', async () => {
    const response = await server.fetch('/console/devices/printer-1/pause', {
      ...{ key: null, method: 'POST', body: 'form=x' },
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(response.status).toBe(403);
  });
});
