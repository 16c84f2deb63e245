import type { FastifyInstance } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import type { Device } from '../../model/parties.ts';
import type { Store } from '../../store/db.ts';
import { registerDevice, removeDevice } from '../../store/deviceChanges.ts';
import { countQueues, emptyQueue, type QueueCounts, queueOfDevice } from '../../store/deviceQueues.ts';
import { listDevices } from '../../store/devices.ts';
import { readDeviceSettings } from '../../store/deviceSettings.ts';
import { requireDevice } from '../deviceAction.ts';
import { deviceSettingsSchema } from './deviceSchemas.ts';
import { problems } from './schemas.ts';

export const deviceIdSchema = {
  type: 'object',
  properties: { id: { type: 'string', maxLength: 64, description: 'Id of the device.' } },
} as const;

type Place = { Params: { id: string } };

const queueShown = 50;

/** The registry of devices, for programs: reading it takes `read`, changing it `admin`. */
export function deviceRoutes(app: FastifyInstance, store: Store): void {
  const tags = ['Devices'];
  const read = { config: { scope: 'read' as const } };
  const admin = { config: { scope: 'admin' as const } };
  const readSchema = { tags, security: [{ apiKey: ['read'] }] };
  const adminSchema = { tags, security: [{ apiKey: ['admin'] }], params: deviceIdSchema };
  const oneDevice = { description: 'The device as it is now.', $ref: 'Device#' };

  const withQueue = async (device: Device): Promise<Device & { queue: QueueCounts }> => ({
    ...device,
    queue: (await countQueues(store, device.id)).get(device.id) ?? emptyQueue,
  });

  app.get(
    '/devices',
    {
      ...read,
      schema: {
        operationId: 'listDevices',
        summary: 'List devices',
        description: 'All printers with their state and how much waits at each, in order of their ids.',
        ...readSchema,
        response: {
          200: {
            description: 'All of them.',
            type: 'object',
            properties: { devices: { type: 'array', items: { $ref: 'Device#' } } },
          },
          ...problems(),
        },
      },
    },
    async () => {
      const [devices, queues] = await Promise.all([listDevices(store), countQueues(store)]);
      return { devices: devices.map((device) => ({ ...device, queue: queues.get(device.id) ?? emptyQueue })) };
    },
  );

  app.get<Place>(
    '/devices/:id',
    {
      ...read,
      schema: {
        operationId: 'getDevice',
        summary: 'Read a device and its queue',
        description: `How it stands, and the first ${queueShown} deliveries of its output queue in the order in which they leave.`,
        ...readSchema,
        params: deviceIdSchema,
        response: {
          200: {
            description: 'The device.',
            type: 'object',
            properties: { device: { $ref: 'Device#' }, waiting: { type: 'array', items: { $ref: 'Delivery#' } } },
          },
          ...problems(404),
        },
      },
    },
    async (request) => {
      const device = await requireDevice(store, request.params.id);
      return { device: await withQueue(device), waiting: await queueOfDevice(store, device.id, queueShown) };
    },
  );

  app.put<Place>(
    '/devices/:id',
    {
      ...admin,
      schema: {
        operationId: 'putDevice',
        summary: 'Register or change a device',
        description:
          'Sets all settings; what is left out is null. State and queue stay. Driver and resolution of a device at which something waits cannot be changed: move it first.',
        ...adminSchema,
        body: deviceSettingsSchema,
        response: { 200: oneDevice, ...problems(400, 409) },
      },
    },
    async (request) => {
      const { id } = request.params;
      await registerDevice(store, readDeviceSettings(id, request.body as Record<string, unknown>), actorOf(request));
      return withQueue(await requireDevice(store, id));
    },
  );

  app.delete<Place>(
    '/devices/:id',
    {
      ...admin,
      schema: {
        operationId: 'deleteDevice',
        summary: 'Remove a device',
        description: 'Its history stays. Refused while something waits or is held there, or recipients print to it.',
        ...adminSchema,
        response: { 204: { type: 'null', description: 'It is gone.' }, ...problems(404, 409) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const done = await removeDevice(store, id, actorOf(request));
      if (!done.removed) {
        throw new PostwerkError(done.code === 'in-use' ? 'store.device-in-use' : 'web.not-found', done.reason);
      }
      return reply.code(204).send(null);
    },
  );
}

function actorOf({ apiKey }: { readonly apiKey: { readonly name: string } | null }): string {
  return `key:${apiKey?.name ?? ''}`;
}
