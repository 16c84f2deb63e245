import type { FastifyInstance } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import { type StoredFormat, storedFormats } from '../../model/states.ts';
import type { Store } from '../../store/db.ts';
import { getDocument, getRenditionBytes } from '../../store/documentHistory.ts';
import { searchDocuments } from '../../store/documentSearch.ts';
import { type DocumentQuery, documentQuerySchema, filterOf } from './documentQuery.ts';
import { sendRendition } from './renditionReply.ts';
import { problems } from './schemas.ts';

export const documentIdSchema = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid', description: 'Id of the document.' } },
} as const;

const list = (name: string) => ({ type: 'array', items: { $ref: `${name}#` } });

const documentList = {
  type: 'object',
  properties: {
    documents: list('Document'),
    next: { type: ['string', 'null'], description: 'Pass it as `after` for the next page; null on the last.' },
  },
};

const documentHistory = {
  type: 'object',
  properties: {
    document: { $ref: 'Document#' },
    message: { type: 'object', additionalProperties: true, description: 'The data as accepted.' },
    renditions: list('Rendition'),
    deliveries: list('Delivery'),
    attempts: list('Attempt'),
    audit: list('AuditEntry'),
  },
};

export function notFound(id: string): PostwerkError {
  return new PostwerkError('web.not-found', `There is no document ${id}.`);
}

/** Finding and reading documents. */
export function documentRoutes(app: FastifyInstance, store: Store): void {
  const tags = ['Documents'];
  const security = [{ apiKey: ['read'] }];

  app.get<{ Querystring: DocumentQuery }>(
    '/documents',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'searchDocuments',
        summary: 'Find documents',
        description: 'Newest first. Filters are combined with "and". A page stays right while new documents arrive.',
        tags,
        security,
        querystring: documentQuerySchema,
        response: { 200: { description: 'One page.', ...documentList }, ...problems(400) },
      },
    },
    async (request) => searchDocuments(store, filterOf(request.query)),
  );

  app.get<{ Params: { id: string } }>(
    '/documents/:id',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'getDocument',
        summary: 'Read a document with its whole history',
        description:
          'The data as accepted, what was made of it, where it went, every attempt and every change of state, oldest first.',
        tags,
        security,
        params: documentIdSchema,
        response: {
          200: { description: 'Everything known of the document.', ...documentHistory },
          ...problems(400, 404),
        },
      },
    },
    async (request) => {
      const history = await getDocument(store, request.params.id);
      if (history === null) throw notFound(request.params.id);
      return history;
    },
  );

  app.get<{ Params: { id: string; format: StoredFormat } }>(
    '/documents/:id/renditions/:format',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'getRendition',
        summary: 'Read the stored bytes',
        description:
          'Exactly the bytes that were sent. They never change: `ETag` is their SHA-256, and `If-None-Match` answers 304. A document whose proof failed has a `proof`: a PNG of the page with the spot framed in red.',
        tags,
        security,
        params: {
          type: 'object',
          properties: {
            ...documentIdSchema.properties,
            format: {
              type: 'string',
              enum: storedFormats,
              description: '`pdf`, `zpl` (labels), `email`, or `proof`: the page of a held document that did not pass.',
            },
          },
        },
        response: {
          200: {
            description: 'The bytes.',
            headers: { ETag: { type: 'string', description: 'SHA-256 of the bytes, quoted.' } },
            content: {
              'application/pdf': { schema: { type: 'string', format: 'binary' } },
              'image/png': { schema: { type: 'string', format: 'binary' } },
              'text/plain': { schema: { type: 'string', description: 'ZPL.' } },
              'application/json': { schema: { type: 'string', description: 'Subject, text, HTML, attachment name.' } },
            },
          },
          304: { type: 'null', description: 'You have them already.' },
          ...problems(400, 404),
        },
      },
    },
    async (request, reply) => {
      const { id, format } = request.params;
      const stored = await getRenditionBytes(store, id, format);
      const history = stored === null ? null : await getDocument(store, id);
      if (stored === null || history === null) {
        throw new PostwerkError('web.not-found', `There is no ${format} of document ${id}.`);
      }
      return sendRendition(request, reply, history.document, stored);
    },
  );
}
