import type { FastifyInstance } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import type { DocumentResult } from '../../model/job.ts';
import { states } from '../../model/states.ts';
import type { Store } from '../../store/db.ts';
import { countByState } from '../../store/documentSearch.ts';
import { getJob, streamResults } from '../../store/jobs.ts';
import { problems } from './schemas.ts';

interface PageQuery {
  readonly limit: number;
  readonly after: number;
}

const counts = {
  type: 'object',
  description: 'How many documents are in which state now.',
  properties: Object.fromEntries(states.map((state) => [state, { type: 'integer' }])),
};

/** Reading a job: what was accepted, what was refused, how far it is. */
export function jobRoutes(app: FastifyInstance, store: Store): void {
  app.get<{ Params: { id: string }; Querystring: PageQuery }>(
    '/jobs/:id',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'getJob',
        summary: 'Read a job',
        description:
          'How the job stands, how many of its documents are in which state, and the result of each element or line, in order and paged.',
        tags: ['Jobs'],
        security: [{ apiKey: ['read'] }],
        params: {
          type: 'object',
          properties: { id: { type: 'string', format: 'uuid', description: 'Id of the job.' } },
        },
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: {
            limit: { type: 'integer', minimum: 1, maximum: 1000, default: 100, description: 'Results per page.' },
            after: { type: 'integer', minimum: 0, default: 0, description: '`next` of the page before.' },
          },
        },
        response: {
          200: {
            description: 'The job.',
            type: 'object',
            properties: {
              job: { $ref: 'Job#' },
              counts,
              documents: { type: 'array', items: { $ref: 'DocumentResult#' } },
              next: {
                type: ['integer', 'null'],
                description: 'Pass it as `after` for the next page of results; null on the last.',
              },
            },
          },
          ...problems(400, 404),
        },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { limit, after } = request.query;
      const job = await getJob(store, id);
      if (job === null) throw new PostwerkError('web.not-found', `There is no job ${id}.`);
      const documents = await resultsPage(store, id, limit, after);
      const next = documents.length === limit ? (documents.at(-1)?.position ?? null) : null;
      return { job, counts: await countByState(store, { jobId: id }), documents, next };
    },
  );
}

async function resultsPage(store: Store, jobId: string, limit: number, after: number): Promise<DocumentResult[]> {
  for await (const page of streamResults(store, jobId, limit, after)) return page;
  return [];
}
