import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authenticateApiKey } from '../../store/apiKeys.ts';
import type { Store } from '../../store/db.ts';
import { mayDo } from '../authenticate.ts';
import { page } from '../views/layout.ts';
import { acceptForms, formField } from '../forms.ts';
import { type ConsoleOptions, consolePages } from './consolePages.ts';
import { devicePageRoutes } from './deviceRoutes.ts';
import { documentPageRoutes } from './documentRoutes.ts';
import { listRoutes } from './listRoutes.ts';
import { LoginLinks } from './loginLink.ts';
import { loginPage } from './loginPage.ts';
import { releaseAllRoutes } from './releaseAll.ts';
import { endSession, type Session, sessionOf, startSession } from './session.ts';

/** The operators' pages: signing in, and behind it the list, the documents and what may be done with them. */
export function consoleRoutes(app: FastifyInstance, options: ConsoleOptions): void {
  const { store, secret } = options;
  const sessions = new WeakMap<FastifyRequest, Session>();
  const pages = consolePages(options, sessions);

  acceptForms(app);
  signInRoutes(app, store, secret);
  void app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request, reply) => {
      const session = await sessionOf(request, store, secret);
      if (session !== null) {
        sessions.set(request, session);
        return;
      }
      const next = request.method === 'GET' ? request.url : '/console';
      await reply.redirect(`/console/login?next=${encodeURIComponent(next)}`, 303);
    });
    guarded.post('/console/logout', { schema: { hide: true } }, async (request, reply) => {
      pages.checkForm(request);
      endSession(request, reply);
      return reply.redirect('/console/login', 303);
    });
    listRoutes(guarded, options, pages);
    documentPageRoutes(guarded, options, pages);
    devicePageRoutes(guarded, options, pages);
    releaseAllRoutes(guarded, options, pages);
  });
}

function signInRoutes(app: FastifyInstance, store: Store, secret: string): void {
  const loginLinks = new LoginLinks();
  const schema = { hide: true };
  const show = (reply: FastifyReply, next: string, problem?: string) =>
    reply
      .code(problem === undefined ? 200 : 401)
      .type('text/html; charset=utf-8')
      .send(page({ title: 'Sign in · Postwerk', main: loginPage(next, problem), narrow: true }));

  app.get<{ Querystring: { next?: string } }>('/console/login', { schema }, async (request, reply) =>
    show(reply, localPath(request.query.next)),
  );
  app.post('/console/login', { schema }, async (request, reply) => {
    const next = localPath(formField(request, 'next'));
    const key = await authenticateApiKey(store, formField(request, 'key').trim());
    if (key === null) return show(reply, next, 'This key is not known or was revoked.');
    if (!mayDo(key, 'operate')) return show(reply, next, `The key "${key.name}" does not hold the scope operate.`);
    startSession(request, reply, secret, { name: key.name, keyId: key.id });
    return reply.redirect(next, 303);
  });
  app.get<{ Params: { token: string } }>('/console/login/:token', { schema }, async (request, reply) => {
    const name = loginLinks.use(secret, request.params.token);
    // Opened a second time by the same person: they are signed in already, so let them through.
    if (name === null && (await sessionOf(request, store, secret)) !== null) return reply.redirect('/console', 303);
    if (name === null) return show(reply, '/console', 'This link was used or has expired. Sign in with a key instead.');
    startSession(request, reply, secret, { name, keyId: null });
    return reply.redirect('/console', 303);
  });
}

/** Only paths of this server's console: never an open redirect. */
function localPath(next: string | undefined): string {
  return next !== undefined && /^\/console(?:[/?][\w\-./?=&%:+]*)?$/.test(next) && !next.startsWith('/console/login')
    ? next
    : '/console';
}
