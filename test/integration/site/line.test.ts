import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CutLine, startCutLine } from '../../../src/landscape/cutLine.ts';
import { enroll } from '../../../src/site/line/enroll.ts';
import { connectHeadquarters } from '../../../src/site/line/headquarters.ts';
import { type Line, runLine } from '../../../src/site/line/runLine.ts';
import { settleIdentity } from '../../../src/site/numbers/settleIdentity.ts';
import { createSsccNumbers, type SsccNumbers } from '../../../src/site/numbers/ssccNumbers.ts';
import { openStampFile } from '../../../src/site/numbers/stampFile.ts';
import type { SiteFile } from '../../../src/site/siteFile.ts';
import { createEnrolment } from '../../../src/store/agentEnrolments.ts';
import { getSiteIdentity } from '../../../src/store/agentIdentity.ts';
import { listSites } from '../../../src/store/agents.ts';
import { getDevice, setDevicePaused } from '../../../src/store/devices.ts';
import { cancelDocument } from '../../../src/store/documentActions.ts';
import { getDocument, getRenditionBytes } from '../../../src/store/documentHistory.ts';
import { setSsccCounter } from '../../../src/store/ssccRanges.ts';
import { createServer } from '../../../src/web/server.ts';
import { eventually } from '../../fault/rig.ts';
import { type Certificate, makeCa } from '../../support/certificates.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { composeSome, someParties, toDevice } from '../store/someDocuments.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const log = pino({ level: 'silent' });

let headquarters: TestStore;
let site: TestStore;
let server: FastifyInstance;
let front: TlsServer;
let wire: CutLine;
/** Where the site finds headquarters, and the CA that vouches for it. */
let address: string;
let caPath: string;
let dataDir: string;
let file: SiteFile;
let line: Line;
let numbers: SsccNumbers;
const drained: string[] = [];

