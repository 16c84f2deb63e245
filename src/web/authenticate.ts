import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PostwerkError } from '../errors.ts';
import type { ApiKey, Scope } from '../model/parties.ts';
import { authenticateApiKey } from '../store/apiKeys.ts';
import type { Store } from '../store/db.ts';

/** `admin` may do everything; every other scope is exactly itself. */
export function mayDo(key: ApiKey, scope: Scope): boolean {
  return key.scopes.includes(scope) || key.scopes.includes('admin');
}

/**
 * Guards every route of this scope of the server with an API key, read anew on every request so that a revoked key
 * stops at once. A route without a scope is a mistake and refused when the server starts.
 */
export function requireApiKey(app: FastifyInstance, store: Store): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.scope === undefined) throw new Error(`${route.url} names no scope`);
  });
  app.addHook('onRequest', async (request) => {
    const scope = request.routeOptions.config.scope;
    // No route: the 404 needs no key, it tells nothing.
    if (scope === undefined) return;
    request.apiKey = await keyOf(request, store);
    if (!mayDo(request.apiKey, scope)) {
      const holds = request.apiKey.scopes.join(', ') || 'none';
      throw new PostwerkError(
        'web.forbidden',
        `This needs the scope ${scope}; the key "${request.apiKey.name}" holds ${holds}.`,
      );
    }
  });
}

/** @throws PostwerkError web.unauthorized */
async function keyOf(request: FastifyRequest, store: Store): Promise<ApiKey> {
  const [kind = '', key = ''] = (request.headers.authorization ?? '').split(' ');
  if (key === '' || kind.toLowerCase() !== 'bearer') {
    throw new PostwerkError('web.unauthorized', 'The header Authorization: Bearer pw_… is missing.');
  }
  const apiKey = await authenticateApiKey(store, key);
  if (apiKey === null) throw new PostwerkError('web.unauthorized', 'The API key is not known or was revoked.');
  return apiKey;
}
