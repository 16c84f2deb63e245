import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Config, packageRoot } from '../config.ts';
import { PostwerkError } from '../errors.ts';
import { readAcknowledged, recordAcknowledged } from '../landscape/acknowledgements.ts';
import { filesBelow } from '../landscape/filesBelow.ts';
import { landscapeKey } from '../landscape/landscapeKey.ts';
import { type Ledger, takeLedger } from '../landscape/ledger.ts';
import { landscapeRoutes } from '../landscape/pages.ts';
import { readSeed, seed } from '../landscape/seed.ts';
import { type LandscapeSites, startSiteAgents } from '../landscape/siteAgents.ts';
import { receivedBy, type Sinks, startSinks } from '../landscape/startSinks.ts';
import { type FileAnswer, submitFile } from '../landscape/submitFile.ts';
import { createLog } from '../log.ts';
import { isTransient } from '../store/db.ts';
import { takeExclusive } from '../store/exclusive.ts';
import { type Running, assemble } from './assemble.ts';
import { print, say, table } from './print.ts';
import { rowsOf } from './submit.ts';
import { untilSignal } from './untilSignal.ts';
import { whereToLook } from './whereToLook.ts';

interface StartOptions {
  readonly once?: boolean;
  readonly json?: boolean;
  readonly submit?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly port?: number;
  /** Agents of two sites as processes of their own. */
  readonly sites: boolean;
}

/** On a laptop nobody waits half a minute for a lease to run out; a live attempt is over in 5 s here. */
const landscapeLeaseMs = 10_000;
/** Sites whose agents run as processes of their own. */
const landscapeSites = ['gyor', 'dubai'];
/** Exit code of a --once that a signal ended: the ledger was not taken. */
const interrupted = 130;

/**
 * `npm start`: the whole landscape in this process group, the samples on their way through it.
 * Returns the exit code: with --once 0 only when every promised document is final and nothing is lost.
 */
export async function startLandscape(given: Config, options: StartOptions): Promise<number> {
  const config = {
    ...given,
    port: options.port ?? (options.once ? 0 : await freePort(given)),
    leaseMs: Math.min(given.leaseMs, landscapeLeaseMs),
    attemptTimeoutMs: Math.min(given.attemptTimeoutMs, landscapeLeaseMs / 2),
    sweepMs: Math.min(given.sweepMs, 2_000),
  };
  const folder = await submitFolder(config, options);
  const log = createLog(process.env['POSTWERK_LOG_LEVEL'] ?? 'warn');
  await mkdir(config.dataDir, { recursive: true });
  say(`Postwerk keeps its data in ${config.dataDir}`);

  const signal = untilSignal();
  const sinks = await startSinks(join(config.dataDir, 'sinks'), (await readSeed(config.samplesDir)).devices);
  let running: Running | null = null;
  const sites: { now: LandscapeSites | null } = { now: null };
  let lock: { release(): Promise<void> } | null = null;
  try {
    running = await assemble(config, {
      roles: ['web', 'worker'],
      log,
      smtpUrl: sinks.smtpUrl,
      extraRoutes: landscapeRoutes(sinks.all, () => sites.now?.all ?? new Map()),
    });
    lock = await takeExclusive(running.store, 'landscape');
    if (!lock) {
      throw new PostwerkError('cli.already-running', `Another "postwerk start" works on ${config.dataDir}.`);
    }
    await seed(running.store, await readSeed(config.samplesDir), (device) => sinks.uriOf(device.id));
    sites.now = await startSiteAgents({
      store: running.store,
      log,
      folder: join(config.dataDir, 'sites'),
      siteIds: options.sites ? landscapeSites : [],
      headquarters: running.url ?? '',
      program: join(packageRoot, 'dist/main.js'),
    });
    const end = await Promise.race([travel(config, options, running, sinks, folder), signal, running.lost]);
    if (end instanceof PostwerkError) throw end;
    if (end !== undefined) return end;
    say('Stopping; what is under way is finished first.');
    return options.once ? interrupted : 0;
  } finally {
    // Its connection goes back to the pool, or closing would wait for it.
    void lock?.release();
    // At the same time: agents need no headquarters to end, and report what is left when they start again.
    await Promise.all([sites.now?.close(), running?.close()]);
    await sinks.close();
  }
}

