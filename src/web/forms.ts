import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Forms of pages; the API takes none. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)));
  });
}

type Form = Readonly<Record<string, string>>;

export function formField(request: FastifyRequest, name: string): string {
  return (request.body as Form | undefined)?.[name] ?? '';
}
