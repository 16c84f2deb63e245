import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyInstance } from 'fastify';
import { assemble, type Running } from '../../../src/cli/assemble.ts';
import { readConfig } from '../../../src/config.ts';
import { startVirtualIppPrinter } from '../../../src/landscape/sinks/virtualIppPrinter.ts';
import {
  startVirtualLabelPrinter,
  type VirtualLabelPrinterOptions,
} from '../../../src/landscape/sinks/virtualLabelPrinter.ts';
import type { Sink } from '../../../src/landscape/sinks/sink.ts';
import { createLog } from '../../../src/log.ts';
import { plainDefaults } from '../../../src/model/device.ts';
import { createJobAcceptor } from '../../../src/pipeline/acceptJob.ts';
import { hintDrain } from '../../../src/pipeline/hintWork.ts';
import type { SitePageOptions } from '../../../src/site/page/siteFrame.ts';
import { sitePageRoutes } from '../../../src/site/page/routes.ts';
import type { Store } from '../../../src/store/db.ts';
import { setDevicePaused, upsertDevice } from '../../../src/store/devices.ts';
import { upsertSender } from '../../../src/store/senders.ts';
import { upsertSite } from '../../../src/store/sites.ts';
import { countFreeSsccs, setSsccState, takeSsccs } from '../../../src/store/ssccNumbers.ts';
import { leaseSsccRange, setSsccCounter } from '../../../src/store/ssccRanges.ts';
import { serveAssets } from '../../../src/web/assets.ts';
import { handleErrors } from '../../../src/web/errorHandling.ts';
import { addSecurityHeaders } from '../../../src/web/securityHeaders.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A site with its page, its store, its workers and two printers. */
export interface TestSite {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly url: string;
  readonly labels: Sink;
  readonly office: Sink;
  readonly line: { up: boolean; since: Date | null; ended: boolean };
  /** Submits documents as one job; gives their ids. */
  submit(documents: readonly object[], key?: string): Promise<readonly string[]>;
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; text: string }>;
  /** Sends a form and follows to the page it leads to. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<{ status: number; text: string; at: string }>;
  stop(): Promise<void>;
}

export async function startSite(
  options: {
    localesDir?: string;
    siteId?: string;
    locale?: string;
    name?: string;
    labelPrinter?: Pick<VirtualLabelPrinterOptions, 'printMs' | 'faultsAfter'>;
  } = {},
): Promise<TestSite> {
  const folder = await mkdtemp(join(tmpdir(), 'postwerk-site-'));
  const config = {
    ...readConfig({ ...process.env, POSTWERK_DATA: join(folder, 'data'), POSTWERK_COMPOSE_THREADS: '1' }),
    sweepMs: 500,
  };
  const siteId = options.siteId ?? 'linz';
  const labels = await startVirtualLabelPrinter({
    ...options.labelPrinter,
    folder: join(folder, 'labels'),
    name: 'Etiketten · Tor 3',
  });
  const office = await startVirtualIppPrinter({ folder: join(folder, 'office'), name: 'Büro' });
  const log = createLog('silent');
  const running: Running = await assemble(config, { roles: ['worker'], log, smtpUrl: null });
  const { store, road } = running;
  await upsertSender(store, {
    id: 'alpenfracht',
    name: 'Alpenfracht Logistik AG',
    locale: 'de',
    accent: '#0b5d66',
    logo: null,
    emailFrom: 'belege@alpenfracht.test',
  });
  await upsertSite(store, { id: siteId, name: options.name ?? 'Linz', country: 'AT', locale: options.locale ?? 'de' });
  const device = { siteId, media: null, label: null, defaults: plainDefaults };
  const addressOf = (sink: Sink) => sink.state().url;
  await upsertDevice(store, {
    ...device,
    id: 'linz-labels',
    name: 'Etiketten · Tor 3',
    uri: addressOf(labels),
    driver: 'zpl',
    dpi: 203,
  });
  await upsertDevice(store, {
    ...device,
    id: 'linz-office',
    name: 'Büro',
    uri: addressOf(office),
    driver: 'pdf',
    dpi: null,
  });
  await setSsccCounter(store, { companyPrefix: '90123450', extension: 3 });
  const range = await leaseSsccRange(store.pool, { siteId, epoch: 1, size: 1_000 });
  // One store is both sides here: what was leased is also what may be used.
  await store.pool.query('UPDATE sscc_ranges SET held = true WHERE id = $1', [range.id]);

  const acceptor = createJobAcceptor({ store, queue: road.queue, library: road.library, log });
  const submit: SitePageOptions['submit'] = async (documents, key) => {
    const body = Buffer.from(JSON.stringify({ documents }));
    const answer = await acceptor.whole({ format: 'json', body, apiKeyId: null, idempotencyKey: key });
    if (!('results' in answer)) throw new Error(answer.kind);
    const refused = answer.results.find(({ status }) => status === 'refused');
    if (refused !== undefined) throw new Error(JSON.stringify(refused));
    const documentIds = answer.results.map((result) => ('documentId' in result ? result.documentId : ''));
    return { jobId: answer.job.id, documentIds };
  };
  const line = { up: true, since: null as Date | null, ended: false };
  const app = Fastify();
  addSecurityHeaders(app);
  handleErrors(app, { of: () => [] });
  serveAssets(app);
  await app.register(
    sitePageRoutes({
      store,
      siteId,
      localesDir: options.localesDir ?? join(root, 'locales'),
      defaultLocale: 'en',
      hintDrain: (deviceIds) => hintDrain(road, deviceIds),
      submit,
      numbers: {
        take: (count, request) => takeSsccs(store, count, 'pre-label', { request }),
        set: async (ssccs, state, detail) => void (await setSsccState(store, ssccs, state, detail)),
        left: () => countFreeSsccs(store),
      },
      line: () => line,
    }),
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as { port: number }).port}`;
  let jobs = 0;
  return {
    app,
    store,
    url,
    labels,
    office,
    line,
    async submit(documents, key) {
      jobs += 1;
      return (await submit(documents as Parameters<typeof submit>[0], key ?? `job ${jobs}`)).documentIds;
    },
    async get(path, headers = {}) {
      const response = await fetch(url + path, { headers });
      return { status: response.status, text: await response.text() };
    },
    async post(path, fields) {
      const response = await fetch(url + path, { method: 'POST', body: new URLSearchParams(fields) });
      return { status: response.status, text: await response.text(), at: response.url.slice(url.length) };
    },
    async stop() {
      await app.close();
      await running.close();
      await labels.close();
      await office.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** The labels and the delivery note of one shipment of the samples, under numbers of their own, waiting for a scan. */
