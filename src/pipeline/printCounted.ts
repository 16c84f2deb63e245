import { labelBytes } from '../dispatch/print/backend.ts';
import { countLabels } from '../dispatch/print/countLabels.ts';
import type { CountingPrinter, StreamReport } from '../dispatch/print/countingPrinter.ts';
import { judgeCounted } from '../dispatch/print/judgeCounted.ts';
import { graphicsOf } from '../dispatch/print/labelHandling.ts';
import { storeFormats } from '../dispatch/print/storeFormats.ts';
import { storeGraphics } from '../dispatch/print/storeGraphics.ts';
import type { CounterReading } from '../dispatch/print/zebraCounter.ts';
import { failpoint } from '../failpoint.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Device } from '../model/parties.ts';
import { leaveToCounter, provenCounter, setProvenCounter } from '../store/countedAttempts.ts';
import { beginAttempts, type ClaimedDelivery, unclaimDeliveries } from '../store/deliveries.ts';
import { settleDocuments } from '../store/settle.ts';
import { printJobOf } from './printJobOf.ts';
import { recordOutcomes } from './recordOutcomes.ts';
import { type Road, timed } from './road.ts';
import { interrupts, recordVerdicts, type Stopped, stoppedBy } from './settleCounted.ts';

type Counted = ClaimedDelivery & {
  readonly bytes: Uint8Array;
  readonly counted: { readonly counterBefore: number; readonly labels: number; readonly counterOf: string };
};

/**
 * Prints claimed labels in one stream on a printer that counts: all attempts are begun in one statement with what the
 * counter must show before each, the labels go out without a wait in between, and the counter says what became of them.
 * The first label on a printer not known yet goes alone, to see whether its counter moves by one.
 *
 * @returns `cannot-count` with what was not sent when the printer has no counter that could be relied on.
 */
export async function printCounted(
  road: Road,
  device: Device,
  counting: CountingPrinter,
  claimed: readonly ClaimedDelivery[],
  { keepLease, goesOn }: { readonly keepLease: () => Promise<boolean>; readonly goesOn: () => Promise<void> },
): Promise<Stopped | null | { readonly cannotCount: readonly ClaimedDelivery[] }> {
  let rest = claimed;
  while (rest.length > 0) {
    const reading = await counting.read();
    if (reading === 'cannot-count') return { cannotCount: rest };
    const problem = problemOf(reading);
    if ('stop' in problem) {
      await unclaimDeliveries(road.store, rest, problem.stop);
      return problem.stop;
    }
    await goesOn();
    const known = await provenCounter(road.store, device.id);
    if (known === uselessCounter(problem.reading)) return { cannotCount: rest };
    const proven = known === problem.reading.of;
    const batch = countedFrom(device, proven ? rest : rest.slice(0, 1), problem.reading);
    rest = rest.slice(batch.length);
    const ended = await printBatch(road, counting, batch, proven, keepLease);
    if (ended.stopped) {
      await unclaimDeliveries(road.store, rest);
      return ended.stopped;
    }
    if (!proven) {
      const { of } = problem.reading;
      await setProvenCounter(road.store, device.id, ended.exact ? of : uselessCounter(problem.reading));
    }
  }
  return null;
}

/** Kept in the place of a proven counter's name: this printer's counter did not move by what was printed. */
function uselessCounter({ of }: CounterReading): string {
  return `none:${of}`;
}

function problemOf(reading: CounterReading | Outcome): { stop: Stopped } | { reading: CounterReading } {
  if ('kind' in reading) {
    return {
      stop: reading.kind === 'ok' ? { code: 'dispatch.device-stopped', detail: reading.detail } : stoppedBy(reading),
    };
  }
  if (reading.problem === null) return { reading };
  const detail = `The label printer says: ${reading.problem}.`;
  return { stop: { code: 'dispatch.device-stopped', detail, reasons: reading.reasons } };
}

/** Labels with the counter as it must stand before each. */
function countedFrom(device: Device, claimed: readonly ClaimedDelivery[], reading: CounterReading): Counted[] {
  let counterBefore = reading.printed;
  const labels = claimed.map((delivery) => labelBytes(printJobOf(delivery, device)));
  const sent = graphicsOf(device.uri) === 'stored' ? storeFormats(storeGraphics(labels)) : labels;
  return claimed.map((delivery, index) => {
    const bytes = sent[index] ?? new Uint8Array();
    const counted = { counterBefore, labels: countLabels(bytes), counterOf: reading.of };
    counterBefore += counted.labels;
    return { ...delivery, bytes, counted };
  });
}

