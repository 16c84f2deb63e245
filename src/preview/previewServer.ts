import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { errorTable, PostwerkError } from '../errors.ts';
import { serveAssets } from '../web/assets.ts';
import { addSecurityHeaders } from '../web/securityHeaders.ts';
import type { Choice, PreviewDesk } from './previewDesk.ts';
import { previewPage } from './previewPage.ts';
import type { SourceFiles } from './sourceLines.ts';

export interface PreviewServer {
  /** `http://127.0.0.1:…/`. */
  readonly url: string;
  /** Tells open pages that something changed. */
  readonly tell: () => void;
  close(): Promise<void>;
}

type Query = { Querystring: Partial<Record<keyof Choice, string>> };

/** Read from src/ also when this runs from dist/: only TypeScript is compiled. */
const folder = fileURLToPath(new URL('../../src/preview/assets/', import.meta.url));

/**
 * The preview's pages on this machine only: whoever opens them may read templates and samples, so nobody else may.
 *
 * @param sources Made anew after each change.
 * @param port 0 for any free one.
 */
export async function startPreviewServer(
  desk: PreviewDesk,
  sources: () => SourceFiles,
  port: number,
): Promise<PreviewServer> {
  const app = Fastify({ logger: false, forceCloseConnections: true }) as unknown as FastifyInstance;
  const listeners = new Set<FastifyReply['raw']>();
  addSecurityHeaders(app);
  serveAssets(app);
  refuseForeignNames(app);

  app.setErrorHandler(async (error, _request, reply) => {
    const known = error instanceof PostwerkError;
    const status = known ? error.status : ((error as { statusCode?: number }).statusCode ?? 500);
    const text = known ? `${errorTable[error.code].title}\n${error.detail}\n` : `${(error as Error).message}\n`;
    return reply.code(status).type('text/plain; charset=utf-8').send(text);
  });
  app.get<Query>('/', async ({ query }, reply) =>
    reply.type('text/html; charset=utf-8').send(await previewPage(desk, sources(), query)),
  );
  app.get<Query & { Params: { page: string } }>('/page-:page.png', async ({ query, params }, reply) => {
    const page = Number(params.page);
    return reply.type('image/png').send(Buffer.from(await desk.picture(chosen(desk, query), page)));
  });
  app.get<Query>('/document.pdf', async ({ query }, reply) => {
    const shown = await desk.show(chosen(desk, query));
    if (shown.failure !== null) throw new PostwerkError('web.not-found', shown.failure.detail);
    // A browser's own reader is a page with scripts and styles.
    return reply.removeHeader('content-security-policy').type('application/pdf').send(Buffer.from(shown.pdf));
  });
  app.get<Query>('/label.zpl', async ({ query }, reply) => {
    const shown = await desk.show(chosen(desk, query));
    if (shown.failure !== null || shown.zpl === null) throw new PostwerkError('web.not-found', 'There is no label.');
    return reply.type('text/plain; charset=utf-8').send(shown.zpl);
  });
  for (const [name, type] of [
    ['preview.js', 'text/javascript'],
    ['preview.css', 'text/css'],
  ] as const) {
    app.get(`/${name}`, async (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).send(readFileSync(`${folder}${name}`)),
    );
  }
  // Server-sent events (HTML Living Standard §9.2).
  app.get('/events', async (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write(`data: ${desk.version()}\n\n`);
    listeners.add(reply.raw);
    request.raw.on('close', () => listeners.delete(reply.raw));
  });

  await app.listen({ host: '127.0.0.1', port });
  return {
    url: `${app.listeningOrigin}/`,
    tell: () => {
      for (const listener of listeners) listener.write(`data: ${desk.version()}\n\n`);
    },
    async close() {
      for (const listener of listeners) listener.end();
      await app.close();
    },
  };
}

function chosen(desk: PreviewDesk, query: Query['Querystring']): Choice {
  const choice = desk.choose(query);
  if (choice === null) throw new PostwerkError('web.not-found', 'There is nothing to show.');
  return choice;
}

/** A page from elsewhere that lets its own name point to this machine (DNS rebinding) reads nothing. */
function refuseForeignNames(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const { hostname } = new URL(`http://${request.headers.host ?? ''}`);
    if (hostname !== '127.0.0.1' && hostname !== 'localhost') {
      throw new PostwerkError('web.forbidden', `The preview does not answer as "${hostname}".`);
    }
  });
}
