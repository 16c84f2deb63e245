import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { PostwerkError } from '../errors.ts';
import { createLog } from '../log.ts';
import { enroll } from '../site/line/enroll.ts';
import { readSiteFile, type SiteFile, writeSiteFile } from '../site/siteFile.ts';
import { assembleSite } from './assembleSite.ts';
import { say } from './print.ts';
import { untilSignal } from './untilSignal.ts';

interface SiteOptions {
  readonly server?: string;
  readonly token?: string;
  readonly ca?: string;
  readonly port?: number;
  readonly reserve: number;
  readonly restored?: boolean;
}

/** `postwerk site`: the agent of a site. Runs until SIGINT or SIGTERM, with or without a line to headquarters. */
export async function runSite(config: Config, options: SiteOptions): Promise<void> {
  const signal = Promise.race([untilSignal(), untilParentIsGone()]);
  const log = createLog();
  await mkdir(config.dataDir, { recursive: true });
  const file = await enrolled(config.dataDir, options);
  const running = await assembleSite(
    { ...config, port: options.port ?? config.port, databaseUrl: null, redisUrl: null },
    file,
    { log, reserve: options.reserve, restored: options.restored ?? false },
  );
  say(`Site ${file.siteName} listens at ${running.url}`);
  const end = await Promise.race([signal, running.lost]);
  await running.close();
  if (end) throw end;
}

/** The enrolment kept in the data folder, or one made now with the code; the address and the CA may be changed. */
async function enrolled(dataDir: string, { server, token, ca: caPath }: SiteOptions): Promise<SiteFile> {
  // A service's settings may name the variable and leave it empty after the first start.
  const code = token === '' ? undefined : token;
  const kept = await readSiteFile(dataDir);
  const ca = caPath === undefined ? (kept?.ca ?? null) : resolve(caPath);
  if (kept !== null) {
    if (kept.ended !== undefined && code !== undefined) {
      throw new PostwerkError('site.revoked', `${dataDir} is of an agent that was ended. ${kept.ended}`);
    }
    if (server === undefined && caPath === undefined) return kept;
    const changed = { ...kept, server: server ?? kept.server, ca };
    await writeSiteFile(dataDir, changed);
    return changed;
  }
  if (server === undefined || code === undefined) {
    throw new PostwerkError('site.not-enrolled', `${dataDir} holds no agent, and --server or --token is missing.`);
  }
  const file = await enroll(server, code, ca);
  await writeSiteFile(dataDir, file);
  say(`Enrolled as the agent of site ${file.siteName} (${file.siteId}) at ${server}`);
  return file;
}

/** Started by the landscape, an agent ends with it, however that ends. */
function untilParentIsGone(): Promise<void> {
  return new Promise((done) => {
    if (process.send !== undefined) process.once('disconnect', () => done());
  });
}
