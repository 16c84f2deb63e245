import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type CutLine, startCutLine } from '../../src/landscape/cutLine.ts';
import { readSeed, seed } from '../../src/landscape/seed.ts';
import { type Sinks, startSinks } from '../../src/landscape/startSinks.ts';
import { createEnrolment } from '../../src/store/agentEnrolments.ts';
import { createApiKey } from '../../src/store/apiKeys.ts';
import { closeStore, openStore, type Store } from '../../src/store/db.ts';
import { startEmbedded } from '../../src/store/embedded.ts';
import { setSsccCounter } from '../../src/store/ssccRanges.ts';
import { createServer } from '../../src/web/server.ts';
import { startTestStore } from '../support/testStore.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const log = pino({ level: 'silent' });

/** Headquarters in this process, the printers of one site, a line that can be cut, and the agent that a test may kill. */
export interface SiteRig {
  readonly store: Store;
  readonly sinks: Sinks;
  readonly line: CutLine;
  readonly dataDir: string;
  /** Starts the agent and waits until its page answers. */
  start(env?: Record<string, string>): Promise<AgentProcess>;
  /** The agent's own store; between its lives too. */
  withAgentStore<T>(run: (store: Store) => Promise<T>): Promise<T>;
  /** A key for the agent's own API. */
  localKey(): Promise<string>;
  close(): Promise<void>;
}

export interface AgentProcess {
  readonly url: string;
  readonly said: () => string;
  readonly ended: () => boolean;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const siteId = 'linz';

export async function openSiteRig(options: { readonly reserve?: number } = {}): Promise<SiteRig> {
  const testStore = await startTestStore();
  const folder = await mkdtemp(join(tmpdir(), 'postwerk-site-'));
  // Postgres runs as another account where we are root.
  await chmod(folder, 0o755);
  const dataDir = join(folder, 'agent');
  const all = await readSeed(join(root, 'samples'));
  const devices = all.devices.filter((device) => device.siteId === siteId);
  const sinks = await startSinks(join(folder, 'sinks'), devices);
  await seed(testStore.store, { ...all, devices }, (device) => sinks.uriOf(device.id));
  await setSsccCounter(testStore.store, { companyPrefix: '9012345', extension: 7 });
  const server = await startHeadquarters(testStore.store);
  const line = await startCutLine({ host: '127.0.0.1', port: (server.server.address() as AddressInfo).port });
  const { code } = await createEnrolment(testStore.store, siteId, 'test');
  const agents: AgentProcess[] = [];

  const rig: SiteRig = {
    store: testStore.store,
    sinks,
    line,
    dataDir,
    async start(env = {}) {
      const args = ['--server', line.url, '--data', dataDir, '--port', '0'];
      const agent = await startAgent([...args, '--reserve', String(options.reserve ?? 1_000)], {
        POSTWERK_SITE_TOKEN: code,
        ...env,
      });
      agents.push(agent);
      return agent;
    },
    async withAgentStore(run) {
      const postgres = await startEmbedded({ dataDir, log });
      const store = openStore(postgres.url, { max: 4 });
      try {
        return await run(store);
      } finally {
        await closeStore(store);
        await postgres.stop();
      }
    },
    localKey: () =>
      rig.withAgentStore(async (store) => (await createApiKey(store, 'warehouse', ['submit', 'read', 'operate'])).key),
    async close() {
      for (const agent of agents) await agent.kill('SIGTERM');
      await line.close();
      await server.close();
      await sinks.close();
      await testStore.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return rig;
}

/** As `postwerk serve` has it, without workers: what a site gets was composed by the test, or is made at the site. */
async function startHeadquarters(store: Store): Promise<FastifyInstance> {
  const server = await createServer({
    store,
    log,
    intake: (_app, _options, done) => done(),
    hint: async () => undefined,
    templatesDir: join(root, 'templates'),
    localesDir: join(root, 'locales'),
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  return server;
}

async function startAgent(args: readonly string[], env: Record<string, string>): Promise<AgentProcess> {
  const child: ChildProcess = spawn(process.execPath, [join(root, 'dist/main.js'), 'site', ...args], {
    env: {
      ...process.env,
      POSTWERK_LEASE_MS: '4000',
      POSTWERK_SWEEP_MS: '300',
      POSTWERK_COMPOSE_THREADS: '1',
      POSTWERK_LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  let ended = false;
  const exit = new Promise<void>((done) => {
    child.once('exit', () => {
      ended = true;
      done();
    });
  });
  const listening = new Promise<string>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /listens at (\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([listening, exit.then(() => '')]);
  // A failpoint may end it before it listens; anything else is not what a test asked for.
  if (ended && env['POSTWERK_FAILPOINT'] === undefined) throw new Error(`The agent ended: ${said}`);
  return {
    url,
    said: () => said,
    ended: () => ended,
    async kill(signal) {
      if (!ended) child.kill(signal);
      await exit;
    },
  };
}
