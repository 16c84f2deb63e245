import { PostwerkError } from '../../errors.ts';
import { addRunLabels, beginLabelRun, getLabelRun, type LabelRun } from '../../store/labelRuns.ts';
import { listSites } from '../../store/sites.ts';
import type { SiteFrame } from './siteFrame.ts';

/** Most labels of one run: half an hour of a label printer. */
export const mostLabels = 1_000;

export interface AheadWish {
  /** Made with the form, so that sending it twice makes one run. */
  readonly id: string;
  readonly deviceId: string;
  readonly count: number;
  /** YYYY-MM-DD. */
  readonly forDay: string;
}

/**
 * Prints labels ahead: the run is put on record, its numbers are taken, its labels are accepted as one local job. Every
 * step may be done twice, so that a run that was broken off is finished by asking again. Throws `site.numbers-used-up`.
 */
export async function makeLabels(frame: SiteFrame, wish: AheadWish): Promise<void> {
  const { store, siteId } = frame.options;
  const { id, deviceId, count, forDay } = wish;
  // Nothing to put on record where the numbers do not reach.
  const left = await frame.options.numbers.left();
  const known = await getLabelRun(store, siteId, id);
  if (known === null && left < count) throw tooFew(count, left);
  await beginLabelRun(store, { id, siteId, deviceId, forDay, wanted: count, actor: frame.actor });
  await finishLabels(frame, id);
}

/** Does what is still missing of a run. */
export async function finishLabels(frame: SiteFrame, runId: string): Promise<void> {
  const run = await getLabelRun(frame.options.store, frame.options.siteId, runId);
  if (run === null || run.jobId !== null) return;
  await submitLabels(frame, run, run.wanted, `pre-labels ${run.id}`);
}

/** New numbers in the place of voided ones, on the same printer and in the same run. */
export async function reissueLabels(frame: SiteFrame, runId: string, count: number, ask: string): Promise<void> {
  const run = await getLabelRun(frame.options.store, frame.options.siteId, runId);
  if (run !== null) await submitLabels(frame, run, count, `pre-labels ${run.id} ${ask}`);
}

async function submitLabels(frame: SiteFrame, run: LabelRun, count: number, key: string): Promise<void> {
  const { store, siteId, numbers, submit } = frame.options;
  const ssccs = await numbers.take(count, key);
  await addRunLabels(
    store,
    run.id,
    ssccs.map((sscc) => ({ sscc, documentId: null })),
    null,
  );
  const site = (await listSites(store)).find(({ id }) => id === siteId);
  const { jobId, documentIds } = await submit(
    ssccs.map((sscc) => ({
      type: 'pre-label',
      site: siteId,
      ...(site === undefined ? {} : { locale: site.locale }),
      message: {
        number: sscc,
        sscc,
        site: { name: site?.name ?? siteId, country: site?.country ?? 'XX' },
        forDay: run.forDay,
      },
      deliveries: [{ channel: 'print', device: run.deviceId }],
    })),
    key,
  );
  await addRunLabels(
    store,
    run.id,
    ssccs.map((sscc, index) => ({ sscc, documentId: documentIds[index] ?? null })),
    jobId,
  );
}

function tooFew(count: number, left: number): PostwerkError {
  return new PostwerkError('site.numbers-used-up', `${count} SSCC numbers are wanted and ${left} are left.`);
}
