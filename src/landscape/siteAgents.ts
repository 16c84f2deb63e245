import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { createEnrolment } from '../store/agentEnrolments.ts';
import { listSites, revokeAgent } from '../store/agents.ts';
import type { Store } from '../store/db.ts';
import { setSsccCounter } from '../store/ssccRanges.ts';
import { type CutLine, startCutLine } from './cutLine.ts';

/** A site's agent as a process of its own, with its line to headquarters. */
export interface LandscapeSite {
  readonly id: string;
  readonly name: string;
  readonly line: CutLine;
  /** Where its page is; null while it starts or after it has ended. */
  url(): string | null;
}

export interface LandscapeSites {
  readonly all: ReadonlyMap<string, LandscapeSite>;
  close(): Promise<void>;
}

interface SitesOptions {
  readonly store: Store;
  readonly log: Log;
  /** Each agent has a folder of its own below. */
  readonly folder: string;
  readonly siteIds: readonly string[];
  /** Where headquarters listens. */
  readonly headquarters: string;
  /** The program to run: dist/main.js. */
  readonly program: string;
}

/** How long an agent may take to close before it is killed (ms). */
const closeMs = 15_000;

/** Starts agents for these sites: enrolled on the first start, with the data of the start before on the next. */
export async function startSiteAgents(options: SitesOptions): Promise<LandscapeSites> {
  const { store, siteIds, headquarters } = options;
  // The samples' SSCCs begin with 3 and this prefix; what sites are leased begins with 7.
  await setSsccCounter(store, { companyPrefix: '9012345', extension: 7 });
  const { hostname, port } = new URL(headquarters);
  const known = new Map((await listSites(store)).map((site) => [site.id, site]));
  // What an agent of an earlier start no longer does, headquarters does again.
  for (const { id, agent } of known.values()) {
    if (agent !== null && !siteIds.includes(id)) await revokeAgent(store, id, 'landscape');
  }
  const started: (LandscapeSite & { close(): Promise<void> })[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(started.map((site) => site.close()));
  };
  try {
    for (const id of siteIds) {
      const { name = id, agent = null } = known.get(id) ?? {};
      const line = await startCutLine({ host: hostname, port: Number(port) });
      const dataDir = join(options.folder, id);
      const code = await codeFor(store, id, dataDir, agent !== null);
      started.push(startAgent({ ...options, id, name, line, dataDir, code }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { all: new Map(started.map((site) => [site.id, site])), close };
}

/** Null where the folder holds the agent that headquarters knows; one without the other begins anew. */
async function codeFor(store: Store, id: string, dataDir: string, known: boolean): Promise<string | null> {
  const kept = await access(join(dataDir, 'enrolment.json')).then(
    () => true,
    () => false,
  );
  if (kept && known) return null;
  if (known) await revokeAgent(store, id, 'landscape');
  return (await createEnrolment(store, id, 'landscape')).code;
}

interface AgentOptions extends SitesOptions {
  readonly id: string;
  readonly name: string;
  readonly line: CutLine;
  readonly dataDir: string;
  readonly code: string | null;
}

function startAgent(options: AgentOptions): LandscapeSite & { close(): Promise<void> } {
  const { id, name, line, log } = options;
  const args = [options.program, 'site', '--server', line.url, '--data', options.dataDir, '--port', '0'];
  const child = spawn(process.execPath, args, {
    // A channel between the two: when this process is gone, however, the agent ends too.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // The code is no argument: those stand in the list of processes.
    env: { ...agentEnvironment(), ...(options.code === null ? {} : { POSTWERK_SITE_TOKEN: options.code }) },
  });
  let url: string | null = null;
  let said = '';
  let closing = false;
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
    url ??= /listens at (\S+)/.exec(said)?.[1] ?? null;
  });
  const ended = new Promise<void>((done) => {
    child.once('error', (error) => {
      log.error({ err: error, site: id }, 'the site agent could not be started');
      done();
    });
    child.once('exit', (code) => {
      url = null;
      if (!closing) log.error({ site: id, code, said }, 'the site agent has ended');
      done();
    });
  });
  return {
    id,
    name,
    line,
    url: () => url,
    async close() {
      closing = true;
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), closeMs);
      await ended;
      clearTimeout(patience);
      await line.close();
    },
  };
}

/** Settings of headquarters (its database, its queue) are not the agents'; one thread composes at a site. */
function agentEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, REDIS_URL: _queue, POSTWERK_PUBLIC_URL: _url, ...env } = process.env;
  return { POSTWERK_LOG_LEVEL: 'warn', ...env, POSTWERK_COMPOSE_THREADS: '1', POSTWERK_LEASE_MS: '10000' };
}
