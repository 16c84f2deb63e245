import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import { hasDots } from '../../model/device.ts';
import { listDevices } from '../../store/devices.ts';
import { getLabelRun, listLabelRuns, runLabels, voidRunLabels } from '../../store/labelRuns.ts';
import { formField } from '../../web/forms.ts';
import { aheadView, runView, voidReasons } from './aheadView.ts';
import { finishLabels, makeLabels, mostLabels } from './makeLabels.ts';
import { deviceOf } from './printersRoutes.ts';
import type { SiteFrame } from './siteFrame.ts';

const schema = { hide: true };
const uuidShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const runsShown = 10;

/** Labels for tomorrow: printed today with numbers of their own, bound to shipments by scan, what is left over voided. */
export function aheadRoutes(frame: SiteFrame): void {
  const { app, options, actor } = frame;
  const { store } = options;

  app.get('/site/ahead', { schema }, async (request, reply) => show(frame, request, reply, null));

  app.post('/site/ahead', { schema }, async (request, reply) => {
    const [id, count, forDay] = ['run', 'count', 'day'].map((name) => formField(request, name)) as [
      string,
      string,
      string,
    ];
    const device = await deviceOf(frame, formField(request, 'device'));
    const wanted = Number(count);
    if (!uuidShape.test(id) || !Number.isInteger(wanted) || wanted < 1 || wanted > mostLabels || !isDay(forDay)) {
      return show(frame, request, reply, 'ahead.wrong');
    }
    try {
      await makeLabels(frame, { id, deviceId: device.id, count: wanted, forDay });
    } catch (error) {
      if (!(error instanceof PostwerkError) || error.code !== 'site.numbers-used-up') throw error;
      return show(frame, request, reply, 'ahead.tooFew');
    }
    return reply.redirect(`/site/ahead/${id}`, 303);
  });

  app.get<{ Params: { id: string } }>('/site/ahead/:id', { schema }, async (request, reply) => {
    const words = frame.words(request);
    const run = await runOf(frame, request.params.id);
    const labels = await runLabels(store, run.id);
    const devices = await listDevices(store);
    const main = runView({ words, run, labels, device: devices.find(({ id }) => id === run.deviceId) });
    return frame.send(request, reply, 'ahead', words.text('ahead.runs'), main);
  });

  app.post<{ Params: { id: string } }>('/site/ahead/:id/void', { schema }, async (request, reply) => {
    const run = await runOf(frame, request.params.id);
    const chosen = formField(request, 'reason');
    const text = formField(request, 'text').trim().slice(0, 200);
    const reason = voidReasons.some((known) => known === chosen) ? chosen : text === '' ? 'other' : `other: ${text}`;
    const open = (await runLabels(store, run.id, 'open')).map(({ sscc }) => sscc);
    if (open.length > 0) {
      await options.numbers.set(open, 'void', { reason });
      await voidRunLabels(store, open, reason, actor);
    }
    return reply.redirect(`/site/ahead/${run.id}`, 303);
  });

  app.post<{ Params: { id: string } }>('/site/ahead/:id/finish', { schema }, async (request, reply) => {
    const run = await runOf(frame, request.params.id);
    await finishLabels(frame, run.id);
    return reply.redirect(`/site/ahead/${run.id}`, 303);
  });
}

async function show(
  frame: SiteFrame,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: 'ahead.wrong' | 'ahead.tooFew' | null,
): Promise<FastifyReply> {
  const { store, siteId, numbers } = frame.options;
  const words = frame.words(request);
  const [devices, runs, left] = await Promise.all([
    listDevices(store),
    listLabelRuns(store, siteId, runsShown),
    numbers.left(),
  ]);
  const main = aheadView({
    words,
    runs,
    left,
    problem,
    runId: randomUUID(),
    day: tomorrow(),
    devices: devices.filter((device) => device.siteId === siteId),
    labelDevices: devices.filter((device) => device.siteId === siteId && hasDots(device.driver)),
  });
  return frame.send(request, reply, 'ahead', words.text('nav.ahead'), main);
}

async function runOf({ options }: SiteFrame, id: string) {
  const run = uuidShape.test(id) ? await getLabelRun(options.store, options.siteId, id) : null;
  if (run === null) throw new PostwerkError('web.not-found', 'There is no such run of labels at this site.');
  return run;
}

/** In the time zone of the machine, which stands at the site. */
function tomorrow(): string {
  const at = new Date();
  at.setDate(at.getDate() + 1);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function isDay(text: string): boolean {
  return /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