async function printBatch(
  road: Road,
  counting: CountingPrinter,
  batch: readonly Counted[],
  proven: boolean,
  keepLease: () => Promise<boolean>,
): Promise<{ readonly stopped: Stopped | null; readonly exact: boolean }> {
  const ids = await timed(road, 'begin', batch.length, () => beginAttempts(road.store, batch, road.leaseMs));
  failpoint('drain.after-begin');
  const begun = batch.flatMap((label, index) => {
    const attemptId = ids[index];
    return attemptId ? [{ ...label, attemptId }] : [];
  });
  const last = begun.at(-1);
  // The lease ran out; whoever holds it now goes on. What was begun is theirs to ask the counter about.
  if (!last || begun.length < batch.length || !(await keepLease())) return { stopped: leaseLost, exact: false };
  failpoint('drain.before-send');
  const until = last.counted.counterBefore + last.counted.labels;
  const report = await timed(road, 'send', begun.length, () =>
    counting.stream(
      begun.map(({ bytes }) => bytes),
      until,
      async () => {
        failpoint('drain.in-stream');
        return keepLease();
      },
    ),
  );
  failpoint('drain.after-send');
  const stopped = await timed(road, 'record', begun.length, () => recordStream(road, begun, report, proven));
  failpoint('drain.after-record');
  return { stopped, exact: report.reading?.printed === until };
}

const leaseLost: Stopped = { code: 'dispatch.device-busy', detail: 'Another worker has taken this device over.' };

/** Puts on record what the counter proves; the rest is left to the next look at the printer. */
async function recordStream(
  road: Road,
  begun: readonly (Counted & { readonly attemptId: string })[],
  report: StreamReport,
  proven: boolean,
): Promise<Stopped | null> {
  const { reading } = report;
  const places = begun.map(({ counted }) => counted);
  const why: Stopped | null =
    report.problem !== null
      ? {
          code: interrupts(report.problem) ? 'dispatch.device-stopped' : 'dispatch.device-busy',
          detail: `The label printer says: ${report.problem}.`,
          reasons: reading?.reasons ?? [],
        }
      : report.lost !== null
        ? { code: 'dispatch.device-unreachable', detail: `The connection to the label printer broke (${report.lost}).` }
        : null;
  if (reading !== null && report.lost === null) {
    const facts = { counter: reading.printed, settled: report.settled, interrupted: interrupts(report.problem) };
    const verdicts = judgeCounted(places, facts);
    if (why === null && verdicts.some((verdict) => verdict === 'not-printed' || verdict === 'suspect')) {
      await recordUnexplained(road, begun, reading.printed, proven);
      return null;
    }
    const waiting = await recordVerdicts(road, begun, verdicts, report);
    if (why !== null) await leaveToCounter(road.store, waiting, leftText(why));
    return why;
  }
  const stopped = why ?? { code: 'dispatch.device-unreachable', detail: 'The label printer fell silent.' };
  await leaveToCounter(road.store, begun, leftText(stopped));
  return stopped;
}

/**
 * The printer took everything, is at rest, saw no error, and its counter does not say that everything came out. Either
 * the counter is none, or somebody emptied its buffer. Printing again could double every label, so a person looks; the
 * first label on a printer whose counter was not proven yet counts as taken.
 */
async function recordUnexplained(
  road: Road,
  begun: readonly (Counted & { readonly attemptId: string })[],
  counter: number,
  proven: boolean,
): Promise<void> {
  const outcomeOf = ({ counterBefore, labels }: Counted['counted']): Outcome => {
    if (counter >= counterBefore + labels) {
      return { kind: 'ok', evidence: 'printed', detail: 'The printer’s counter proves it.' };
    }
    if (!proven) {
      return { kind: 'ok', evidence: 'accepted', detail: 'The label printer took it; its counter did not move.' };
    }
    const detail = `The printer took it and is at rest, but its counter (${counter}) does not show it.`;
    return { kind: 'unknown', code: 'dispatch.unknown-outcome', detail };
  };
  const results = begun.map(({ id, fence, attemptId, counted }) => ({
    id,
    fence,
    attemptId,
    outcome: outcomeOf(counted),
  }));
  await settleDocuments(road.store, await recordOutcomes(road, results));
}

function leftText({ code, detail }: Stopped): Stopped {
  return { code, detail: `It went to the printer, and its counter must say whether it came out. ${detail}` };
}
