import type { FastifyInstance } from 'fastify';
import { PostwerkError } from '../errors.ts';
import type { Store } from '../store/db.ts';

const status = { type: 'object', properties: { status: { type: 'string', const: 'ok' } } } as const;
const json = (description: string) => ({ description, content: { 'application/json': { schema: status } } });

/** For whoever watches the process: is it alive, and can it take work? Neither needs a key, neither tells anything else. */
export function healthRoutes(app: FastifyInstance, store: Store): void {
  const tags = ['Health'];
  app.get(
    '/healthz',
    {
      schema: {
        operationId: 'health',
        summary: 'Is the process alive?',
        description: 'Answers without touching the database. When this fails, restart the process.',
        tags,
        security: [],
        response: { 200: json('The process answers.') },
      },
    },
    async () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'readiness',
        summary: 'Can it take work?',
        description:
          'Reads from the database. While this fails, send no requests here; do not restart the process for it.',
        tags,
        security: [],
        response: {
          200: json('The database answers.'),
          503: {
            description: 'The database is away.',
            content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
          },
        },
      },
    },
    async () => {
      try {
        await store.pool.query('SELECT 1');
      } catch (error) {
        throw new PostwerkError('web.not-ready', 'The database does not answer.', {}, { cause: error });
      }
      return { status: 'ok' };
    },
  );
}
