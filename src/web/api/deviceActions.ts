import type { FastifyInstance } from 'fastify';
import { countQueues, emptyQueue } from '../../store/deviceQueues.ts';
import { actOnDevice, type DeviceAction, type DeviceHands, requireDevice } from '../deviceAction.ts';
import { deviceIdSchema } from './devices.ts';
import { problems } from './schemas.ts';

const noBody = { type: ['object', 'null'], additionalProperties: false, properties: {} };
const moveBody = {
  type: 'object',
  additionalProperties: false,
  required: ['to'],
  properties: { to: { type: 'string', minLength: 1, maxLength: 64, description: 'Id of the other device.' } },
};

const device = { device: { $ref: 'Device#' } };
const notMoved = {
  type: 'array',
  description: 'Some of those that stayed, and why.',
  items: {
    type: 'object',
    properties: { documentId: { type: 'string' }, number: { type: 'string' }, reason: { type: 'string' } },
  },
};

const actions: Readonly<
  Record<DeviceAction, { summary: string; description: string; body: object; answer: Record<string, object> }>
> = {
  pause: {
    summary: 'Pause a device',
    description: 'What is being sent runs to its end; nothing more leaves until somebody resumes it.',
    body: noBody,
    answer: device,
  },
  resume: {
    summary: 'Resume a device',
    description: 'Lets a paused device go on; a stopped one is tried at once.',
    body: noBody,
    answer: device,
  },
  test: {
    summary: 'Print a test page',
    description:
      'A document of type `test-page` that goes the way of every document: its history says what came of it.',
    body: noBody,
    answer: { ...device, documentId: { type: 'string', format: 'uuid', description: 'Where to look it up.' } },
  },
  move: {
    summary: 'Move what waits to another device',
    description:
      'A device of the same model gets the same bytes; for another one the documents are composed anew, with the same content in the same language. Their order stays. What is being sent right now is left alone, and so is what cannot be had on the other device.',
    body: moveBody,
    answer: {
      ...device,
      moved: { type: 'integer', description: 'How many go there now.' },
      left: { type: 'integer', description: 'How many stayed.' },
      notMoved,
    },
  },
};

/** What may be done with a device, for programs. */
export function deviceActionRoutes(app: FastifyInstance, hands: DeviceHands): void {
  for (const [action, { summary, description, body, answer }] of Object.entries(actions) as [
    DeviceAction,
    (typeof actions)[DeviceAction],
  ][]) {
    app.post<{ Params: { id: string }; Body: { to?: string } | null }>(
      `/devices/:id/${action}`,
      {
        config: { scope: 'operate' },
        schema: {
          operationId: `${action}Device`,
          summary,
          description,
          tags: ['Devices'],
          security: [{ apiKey: ['operate'] }],
          params: deviceIdSchema,
          body,
          response: {
            200: { description: 'Done; the device as it is now.', type: 'object', properties: answer },
            ...problems(400, 404),
          },
        },
      },
      async (request) => {
        const { id } = request.params;
        const result = await actOnDevice(hands, action, id, `key:${request.apiKey?.name ?? ''}`, request.body?.to);
        const now = await requireDevice(hands.store, id);
        const queue = (await countQueues(hands.store, id)).get(id) ?? emptyQueue;
        return { device: { ...now, queue }, ...result };
      },
    );
  }
}
