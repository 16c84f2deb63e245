import type { CountingPrinter, StreamReport } from '../dispatch/print/countingPrinter.ts';
import { type CountedVerdict, judgeCounted } from '../dispatch/print/judgeCounted.ts';
import { failpoint } from '../failpoint.ts';
import type { DeviceReason } from '../model/deviceReport.ts';
import type { Outcome } from '../model/outcome.ts';
import {
  type CountedAttempt,
  endDecided,
  leaveToCounter,
  openAtDevice,
  type OpenCounted,
  provenCounter,
  takeOverCounted,
} from '../store/countedAttempts.ts';
import { settleDocuments } from '../store/settle.ts';
import { recordOutcomes } from './recordOutcomes.ts';
import type { Road } from './road.ts';

/** Why a device takes nothing more for now. */
export interface Stopped {
  readonly code: string;
  readonly detail: string;
  readonly reasons?: readonly DeviceReason[];
}

/** A device that does not go on, from the outcome that said so. */
export function stoppedBy(outcome: Exclude<Outcome, { kind: 'ok' }>): Stopped {
  return { code: outcome.code, detail: outcome.detail, ...(outcome.reasons ? { reasons: outcome.reasons } : {}) };
}

/** A clock in whole seconds on one side and the way to the printer: so much may lie between two equal moments. */
const uptimeDoubtS = 2;

/**
 * Before anything new goes to a printer, it is asked what became of the labels that were begun and never ended (a
 * kill, a broken connection, a jam). While they may still come out of it, or it cannot be asked, they wait, and so does
 * its queue. What a person has decided about after a jam is taken out of the printer's memory first, so that it does not
 * come out beside what takes its place.
 */
export async function settleCounted(
  road: Road,
  device: { readonly id: string; readonly fence: number },
  counting: CountingPrinter | undefined,
  keepLease: () => Promise<boolean>,
): Promise<Stopped | null> {
  const { waiting: some, decided } = await openAtDevice(road.store, device.id);
  const open = some ? await takeOverCounted(road.store, device.id, device.fence, road.leaseMs) : [];
  failpoint('drain.after-take-over');
  if (open.length + decided.length === 0) return null;
  const report = counting ? await counting.settle(keepLease, { empty: decided.length > 0 }) : 'cannot-count';
  if (report !== 'cannot-count' && 'kind' in report) {
    const stopped = report.kind === 'ok' ? unsettled(report.detail) : stoppedBy(report);
    await leaveToCounter(road.store, open, { ...stopped, detail: waitingText(stopped.detail) });
    return stopped;
  }
  const proven = await provenCounter(road.store, device.id);
  const verdicts = judgeOpen(open, decided, report === 'cannot-count' ? null : report, proven);
  const waiting = await recordVerdicts(road, open, verdicts, report === 'cannot-count' ? null : report);
  // As long as one of their stream is not judged, they are needed for it, and the printer is emptied once more.
  if (waiting.length === 0) await endDecided(road.store, decided);
  if (waiting.length === 0) return null;
  const why = report === 'cannot-count' ? '' : (report.problem ?? report.lost ?? 'it is still printing');
  const reasons = report === 'cannot-count' ? [] : (report.reading?.reasons ?? []);
  const code =
    report !== 'cannot-count' && interrupts(report.problem) ? 'dispatch.device-stopped' : 'dispatch.device-busy';
  const stopped = { code, detail: `The label printer says: ${why}.`, reasons };
  await leaveToCounter(road.store, waiting, { ...stopped, detail: waitingText(stopped.detail) });
  return stopped;
}

/** Whether a printer's problem may have torn a label; one that only waits with a full buffer tears none. */
export function interrupts(problem: string | null): boolean {
  return problem !== null && problem !== 'buffer full';
}

/**
 * Verdicts on the open labels. Those that a person has decided about stand in their places of the stream: the label that
 * the printer was interrupted in is mostly one of them.
 */
function judgeOpen(
  open: readonly OpenCounted[],
  decided: readonly CountedAttempt[],
  report: StreamReport | null,
  proven: string | null,
): CountedVerdict[] {
  const reading = report?.reading ?? null;
  // Another printer answers at this address now, or one without a counter: nothing it says is about these labels.
  if (report === null || reading === null || open.some(({ counterOf }) => counterOf !== reading.of)) {
    return open.map(() => 'foreign');
  }
  const stream: readonly CountedAttempt[] = [
    ...decided.filter(({ counterOf }) => counterOf === reading.of),
    ...open,
  ].toSorted((a, b) => a.counterBefore - b.counterBefore);
  const age = Math.max(...stream.map(({ ageS }) => ageS));
  const restarted = reading.uptimeS === null || reading.uptimeS < age + uptimeDoubtS;
  // A counter that was never seen to move cannot prove that a label is not out.
  const interrupted = restarted || proven !== reading.of || stream.some((label) => label.interrupted);
  const verdicts = judgeCounted(stream, { counter: reading.printed, settled: report.settled, interrupted });
  const verdictOf = new Map(stream.map(({ attemptId }, index) => [attemptId, verdicts[index]]));
  return open.map(({ attemptId }) => verdictOf.get(attemptId) ?? 'foreign');
}

/** Puts verdicts on record and gives back the labels that have none yet. */
export async function recordVerdicts<T extends Pick<OpenCounted, 'id' | 'fence' | 'attemptId' | 'documentId'>>(
  road: Road,
  labels: readonly T[],
  verdicts: readonly CountedVerdict[],
  report: StreamReport | null,
): Promise<T[]> {
  const waiting: T[] = [];
  const results = labels.flatMap((label, index) => {
    const outcome = outcomeOf(verdicts[index] ?? 'foreign', index, labels.length, report);
    if (outcome === null) waiting.push(label);
    return outcome === null ? [] : [{ id: label.id, fence: label.fence, attemptId: label.attemptId, outcome }];
  });
  const documentIds = await recordOutcomes(road, results);
  failpoint('drain.after-verdicts');
  await settleDocuments(road.store, documentIds);
  return waiting;
}

function outcomeOf(verdict: CountedVerdict, index: number, total: number, report: StreamReport | null): Outcome | null {
  const place = `label ${index + 1} of ${total} in its stream; the printer’s counter stands at ${report?.reading?.printed ?? '?'}`;
  switch (verdict) {
    case 'waiting':
      return null;
    case 'printed':
      return { kind: 'ok', evidence: 'printed', detail: `The printer’s counter proves it (${place}).` };
    case 'not-printed':
      return {
        kind: 'retry',
        code: 'dispatch.not-printed',
        detail: `It did not come out: the printer’s counter proves it (${place}).`,
      };
    case 'suspect':
      return {
        kind: 'unknown',
        code: 'dispatch.unknown-outcome',
        detail: `The printer was interrupted at this label, so it may be torn or whole (${place}). Look at the printer, then release or cancel.`,
      };
    case 'foreign':
      // Whoever answered for a label has it; that is all that can be said then.
      if (report !== null && report.settled && report.answered > index) {
        return {
          kind: 'ok',
          evidence: 'accepted',
          detail: `The printer took it; its counter proves nothing (${place}).`,
        };
      }
      return {
        kind: 'unknown',
        code: 'dispatch.unknown-outcome',
        detail: `Sending began, and the counter now at this address proves nothing about it (${place}).`,
      };
  }
}

function unsettled(detail: string): Stopped {
  return { code: 'dispatch.device-stopped', detail };
}

function waitingText(detail: string): string {
  return `It went to the printer, and its counter must say whether it came out. ${detail}`;
}
