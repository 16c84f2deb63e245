import type { FastifyInstance } from 'fastify';
import { createEnrolment } from '../../store/agentEnrolments.ts';
import { listSites, revokeAgent } from '../../store/agents.ts';
import type { Store } from '../../store/db.ts';
import { problems } from './schemas.ts';

const text = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const count = { type: 'integer', minimum: 0 };

const agentSchema = {
  type: ['object', 'null'],
  description: 'The agent that calls in from the site; null where there is none.',
  properties: {
    id: { type: 'string', format: 'uuid' },
    enrolledAt: time,
    lastHeardAt: { ...time, type: ['string', 'null'], description: 'When it last called.' },
    version: { type: ['string', 'null'], description: 'Of its program.' },
    bundle: { type: ['string', 'null'], description: 'Version of the templates, texts and devices it works with.' },
    epoch: { ...count, description: 'Grows each time its store was restored from a backup.' },
    underway: { ...count, description: 'Deliveries in its hands of which no end has been reported.' },
    status: {
      type: 'object',
      description: 'What it last said of itself.',
      properties: {
        waiting: { ...count, description: 'Deliveries that wait there.' },
        held: { ...count, description: 'Documents held there.' },
        reports: { ...count, description: 'Reports not confirmed yet.' },
        freeNumbers: { ...count, description: 'SSCC numbers it may still give out.' },
      },
    },
  },
};

const siteParams = {
  type: 'object',
  properties: { id: { type: 'string', minLength: 1, maxLength: 200, description: 'Id of the site.' } },
};

/** Sites and their agents, for programs and for who runs headquarters. */
export function siteRoutes(app: FastifyInstance, store: Store): void {
  app.get(
    '/sites',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listSites',
        summary: 'List sites',
        description:
          'All sites with their agents: when each was last heard, what waits there and how many numbers it has.',
        tags: ['Sites'],
        security: [{ apiKey: ['read'] }],
        response: {
          200: {
            description: 'The sites.',
            type: 'object',
            properties: {
              sites: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    id: text,
                    name: text,
                    country: text,
                    locale: text,
                    revokedAt: {
                      ...time,
                      type: ['string', 'null'],
                      description: 'When its last agent was revoked; null where none was, and while it has one.',
                    },
                    agent: agentSchema,
                  },
                },
              },
            },
          },
          ...problems(),
        },
      },
    },
    async () => ({ sites: await listSites(store) }),
  );

  app.post<{ Params: { id: string } }>(
    '/sites/:id/enrolment',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'enrollSite',
        summary: 'Enrol a site',
        description: 'Makes a code by which one box at the site becomes its agent. It is good once, for an hour.',
        tags: ['Sites'],
        security: [{ apiKey: ['admin'] }],
        params: siteParams,
        response: {
          201: {
            description: 'The code; it is not shown again.',
            type: 'object',
            properties: { siteId: text, code: { ...text, example: '7K3M-9QXW-2B4D-XZ8T' }, expiresAt: time },
          },
          ...problems(404, 409),
        },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await createEnrolment(store, request.params.id, `key:${request.apiKey?.name ?? ''}`)),
  );

  app.post<{ Params: { id: string } }>(
    '/sites/:id/revoke',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'revokeSite',
        summary: "Revoke a site's agent",
        description:
          'Its token is refused from now on, its leased numbers are given up, and what it has in hand is held: it may have been printed. Codes that nobody has used yet are withdrawn.',
        tags: ['Sites'],
        security: [{ apiKey: ['admin'] }],
        params: siteParams,
        response: {
          200: {
            description: 'How many documents are held because of it.',
            type: 'object',
            properties: { held: count },
          },
          ...problems(404, 409),
        },
      },
    },
    async (request) => revokeAgent(store, request.params.id, `key:${request.apiKey?.name ?? ''}`),
  );
}
