import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pdfPagePng } from '../compose/drivers/png/pdfPicture.ts';
import { type Config, version } from '../config.ts';
import { PostwerkError } from '../errors.ts';
import { intakeRoutes } from '../intake/http.ts';
import type { Log } from '../log.ts';
import { createJobAcceptor } from '../pipeline/acceptJob.ts';
import { hintDrain, hintRunnable } from '../pipeline/hintWork.ts';
import type { Road } from '../pipeline/road.ts';
import { startWorkers } from '../pipeline/startWorkers.ts';
import { openQueue } from '../queue/queue.ts';
import { fetchBundle } from '../site/bundle/fetchBundle.ts';
import { openCurrentBundle, type OpenBundle } from '../site/bundle/openBundle.ts';
import type { Agent } from '../site/line/agent.ts';
import { connectHeadquarters } from '../site/line/headquarters.ts';
import { endedLine, type Line, runLine } from '../site/line/runLine.ts';
import { settleIdentity } from '../site/numbers/settleIdentity.ts';
import { createSsccNumbers } from '../site/numbers/ssccNumbers.ts';
import { openStampFile } from '../site/numbers/stampFile.ts';
import { sitePageRoutes } from '../site/page/routes.ts';
import { type SiteFile, writeSiteFile } from '../site/siteFile.ts';
import { applyBundleRegistry } from '../store/agentBundles.ts';
import { endLeasesOfTheDead } from '../store/agentIdentity.ts';
import { takeExclusive } from '../store/exclusive.ts';
import type { Store } from '../store/db.ts';
import { createServer } from '../web/server.ts';
import { openStoreOf } from './openStoreOf.ts';
import { createSiteComposer } from './siteComposer.ts';
import { numberJobs, submitAtSite } from './siteJobs.ts';

interface RunningSite {
  readonly url: string;
  /** Resolves when nothing can go on: the store is gone. */
  readonly lost: Promise<PostwerkError>;
  close(): Promise<void>;
}

/** Requests under way get so long to end when we close (ms). */
const requestGraceMs = 3_000;
/** So long the agent before may take to end (ms). */
const takeOverMs = 20_000;