beforeAll(async () => {
  [headquarters, site] = await Promise.all([startTestStore(), startTestStore()]);
  await someParties(headquarters.store);
  await setSsccCounter(headquarters.store, { companyPrefix: '9012345', extension: 7 });
  server = await createServer({
    store: headquarters.store,
    log,
    intake: (_app, _options, done) => done(),
    hint: async () => undefined,
    templatesDir: join(root, 'templates'),
    localesDir: join(root, 'locales'),
    version: '1.0.0',
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const ca = makeCa('Alpenfracht private CA');
  front = await startTls(ca.issue(['localhost']), (server.server.address() as AddressInfo).port);
  wire = await startCutLine({ host: '127.0.0.1', port: (front.address() as AddressInfo).port });
  address = wire.url.replace('http://127.0.0.1', 'https://localhost');
  dataDir = await mkdtemp(join(tmpdir(), 'postwerk-line-'));
  caPath = join(dataDir, 'ca.pem');
  await writeFile(caPath, ca.cert);
});
afterAll(async () => {
  await line?.stop();
  await wire?.close();
  front?.close();
  await server?.close();
  await Promise.all([headquarters?.stop(), site?.stop()]);
  await rm(dataDir, { recursive: true, force: true });
});

/** What stands before headquarters: it ends TLS and hands the bytes on. */
async function startTls(certificate: Certificate, port: number): Promise<TlsServer> {
  const tls = createTlsServer({ ...certificate }, (near) => {
    const far = connect({ host: '127.0.0.1', port });
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((listening) => tls.listen(0, '127.0.0.1', listening));
  return tls;
}

describe('the certificate of headquarters', () => {
  test('is refused where nobody known vouches for it', async () => {
    await expect(enroll(address, 'ANY', null)).rejects.toMatchObject({
      code: 'site.untrusted-server',
      detail: expect.stringMatching(/^https:\/\/localhost:\d+ is not trusted by the public CAs: .*\([A-Z_]+\)\.$/),
    });
    const foreign = join(dataDir, 'foreign.pem');
    await writeFile(foreign, makeCa('Somebody else').cert);
    await expect(enroll(address, 'ANY', foreign)).rejects.toMatchObject({ code: 'site.untrusted-server' });
  });

  test('is refused for another name than it has', async () => {
    await expect(enroll(address.replace('localhost', '127.0.0.1'), 'ANY', caPath)).rejects.toMatchObject({
      code: 'site.untrusted-server',
      detail: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  test.each([
    ['in the clear', () => 'http://postwerk.example', () => caPath],
    ['that is none', () => 'postwerk.example', () => caPath],
    ['with a CA that is not there', () => address, () => `${caPath}.missing`],
  ])('and an address %s is not called at all', async (_what, server, ca) => {
    await expect(enroll(server(), 'ANY', ca())).rejects.toMatchObject({ code: 'cli.invalid-setting' });
  });
});

describe('the line of a site, over TLS', () => {
  test('begins with a code, good once', async () => {
    const { code } = await createEnrolment(headquarters.store, 'vienna', 'test');
    await expect(enroll(address, 'WRONG', caPath)).rejects.toMatchObject({
      code: 'site.code-refused',
      detail: expect.stringContaining('no such code'),
    });
    file = await enroll(address, code, caPath);
    expect(file).toMatchObject({ server: address, ca: caPath, siteId: 'vienna', siteName: 'Vienna', epoch: 1 });
    await expect(enroll(address, code, caPath)).rejects.toMatchObject({
      code: 'site.code-refused',
      detail: expect.stringContaining('was used for site vienna'),
    });
  });

  test('brings templates, devices and numbers', async () => {
    const stamp = openStampFile(dataDir);
    await settleIdentity(site.store, file, stamp, log);
    numbers = createSsccNumbers(site.store, stamp);
    line = runLine({
      store: site.store,
      dataDir,
      file,
      headquarters: connectHeadquarters(file.server, file.token, file.ca),
      log,
      version: '1.0.0',
      bundle: null,
      useBundle: async ({ templatesDir }) => {
        expect(await readFile(join(templatesDir, 'invoice/page.hbs'), 'utf8')).not.toBe('');
      },
      hintDrain: async (deviceIds) => void drained.push(...deviceIds),
      reserve: 50,
    });
    expect(await eventually(async () => (await numbers.left()) >= 50)).toBe(true);
    expect((await getDevice(site.store, 'printer-1'))?.uri).toBe('socket://127.0.0.1:9');
    expect(await numbers.take(3)).toHaveLength(3);
    expect(line.state()).toMatchObject({ up: true });
  });

  test('brings a delivery at once, and its bytes', async () => {
    const { ids, deliveryIds } = await composeSome(headquarters.store, 1, [toDevice('printer-1')]);
    const id = ids[0] ?? '';
    expect(await eventually(async () => (await getDocument(site.store, id)) !== null)).toBe(true);
    expect(drained).toContain('printer-1');
    const [here, there] = await Promise.all(
      [site, headquarters].map(({ store }) => getRenditionBytes(store, id, 'pdf')),
    );
    expect(here?.bytes.equals(there?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect((await getDocument(site.store, id))?.deliveries.map((delivery) => delivery.id)).toEqual(deliveryIds);
  });

  test('takes a request down and its answer up', async () => {
    const { ids } = await composeSome(headquarters.store, 1, [toDevice('printer-1')]);
    const id = ids[0] ?? '';
    await eventually(async () => (await getDocument(site.store, id)) !== null);
    await cancelDocument(headquarters.store, id, 'me');
    const canceled = async () => (await getDocument(headquarters.store, id))?.document.state === 'canceled';
    expect(await eventually(canceled)).toBe(true);
    const audit = (await getDocument(headquarters.store, id))?.audit.map(({ actor, action }) => `${actor}: ${action}`);
    expect(audit).toContain('me: cancel-asked');
    expect(audit).toContain('site:vienna me: canceled');
  });

  test('a pause at headquarters reaches the site, and one at the site headquarters', async () => {
    await setDevicePaused(headquarters.store, 'printer-2', true, 'me');
    expect(await eventually(async () => (await getDevice(site.store, 'printer-2'))?.paused === true)).toBe(true);
    expect((await getDevice(headquarters.store, 'printer-2'))?.paused).toBe(true);
    await setDevicePaused(site.store, 'printer-2', false, 'them');
    expect(await eventually(async () => (await getDevice(headquarters.store, 'printer-2'))?.paused === false)).toBe(
      true,
    );
    expect((await getDevice(site.store, 'printer-2'))?.paused).toBe(false);
  });

  test('when it is cut, the site knows; when it is whole again, what happened meanwhile comes over', async () => {
    wire.set(false);
    expect(await eventually(() => !line.state().up)).toBe(true);
    expect(line.state().reason).toContain('does not answer');
    const { ids } = await composeSome(site.store, 1, [toDevice('printer-1')], { siteId: 'vienna' });
    const { ids: down } = await composeSome(headquarters.store, 1, [toDevice('printer-1')]);
    await numbers.set(await numbers.take(1), 'void', { reason: 'torn' });
    wire.set(true);
    expect(await eventually(async () => (await getDocument(headquarters.store, ids[0] ?? '')) !== null)).toBe(true);
    expect(await eventually(async () => (await getDocument(site.store, down[0] ?? '')) !== null)).toBe(true);
    const voided = `SELECT 1 FROM sscc_numbers WHERE sscc_state = 'void' AND reason = 'torn'`;
    expect(await eventually(async () => (await headquarters.store.pool.query(voided)).rowCount === 1)).toBe(true);
    const [overview] = await listSites(headquarters.store);
    expect(overview?.agent?.lastHeardAt?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(overview?.agent?.version).toBe('1.0.0');
  });

  test('ends for good when the agent is revoked', async () => {
    await headquarters.store.pool.query('UPDATE site_agents SET revoked_at = now()');
    expect(await line.refused).toMatchObject({ code: 'site.revoked' });
    expect(line.state()).toMatchObject({ up: false, ended: true, reason: expect.stringContaining('was revoked at') });
    expect((await getSiteIdentity(site.store))?.siteId).toBe('vienna');
  });
});
