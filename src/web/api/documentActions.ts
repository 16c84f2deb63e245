import type { FastifyInstance } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import type { DeliveryRequest } from '../../model/job.ts';
import { channels } from '../../model/states.ts';
import { actOnDocument, type DocumentAction, type Hands } from '../documentAction.ts';
import { documentIdSchema, notFound } from './documents.ts';
import { problems } from './schemas.ts';

interface ActionBody {
  readonly reason?: string;
  readonly delivery?: DeliveryRequest;
}

const reasonSchema = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: { reason: { type: 'string', minLength: 1, maxLength: 500, description: 'Why, for the audit trail.' } },
};

const noBody = { type: ['object', 'null'], additionalProperties: false, properties: {} };

const resendSchema = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: {
    delivery: {
      type: 'object',
      additionalProperties: false,
      required: ['channel'],
      description: 'Where to; without it, to the same destinations as last time.',
      properties: {
        channel: { type: 'string', enum: channels },
        device: { type: 'string', minLength: 1, maxLength: 200, description: 'For `print`: the id of the device.' },
        to: { type: 'string', minLength: 3, maxLength: 254, description: 'For `email`: the address.' },
      },
    },
  },
};

const actions: Readonly<Record<DocumentAction, { summary: string; description: string; body: object }>> = {
  hold: {
    summary: 'Hold',
    description: 'Stops whatever has not left yet and waits for a person. What was delivered stays delivered.',
    body: reasonSchema,
  },
  release: {
    summary: 'Release',
    description:
      'Lets a held document go on from where it stopped. A delivery that was held because its end is not known is sent again and marked `possibleDuplicate`.',
    body: noBody,
  },
  cancel: {
    summary: 'Cancel',
    description: 'Ends the document for good. What was delivered stays delivered.',
    body: reasonSchema,
  },
  resend: {
    summary: 'Resend',
    description:
      'Sends the stored bytes once more, unchanged, as new deliveries. To a device of another model the same content is composed for it.',
    body: resendSchema,
  },
};

/** What may be done with a document, for programs. */
export function documentActionRoutes(app: FastifyInstance, hands: Hands): void {
  for (const [action, { summary, description, body }] of Object.entries(actions) as [
    DocumentAction,
    (typeof actions)[DocumentAction],
  ][]) {
    app.post<{ Params: { id: string }; Body: ActionBody | null }>(
      `/documents/:id/${action}`,
      {
        config: { scope: 'operate' },
        schema: {
          operationId: `${action}Document`,
          summary,
          description: `${description} Answers 409 when the state does not allow it.`,
          tags: ['Actions'],
          security: [{ apiKey: ['operate'] }],
          params: documentIdSchema,
          body,
          response: {
            200: { description: 'The document as it is now.', $ref: 'Document#' },
            ...problems(400, 404, 409),
          },
        },
      },
      async (request) => {
        const { id } = request.params;
        const actor = `key:${request.apiKey?.name ?? ''}`;
        const done = await actOnDocument(hands, action, id, actor, request.body ?? {});
        if (done.kind === 'not-found') throw notFound(id);
        if (done.kind === 'refused') throw new PostwerkError('web.wrong-state', done.reason);
        return done.document;
      },
    );
  }
}