export async function shipmentOf(
  number: string,
  ssccs: readonly string[],
  when: 'scan' | 'now' = 'scan',
): Promise<readonly object[]> {
  const sample = async (name: string) =>
    (JSON.parse(await readFile(join(root, 'samples', name), 'utf8')) as { documents: { message: object }[] }).documents;
  const [label] = await sample('shipping-labels-de.json');
  const [note] = await sample('delivery-note-de.json');
  const deliveries = (device: string) => [{ channel: 'print', device, ...(when === 'scan' ? { when } : {}) }];
  return [
    ...ssccs.map((sscc, index) => ({
      ...label,
      recipient: undefined,
      reference: `${number}/${index + 1}`,
      message: {
        ...label?.message,
        number,
        sscc,
        deliveryNoteNumber: `LS-${number}`,
        unit: { index: index + 1, count: ssccs.length },
      },
      deliveries: deliveries('linz-labels'),
    })),
    {
      ...note,
      recipient: undefined,
      reference: `LS-${number}`,
      message: { ...note?.message, number: `LS-${number}` },
      deliveries: deliveries('linz-office'),
    },
  ];
}

/** A printed run, put into the state in which a jam leaves it: `sure` out, then `suspect` ones, the rest waiting. */
export async function jammed(store: Store, ids: readonly string[], sure: number, suspect: number): Promise<string> {
  await setDevicePaused(store, 'linz-labels', true, 'test');
  await store.pool.query(
    `UPDATE deliveries v SET evidence = CASE WHEN i.n <= $2 THEN 'printed'::evidence END,
       state = (CASE WHEN i.n <= $2 THEN 'completed' WHEN i.n <= $2 + $3 THEN 'held' ELSE 'pending' END)::state,
       reason_code = CASE WHEN i.n > $2 AND i.n <= $2 + $3 THEN 'unknown-outcome' END
     FROM unnest($1::uuid[]) WITH ORDINALITY AS i(id, n) WHERE v.document_id = i.id`,
    [ids, sure, suspect],
  );
  const { rows } = await store.pool.query<{ job_id: string }>(
    `UPDATE documents d SET state = v.state FROM deliveries v WHERE v.document_id = d.id AND d.id = ANY($1::uuid[])
     RETURNING d.job_id`,
    [ids],
  );
  return rows[0]?.job_id ?? '';
}
