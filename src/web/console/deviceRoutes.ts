import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import { listSites } from '../../store/agents.ts';
import { auditOfDevice, countQueues, emptyQueue, printedOnDevice, queueOfDevice } from '../../store/deviceQueues.ts';
import { listDevices } from '../../store/devices.ts';
import {
  actOnDevice,
  type DeviceAction,
  deviceActions,
  type DeviceActionResult,
  requireDevice,
} from '../deviceAction.ts';
import { formField } from '../forms.ts';
import { freshFor } from '../freshFor.ts';
import { plural } from '../views/formats.ts';
import { type Html, html } from '../views/html.ts';
import type { ConsoleOptions, ConsolePages } from './consolePages.ts';
import { devicePage, type DeviceView } from './devicePage.ts';
import { deviceReportPage } from './deviceReportPage.ts';
import { devicesPage } from './devicesPage.ts';
import { devicePath } from './deviceWords.ts';

const schema = { hide: true, params: { type: 'object', properties: { id: { type: 'string', maxLength: 64 } } } };
const queueShown = 50;
const printedShown = 10;
const historyShown = 20;

type Place = { Params: { id: string }; Querystring: Record<string, string | undefined> };

/** The devices: all of them, one of them, and what may be done with it. */
export function devicePageRoutes(app: FastifyInstance, options: ConsoleOptions, pages: ConsolePages): void {
  const { store, deviceWork } = options;
  const queues = freshFor(1_000, () => countQueues(store));

  app.get('/console/devices', { schema: { hide: true } }, async (request, reply) => {
    const [devices, counts, sites] = await Promise.all([listDevices(store), queues(), listSites(store)]);
    const byId = new Map(sites.map((site) => [site.id, site]));
    const view = { devices, queues: counts, sites: byId, now: new Date() };
    return pages.send(request, reply, 'Devices', devicesPage(view));
  });

  async function view(request: FastifyRequest, id: string, notice?: DeviceView['notice']): Promise<DeviceView> {
    const device = await requireDevice(store, id);
    const [counts, waiting, printed, audit, devices, sites] = await Promise.all([
      countQueues(store, id),
      queueOfDevice(store, id, queueShown),
      printedOnDevice(store, id, printedShown),
      auditOfDevice(store, id, historyShown),
      listDevices(store),
      listSites(store),
    ]);
    return {
      ...{ device, waiting, printed, audit, formToken: pages.formToken(request), now: new Date() },
      site: sites.find((site) => site.id === device.siteId),
      queue: counts.get(id) ?? emptyQueue,
      others: devices.filter((other) => other.id !== id),
      ...(notice === undefined ? {} : { notice }),
    };
  }

  app.get<Place>('/console/devices/:id', { schema }, async (request, reply) => {
    const shown = await view(request, request.params.id, noticeOf(request.query));
    return pages.send(request, reply, shown.device.name, devicePage(shown));
  });

  app.get<Place>('/console/devices/:id/report', { schema }, async (request, reply) => {
    const device = await requireDevice(store, request.params.id);
    const report = await deviceWork.probe(device);
    return pages.send(request, reply, `What ${device.name} says`, deviceReportPage(device, report));
  });

  for (const action of deviceActions) {
    app.post<Place>(`/console/devices/:id/${action}`, { schema }, async (request, reply) => {
      pages.checkForm(request);
      const { id } = request.params;
      const actor = `operator:${pages.operator(request).name}`;
      try {
        const done = await actOnDevice(options, action, id, actor, formField(request, 'to'));
        return await reply.redirect(`${devicePath({ id })}?${doneQuery(action, done)}`, 303);
      } catch (error) {
        if (!(error instanceof PostwerkError) || error.code === 'web.not-found') throw error;
        const shown = await view(request, id, { kind: 'bad', text: error.detail });
        return pages.send(request, reply, shown.device.name, devicePage(shown), 409);
      }
    });
  }
}

/** What was done, carried over the redirect. */
function doneQuery(action: DeviceAction, { documentId, moved, left, notMoved }: DeviceActionResult): string {
  return new URLSearchParams({
    done: action,
    ...(documentId === undefined ? {} : { document: documentId }),
    ...(moved === undefined ? {} : { moved: String(moved) }),
    ...(left === undefined ? {} : { left: String(left) }),
    ...(notMoved?.[0] === undefined ? {} : { because: notMoved[0].reason.slice(0, 200) }),
  }).toString();
}

function noticeOf(query: Place['Querystring']): DeviceView['notice'] {
  const good = (text: string | Html): DeviceView['notice'] => ({ kind: 'good', text });
  const done = deviceActions.find((action) => action === query['done']);
  switch (done) {
    case undefined:
      return undefined;
    case 'pause':
      return good('Paused. What is being sent runs to its end.');
    case 'resume':
      return good('It goes on at once.');
    case 'test': {
      const { document } = query;
      if (document === undefined || !/^[0-9a-f-]{36}$/.test(document)) return undefined;
      return good(
        html`A test page is on its way: <a href="/console/documents/${document}">see what becomes of it</a>.`,
      );
    }
    case 'move':
      return movedNotice(Number(query['moved']), Number(query['left']), query['because']);
  }
}

function movedNotice(moved: number, left: number, because: string | undefined): DeviceView['notice'] {
  if (!Number.isInteger(moved) || !Number.isInteger(left)) return undefined;
  const gone = moved === 0 ? 'Nothing was moved.' : `${plural(moved, 'print was', 'prints were')} moved.`;
  if (left === 0) return { kind: 'good', text: gone };
  const why = because === undefined ? '' : ` (${because.replace(/\.$/, '')})`;
  return {
    kind: 'bad',
    text: `${gone} ${plural(left, 'print stays', 'prints stay')}: the other device cannot have ${left === 1 ? 'it' : 'them'}${why}.`,
  };
}
