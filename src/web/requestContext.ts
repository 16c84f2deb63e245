import type { ApiKey, Scope } from '../model/parties.ts';

// What every request carries, for all routes of the one server, also those that intake registers.
declare module 'fastify' {
  interface FastifyRequest {
    /** The key that authenticated this request; null on pages that have their own way in. */
    apiKey: ApiKey | null;
  }
  interface FastifyContextConfig {
    /** The scope a key must hold. A route under `/v1` without it is refused at start. */
    scope?: Scope;
  }
}
