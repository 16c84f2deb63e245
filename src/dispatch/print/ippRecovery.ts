import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../model/outcome.ts';
import { delivered, failed } from '../outcome.ts';
import type { IppClient } from './ippClient.ts';
import type { IppGroup } from './ippCodec.ts';
import { jobStates, numberOf, textOf, textsOf } from './ippMessages.ts';
import { outcomeOfJob } from './ippOutcome.ts';
import { deliveryIdOf } from './jobName.ts';

export interface LostJob {
  readonly jobName: string;
  /** The id the printer gave it, where it was created before its document was sent. */
  readonly jobId: number | null;
  /** How much of the document may have reached the printer. */
  readonly left: 'part' | 'all';
  readonly detail: string;
  /** A job this printer took on this connection: while it is still listed, a job not listed was never taken. */
  readonly witness: number | null;
}

/**
 * The answer was lost after bytes had left: the printer itself is asked whether it took the job.
 * @param follow what becomes of a job that it has.
 */
export async function recoverLostJob(
  client: IppClient,
  lost: LostJob,
  recoveryMs: number,
  follow: (job: IppGroup) => Promise<Outcome>,
): Promise<Outcome> {
  const until = Date.now() + recoveryMs;
  let absences = 0;
  for (let pauseMs = 100; absences < 2 && Date.now() + pauseMs <= until; pauseMs = Math.min(1_000, pauseMs * 2)) {
    // A device that has just lost a connection may still be taking the job in: it is asked twice, with a pause.
    await sleep(pauseMs);
    if (lost.jobId !== null) {
      const job = await client.job(lost.jobId);
      const document = job === null ? 'unclear' : documentOf(job, lost.left);
      if (job === null || document === 'unclear') continue;
      if (document === 'whole') return follow(job);
      absences += 1;
      // It never got its document whole, so it will not print it; what is left of it must not block the printer.
      if (absences === 2) await client.cancel(lost.jobId);
      continue;
    }
    const open = await client.jobs('not-completed');
    const done = open === null ? null : await client.jobs('completed');
    if (open === null || done === null) continue;
    const jobs = [...open, ...done];
    const found = jobs.find((candidate) => textOf(candidate, 'job-name') === lost.jobName);
    if (found !== undefined) return follow(found);
    const remembers = lost.witness !== null && jobs.some((candidate) => numberOf(candidate, 'job-id') === lost.witness);
    // A printer that never got the whole document cannot have printed it; one that got it must prove its memory.
    if (lost.left === 'part' || remembers) absences += 1;
  }
  if (absences >= 2) {
    const detail = `The connection broke (${lost.detail}) and the printer has no such job.`;
    return failed('retry', 'dispatch.device-unreachable', detail);
  }
  return failed(
    'unknown',
    'dispatch.unknown-outcome',
    `The document was sent, the connection broke (${lost.detail}), and the printer could not tell whether it took it.`,
  );
}

/** Whether a created job has its document or still waits for it (RFC 8011 §5.3.8 `job-incoming`, `job-data-insufficient`). */
function documentOf(job: IppGroup, left: 'part' | 'all'): 'whole' | 'missing' | 'unclear' {
  const state = numberOf(job, 'job-state') ?? jobStates.pending;
  if (state !== jobStates.pending && state !== jobStates.held) return 'whole';
  const reasons = textsOf(job, 'job-state-reasons');
  const waits = reasons.some((reason) => reason === 'job-incoming' || reason === 'job-data-insufficient');
  const documents = numberOf(job, 'number-of-documents');
  if (waits || documents === 0 || left === 'part') return 'missing';
  return documents === null && state === jobStates.held ? 'unclear' : 'whole';
}

/** A delivery that went to this printer and of which nothing more is known. */
export interface DoubtfulJob {
  readonly deliveryId: string;
  /** Seconds since the attempt began. */
  readonly ageS: number;
}

/**
 * Asks a printer what became of jobs that a crash of ours left unknown, by the delivery ids in their names. `retry`:
 * its list of jobs goes back beyond the attempt and the job is not in it, so it never came. Null: it does not say.
 */
export async function lookUpJobs(
  client: IppClient,
  doubtful: readonly DoubtfulJob[],
): Promise<ReadonlyMap<string, Outcome> | null> {
  const open = await client.jobs('not-completed', 500);
  const done = open === null ? null : await client.jobs('completed', 500);
  if (open === null || done === null) return null;
  const jobs = [...open, ...done];
  const named = jobs.map((job) => ({ job, deliveryId: deliveryIdOf(textOf(job, 'job-name') ?? '') }));
  // Some printers hide the names of jobs; then a job that is not found proves nothing.
  const hidden = jobs.some((job) => textOf(job, 'job-name') === null);
  const oldestS = Math.max(0, ...jobs.map((job) => ageOf(job) ?? 0));
  const found = new Map<string, Outcome>();
  for (const { deliveryId, ageS } of doubtful) {
    const job = named.find((candidate) => candidate.deliveryId === deliveryId)?.job;
    if (job !== undefined) found.set(deliveryId, outcomeOfFound(job));
    else if (!hidden && oldestS > ageS + 1) {
      const detail =
        'The printer’s list of jobs goes back beyond the attempt and has no such job: it never came there.';
      found.set(deliveryId, failed('retry', 'dispatch.not-printed', detail));
    }
  }
  return found;
}

function outcomeOfFound(job: IppGroup): Outcome {
  const known = outcomeOfJob(job);
  if (known !== null) return known;
  if (documentOf(job, 'all') === 'missing') {
    const detail = `Job ${numberOf(job, 'job-id') ?? '?'} never got its document.`;
    return failed('retry', 'dispatch.not-printed', detail);
  }
  return delivered(
    'accepted',
    `The printer has it as job ${numberOf(job, 'job-id') ?? '?'} and has not reported its end.`,
  );
}

/** Seconds since a job was created, by the printer's own clock (RFC 8011 §5.3.14). */
function ageOf(job: IppGroup): number | null {
  const created = numberOf(job, 'time-at-creation');
  const now = numberOf(job, 'job-printer-up-time');
  return created === null || now === null ? null : now - created;
}
