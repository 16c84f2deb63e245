import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { FastifyInstance } from 'fastify';
import type { TemplateLibrary } from '../../../src/compose/templates/templateLibrary.ts';
import { intakeRoutes, type IntakeHttpOptions } from '../../../src/intake/http.ts';
import { createJobAcceptor } from '../../../src/pipeline/acceptJob.ts';
import type { Queue } from '../../../src/queue/queue.ts';
import { createApiKey } from '../../../src/store/apiKeys.ts';
import type { Store } from '../../../src/store/db.ts';
import type { RunnableWork } from '../../../src/web/api/workHint.ts';
import { createServer, type ServerOptions } from '../../../src/web/server.ts';
import { webSecret } from '../../../src/web/webSecret.ts';
import { startTestStore } from '../../support/testStore.ts';

export interface TestServer {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly url: string;
  readonly port: number;
  readonly secret: string;
  /** Keys with one scope each, and one with all three. */
  readonly keys: { readonly submit: string; readonly read: string; readonly operate: string; readonly all: string };
  /** What the server hinted. */
  readonly hints: RunnableWork[];
  fetch(path: string, init?: RequestInit & { readonly key?: string | null }): Promise<Response>;
  stop(): Promise<void>;
}

/** The real server on port 0 with a store of its own; the queue only remembers, and composing does not run. */
export async function startTestServer(
  options: { readonly intake?: Partial<IntakeHttpOptions>; readonly server?: Partial<ServerOptions> } = {},
): Promise<TestServer> {
  const log = pino({ level: 'silent' });
  const testStore = await startTestStore();
  const { store } = testStore;
  const hints: RunnableWork[] = [];
  const queue = { hint: async () => true } as unknown as Queue;
  const library = {
    types: new Map(),
    locales: ['de', 'en', 'hu'],
    resolveLocale: (tag: string) => ['de', 'en', 'hu'].find((locale) => tag.startsWith(locale)) ?? null,
  } as unknown as TemplateLibrary;
  const acceptJob = createJobAcceptor({ store, queue, library, log });
  const app = await createServer({
    types: ['delivery-note', 'invoice', 'shipping-label'],
    store,
    log,
    intake: intakeRoutes({ acceptJob, ...options.intake }),
    hint: async (work) => {
      hints.push(work);
    },
    localesDir: fileURLToPath(new URL('../../../locales', import.meta.url)),
    ...options.server,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const keyWith = async (...scopes: Parameters<typeof createApiKey>[2]) =>
    (await createApiKey(store, scopes.join('-'), scopes)).key;
  const keys = {
    submit: await keyWith('submit'),
    read: await keyWith('read'),
    operate: await keyWith('operate'),
    all: await keyWith('submit', 'read', 'operate'),
  };
  return {
    app,
    store,
    url,
    port,
    keys,
    hints,
    secret: await webSecret(store),
    fetch(path, { key = keys.all, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (key !== null) headers.set('authorization', `Bearer ${key}`);
      return fetch(url + path, { redirect: 'manual', ...init, headers });
    },
    async stop() {
      await app.close();
      await testStore.stop();
    },
  };
}