/** Puts a site's agent together: its own store, queue, composer and drain, its pages, and the line to headquarters. */
export async function assembleSite(
  config: Config,
  file: SiteFile,
  { log, reserve, restored }: { readonly log: Log; readonly reserve: number; readonly restored: boolean },
): Promise<RunningSite> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const opened = await openStoreOf(config, log);
    closers.push(() => opened.close());
    const { store } = opened;
    const lock = await takeSoon(store);
    if (!lock) throw new PostwerkError('cli.already-running', `Another agent works on ${config.dataDir}.`);
    closers.push(() => lock.release());
    const stamp = openStampFile(config.dataDir);
    await settleIdentity(store, file, stamp, log, restored);
    await endLeasesOfTheDead(store);
    const headquarters = connectHeadquarters(file.server, file.token, file.ca);
    closers.push(async () => headquarters.close());
    const bundle = await firstBundle(config, file, headquarters);
    await applyBundleRegistry(store, bundle.manifest.registry, bundle.manifest.registry);
    const composer = createSiteComposer(config, bundle);
    closers.push(() => composer.close());
    const queue = await openQueue({ connection: { kind: 'postgres', url: opened.url }, log });
    closers.push(() => queue.close());
    const road: Road = {
      store,
      queue,
      get library() {
        return composer.library;
      },
      composePool: composer.pool,
      mailer: null,
      get defaultLocale() {
        return composer.defaultLocale;
      },
      leaseMs: config.leaseMs,
      attemptTimeoutMs: config.attemptTimeoutMs,
      log,
    };
    const settings = { sweepMs: config.sweepMs, composeThreads: config.composeThreads };
    const workers = file.ended === undefined ? await startWorkers(road, settings) : null;
    let ending: Promise<void> | undefined;
    const stopWorkers = () => (ending ??= workers?.stop() ?? Promise.resolve());
    closers.push(stopWorkers);
    const drain = (deviceIds: readonly string[]) => hintDrain(road, deviceIds);
    const numbers = createSsccNumbers(store, stamp);
    const agent: Agent = {
      store,
      dataDir: config.dataDir,
      file,
      headquarters,
      log,
      version,
      bundle,
      useBundle: (next) => composer.use(next),
      hintDrain: drain,
      reserve,
    };
    const line = file.ended === undefined ? runLine(agent) : endedLine(file.ended);
    closers.push(() => line.stop());
    void stopWhenRefused(line, config.dataDir, file, log, stopWorkers);
    const acceptJob = numberJobs(createJobAcceptor(road), {
      store,
      siteId: file.siteId,
      numbers,
      numbered: () => composer.numbered,
      requireGoing: () => {
        const { ended, reason } = line.state();
        if (ended) throw new PostwerkError('site.revoked', reason ?? '');
      },
    });
    // A headquarters from before there were pages gives no texts for them; the site prints all the same.
    const hasPage = existsSync(join(bundle.localesDir, 'en', 'site.json'));
    const page = sitePageRoutes({
      store,
      siteId: file.siteId,
      localesDir: bundle.localesDir,
      defaultLocale: composer.defaultLocale,
      hintDrain: drain,
      submit: (documents, key) => submitAtSite(acceptJob, documents, key),
      numbers,
      line: () => line.state(),
    });
    const server = await createServer({
      store,
      intake: intakeRoutes({ acceptJob }),
      hint: (work) => hintRunnable(road, work),
      log,
      localesDir: bundle.localesDir,
      defaultLocale: composer.defaultLocale,
      types: [...composer.library.types.keys()],
      version,
      drawPage: pdfPagePng,
      ...(hasPage ? { home: '/site', extraLinks: [{ href: '/site', text: file.siteName }] } : {}),
      extraRoutes: (app) => (hasPage ? page(app) : undefined),
    });
    closers.push(async () => {
      const patience = setTimeout(() => server.server.closeAllConnections(), requestGraceMs);
      await server.close();
      clearTimeout(patience);
    });
    await server.listen({ host: config.host, port: config.port });
    const url = config.publicUrl ?? server.listeningOrigin;
    return { url, lost: opened.lost, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** An agent that headquarters has ended prints nothing more, now and after the next start; its page says so. */
async function stopWhenRefused(
  line: Line,
  dataDir: string,
  file: SiteFile,
  log: Log,
  stopWorkers: () => Promise<void>,
): Promise<void> {
  const text = 'headquarters has ended this agent: it prints and accepts nothing any more';
  if (file.ended !== undefined) log.error({ reason: file.ended }, text);
  const { code, detail } = await line.refused;
  log.error({ code, reason: detail }, text);
  try {
    // A headquarters that does not know the token may be another one; what it says is not kept.
    if (code === 'site.revoked') await writeSiteFile(dataDir, { ...file, ended: detail });
    await stopWorkers();
  } catch (error) {
    log.error({ err: error }, 'the end of this agent could not be put on record');
  }
}

/** An agent that was just told to end may need some seconds for it. */
async function takeSoon(store: Store): Promise<Awaited<ReturnType<typeof takeExclusive>>> {
  for (const until = Date.now() + takeOverMs; ; ) {
    const lock = await takeExclusive(store, 'site-agent');
    if (lock || Date.now() > until) return lock;
    await sleep(200);
  }
}

/** The bundle in use; without one there is nothing to compose by, so the first start needs the line. */
async function firstBundle(
  config: Config,
  file: SiteFile,
  headquarters: ReturnType<typeof connectHeadquarters>,
): Promise<OpenBundle> {
  const current = await openCurrentBundle(config.dataDir, file.publicKey, file.siteId);
  return current ?? fetchBundle(headquarters, config.dataDir, file, null);
}
