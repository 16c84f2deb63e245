import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setDevicePaused } from '../../store/devices.ts';
import { getRunLabel, voidRunLabels } from '../../store/labelRuns.ts';
import { type JournalLabel, journalOf, recordJam } from '../../store/labelRunsJam.ts';
import { formField } from '../../web/forms.ts';
import { afterLastGood } from './jamJudgement.ts';
import { jamDoneView, jamQuestionView, jamScanView, type JamRun } from './jamView.ts';
import { reissueLabels } from './makeLabels.ts';
import { parseScan } from './parseScan.ts';
import { deviceOf } from './printersRoutes.ts';
import type { SiteFrame } from './siteFrame.ts';

const schema = { hide: true };
const uuidShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * After a jam, one question at a time: the last good label is scanned; what to do with those behind it; then the
 * printer goes on. While the questions are asked the printer is paused, so that nothing comes in between.
 */
export function jamRoutes(frame: SiteFrame): void {
  const { app, options, actor } = frame;
  const { store, siteId } = options;

  app.post('/site/jam', { schema }, async (request, reply) => {
    const run = await runOf(frame, formField(request, 'device'), formField(request, 'job'));
    await setDevicePaused(store, run.device.id, true, actor);
    return reply.redirect(address(run), 303);
  });

  app.get<{ Querystring: Record<string, string> }>('/site/jam', { schema }, async (request, reply) => {
    const { device = '', job = '', last, wrong } = request.query;
    const run = await runOf(frame, device, job);
    const words = frame.words(request);
    const index = last === undefined ? null : last === 'none' ? -1 : indexOf(run.labels, last);
    const consequence = index === null ? null : afterLastGood(run.labels, index);
    const main =
      index === null || consequence === null
        ? jamScanView(words, run, wrong ?? (index === null ? null : (last ?? null)))
        : jamQuestionView(words, run, consequence, last ?? 'none', randomUUID());
    return frame.send(request, reply, 'printers', words.text('jam.title'), main);
  });

  app.post('/site/jam/last', { schema }, async (request, reply) => {
    const run = await runOf(frame, formField(request, 'device'), formField(request, 'job'));
    if (formField(request, 'none') !== '') return reply.redirect(address(run, { last: 'none' }), 303);
    const code = formField(request, 'code').slice(0, 400);
    const scan = parseScan(code);
    const wanted = scan.kind === 'sscc' ? scan.sscc : scan.kind === 'number' ? scan.number : '';
    const index = indexOf(run.labels, wanted);
    if (index < 0) return reply.redirect(address(run, { wrong: code.slice(0, 60) }), 303);
    return reply.redirect(address(run, { last: wanted }), 303);
  });

  app.post('/site/jam/finish', { schema }, async (request, reply) => finish(frame, request, reply));

  /** Records what was found; with `again` what is in doubt comes once more, pre-printed numbers with new ones. */
  async function finish(to: SiteFrame, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const run = await runOf(to, formField(request, 'device'), formField(request, 'job'));
    const last = formField(request, 'last');
    const consequence = afterLastGood(run.labels, last === 'none' ? -1 : indexOf(run.labels, last));
    if (consequence === null) return reply.redirect(address(run, { wrong: last }), 303);
    const again = formField(request, 'doubtful') === 'again';
    const { before, lastGood, doubtful, waiting } = consequence;
    const replaced = again ? doubtful.filter(({ replaceable }) => replaceable) : [];
    const repeated = again ? doubtful.filter(({ replaceable }) => !replaceable) : [];
    const ask = formField(request, 'ask');
    if (replaced.length > 0) await replaceNumbers(replaced, uuidShape.test(ask) ? ask : randomUUID());
    await recordJam(store, {
      siteId,
      actor,
      lastGood: lastGood?.deliveryId ?? null,
      before: [...before, ...(again ? [] : doubtful)].map(({ deliveryId }) => deliveryId),
      again: repeated.map(({ documentId }) => documentId),
      destroyed: replaced.map(({ deliveryId }) => deliveryId),
    });
    await setDevicePaused(store, run.device.id, false, actor);
    await options.hintDrain([run.device.id]);
    const words = to.words(request);
    const main = jamDoneView(words, { again: again ? doubtful.length : 0, waiting: waiting.length });
    return to.send(request, reply, 'printers', words.text('jam.title'), main);
  }

  /** The spoilt numbers are void before new ones are printed: no two labels may ever carry the same number. */
  async function replaceNumbers(labels: readonly JournalLabel[], ask: string): Promise<void> {
    const ssccs = labels.map(({ sscc }) => sscc ?? '');
    const first = await getRunLabel(store, siteId, ssccs[0] ?? '');
    await options.numbers.set(ssccs, 'void', { reason: 'jam' });
    const voided = await voidRunLabels(store, ssccs, 'jam', actor);
    if (first !== null && voided > 0) await reissueLabels(frame, first.runId, voided, ask);
  }
}

async function runOf(frame: SiteFrame, deviceId: string, jobId: string): Promise<JamRun> {
  const device = await deviceOf(frame, deviceId);
  const labels = uuidShape.test(jobId) ? await journalOf(frame.options.store, device.id, jobId) : [];
  return { device, jobId, labels };
}

/** A label is known by its SSCC; one without by its number. */
function indexOf(labels: readonly JournalLabel[], code: string): number {
  const bySscc = labels.findIndex(({ sscc }) => sscc === code);
  return bySscc >= 0 ? bySscc : labels.findLastIndex(({ number }) => number.toLowerCase() === code.toLowerCase());
}

function address({ device, jobId }: JamRun, more: Readonly<Record<string, string>> = {}): string {
  return `/site/jam?${new URLSearchParams({ device: device.id, job: jobId, ...more }).toString()}`;
}