/** The samples on their way. With --once gives the exit code, else nothing ever: a signal ends it. */
async function travel(
  config: Config,
  options: StartOptions,
  running: Running,
  sinks: Sinks,
  folder: string,
): Promise<number> {
  say(`Everything runs; web server at ${running.url}`);
  const key = await landscapeKey(running.store, join(config.dataDir, 'landscape.key'));
  const journal = join(config.dataDir, 'acknowledged.txt');
  const answers = await submitAll({ server: running.url ?? '', key }, folder, journal);
  if (!options.once) {
    const { store, url } = running;
    print(await whenBack(() => whereToLook(store, url ?? '', config.dataDir, answers)));
    return await new Promise<never>(() => undefined);
  }
  const promised = await readAcknowledged(journal);
  const ledger = await waitUntilFinal(running, promised, new Set(acceptedIds(answers)), options.timeout, () => ({
    print: receivedBy(sinks.printers),
    email: receivedBy([sinks.mailbox]),
  }));
  report(ledger, answers, options.json === true);
  return ledger.lost === 0 && ledger.open === 0 ? 0 : 1;
}

/** Postgres may be on its way back just now; that it does not come back is told by `Running.lost`. */
async function whenBack<T>(read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}

async function submitFolder(config: Config, options: StartOptions): Promise<string> {
  const folder = options.submit === undefined ? config.samplesDir : resolve(options.submit);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new PostwerkError('cli.unreadable-file', `${folder} is not a folder.`);
  return folder;
}

async function submitAll(
  target: { readonly server: string; readonly key: string },
  folder: string,
  journal: string,
): Promise<FileAnswer[]> {
  const files = await filesBelow(folder);
  const answers: FileAnswer[] = [];
  for (const [index, file] of files.entries()) {
    if (process.stderr.isTTY) process.stderr.write(`\rsubmitting ${index + 1} of ${files.length}`);
    const answer = await submitFile(target, file);
    await recordAcknowledged(journal, acceptedIds([answer]));
    answers.push(answer);
  }
  say(`${process.stderr.isTTY ? '\r' : ''}submitted ${files.length} files from ${folder}`);
  return answers;
}

function acceptedIds(answers: readonly FileAnswer[]): string[] {
  return answers.flatMap(({ documents }) =>
    documents.flatMap((document) => (document.status === 'accepted' ? [document.documentId] : [])),
  );
}

/**
 * Waits until all that was ever promised on this data folder is final. The counts are of this run's documents; what
 * is open, lost or doubled is told of all of them.
 */
async function waitUntilFinal(
  running: Running,
  promised: ReadonlySet<string>,
  ofThisRun: ReadonlySet<string>,
  timeoutSeconds: number,
  received: Parameters<typeof takeLedger>[2],
): Promise<Ledger> {
  const deadline = Date.now() + timeoutSeconds * 1_000;
  for (;;) {
    const all = await whenBack(() => takeLedger(running.store, promised, null));
    if (all.open === 0 || Date.now() > deadline) break;
    if (process.stderr.isTTY) process.stderr.write(`\r${all.accepted - all.open} of ${all.accepted} final `);
    await new Promise((done) => setTimeout(done, 200));
  }
  const { open, lost, duplicates, findings } = await takeLedger(running.store, promised, received);
  return { ...(await takeLedger(running.store, ofThisRun, null)), open, lost, duplicates, findings };
}

function report(ledger: Ledger, answers: readonly FileAnswer[], json: boolean): void {
  const refused = answers.filter(
    (answer) => answer.error !== null || answer.documents.some(({ status }) => status === 'refused'),
  );
  if (json) {
    const refusals = refused.map(({ file, status, error, documents }) => ({
      file,
      status,
      error,
      documents: documents.filter((document) => document.status === 'refused'),
    }));
    print(JSON.stringify({ ...ledger, refused: refusals.length, refusals }));
    return;
  }
  const { findings, ...counts } = ledger;
  if (refused.length > 0) {
    say(`\nRefused:\n${table(['file', 'line', 'number', 'result', 'reason'], refused.flatMap(rowsOf))}\n`);
  }
  print(
    table(
      ['ledger', 'documents'],
      Object.entries(counts).map(([name, count]) => [name, String(count)]),
    ),
  );
  for (const finding of findings) print(finding);
}

async function freePort(config: Config): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => {
      say(`Port ${config.port} is taken; using a free one.`);
      done(0);
    });
    probe.listen(config.port, config.host, () => probe.close(() => done(config.port)));
  });
}
