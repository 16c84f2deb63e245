import type { FastifyInstance } from 'fastify';

/** Which methods an address takes. */
export interface AllowedMethods {
  /** Sorted, empty when there is no route of any method at this path. */
  of(path: string): readonly string[];
}

/**
 * Collects every route as it is registered, because the router itself answers 404 both for an unknown address and for
 * a known address with another method (RFC 9110 §15.5.6 asks for 405 with Allow).
 */
export function collectAllowedMethods(app: FastifyInstance): AllowedMethods {
  const routes: { pattern: RegExp; methods: readonly string[] }[] = [];
  app.addHook('onRoute', (route) => {
    const methods = Array.isArray(route.method) ? route.method : [route.method];
    routes.push({ pattern: patternOf(route.url), methods });
  });
  return {
    of(path) {
      const found = routes.filter((route) => route.pattern.test(path)).flatMap((route) => route.methods);
      return [...new Set(found)].sort();
    },
  };
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((segment) => {
      if (segment === '*') return '.*';
      return segment
        .split(/(:\w+)/)
        .map((part) => (part.startsWith(':') ? '[^/]+' : escapePattern(part)))
        .join('');
    })
    .join('/');
  return new RegExp(`^${source}/?$`);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
