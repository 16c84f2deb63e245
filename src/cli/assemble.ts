import type { FastifyInstance } from 'fastify';
import { createTemplateLibrary, type TemplateLibrary } from '../compose/templates/templateLibrary.ts';
import { createComposePool } from '../compose/composePool.ts';
import { type Config, version } from '../config.ts';
import { createMailer } from '../dispatch/email/smtp.ts';
import { PostwerkError } from '../errors.ts';
import { intakeRoutes } from '../intake/http.ts';
import { pdfPagePng } from '../compose/drivers/png/pdfPicture.ts';
import type { Log } from '../log.ts';
import { createJobAcceptor } from '../pipeline/acceptJob.ts';
import { createDeviceWork } from '../pipeline/deviceWork.ts';
import { hintRunnable } from '../pipeline/hintWork.ts';
import type { Road } from '../pipeline/road.ts';
import { startWorkers } from '../pipeline/startWorkers.ts';
import { openQueue } from '../queue/queue.ts';
import type { Store } from '../store/db.ts';
import { createServer } from '../web/server.ts';
import { openStoreOf } from './openStoreOf.ts';

export type Role = 'web' | 'worker';

interface Assembly {
  readonly roles: readonly Role[];
  readonly log: Log;
  readonly smtpUrl: string | null;
  readonly extraRoutes?: (app: FastifyInstance) => void | Promise<void>;
  readonly onStep?: Road['onStep'];
}

export interface Running {
  readonly store: Store;
  readonly road: Road;
  /** Where the web server listens; null without the role `web`. */
  readonly url: string | null;
  /** Resolves when the database is gone for good and nothing can go on. */
  readonly lost: Promise<PostwerkError>;
  /** Lets what is under way end, then closes everything in the order it was opened in, backwards. */
  close(): Promise<void>;
}

/** Requests under way get so long to end when we close (ms). */
const requestGraceMs = 3_000;

/** Puts the road together: store, queue, composer, mailer, and by role the web server and the workers. */
export async function assemble(config: Config, assembly: Assembly): Promise<Running> {
  const { log, roles } = assembly;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const library = createTemplateLibrary({ templatesDir: config.templatesDir, localesDir: config.localesDir });
    const defaultLocale = requireLocale(library, config.defaultLocale);
    const opened = await openStoreOf(config, log);
    closers.push(() => opened.close());
    const queue = await openQueue({
      connection:
        config.redisUrl === null ? { kind: 'postgres', url: opened.url } : { kind: 'redis', url: config.redisUrl },
      log,
    });
    closers.push(() => queue.close());
    const composePool = createComposePool({
      templatesDir: config.templatesDir,
      localesDir: config.localesDir,
      checked: true,
      threads: roles.includes('worker') ? config.composeThreads : 1,
      timeoutMs: config.composeTimeoutMs,
    });
    closers.push(() => composePool.close());
    const mailer =
      assembly.smtpUrl === null ? null : createMailer({ url: assembly.smtpUrl, timeoutMs: config.attemptTimeoutMs });
    closers.push(async () => mailer?.close());
    const road: Road = {
      store: opened.store,
      queue,
      library,
      composePool,
      mailer,
      defaultLocale,
      leaseMs: config.leaseMs,
      attemptTimeoutMs: config.attemptTimeoutMs,
      log,
      ...(assembly.onStep ? { onStep: assembly.onStep } : {}),
    };
    if (roles.includes('worker')) {
      const workers = await startWorkers(road, { sweepMs: config.sweepMs, composeThreads: config.composeThreads });
      closers.push(() => workers.stop());
    }
    let url: string | null = null;
    if (roles.includes('web')) {
      const server = await createServer({
        store: opened.store,
        intake: intakeRoutes({ acceptJob: createJobAcceptor({ store: opened.store, queue, library, log }) }),
        hint: (work) => hintRunnable(road, work),
        deviceWork: createDeviceWork(road),
        log,
        templatesDir: config.templatesDir,
        localesDir: config.localesDir,
        defaultLocale,
        types: [...library.types.keys()],
        version,
        drawPage: pdfPagePng,
        ...(assembly.extraRoutes
          ? { extraRoutes: assembly.extraRoutes, extraLinks: [{ href: '/landscape', text: 'Landscape' }] }
          : {}),
      });
      closers.push(async () => {
        // Whoever downloads slowly or holds a page open does not keep us from ending.
        const patience = setTimeout(() => server.server.closeAllConnections(), requestGraceMs);
        await server.close();
        clearTimeout(patience);
      });
      await server.listen({ host: config.host, port: config.port });
      url = config.publicUrl ?? server.listeningOrigin;
    }
    return { store: opened.store, road, url, lost: opened.lost, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What POSTWERK_DEFAULT_LOCALE says is wrong from the start, not with the first document of nobody's language. */
function requireLocale({ locales, resolveLocale }: TemplateLibrary, tag: string): string {
  const locale = resolveLocale(tag);
  if (locale !== null) return locale;
  const detail = `POSTWERK_DEFAULT_LOCALE is "${tag}", which none of ${locales.join(', ')} serves.`;
  throw new PostwerkError('compose.unknown-locale', detail);
}
