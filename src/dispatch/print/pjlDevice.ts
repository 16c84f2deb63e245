import type { Outcome } from '../../model/outcome.ts';
import { delivered, failed } from '../outcome.ts';
import { endOfAnswer, pjlName, pjlReasons, readPjlStatus, statusRequest, wrapInPjl } from './pjl.ts';
import { type DeviceAddress, openSocketConnection, type SocketConnection } from './socketConnection.ts';

export interface PjlOptions {
  readonly connectTimeoutMs?: number;
  /** ms one print may take altogether; half of it for the paper. */
  readonly timeoutMs?: number;
}

/**
 * An office printer behind a raw port that answers in PJL (`socket://host?status=pjl`): asked for its status first, then
 * given the document inside a PJL job, of which it tells the end: `printed`. Only printers said to know PJL are asked,
 * because others would print the question.
 */
export async function printByPjl(
  { host, port }: DeviceAddress,
  job: { readonly name: string; readonly bytes: Uint8Array; readonly onHandedOver?: () => void },
  options: PjlOptions = {},
): Promise<Outcome> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const open = await openSocketConnection(host, port, options.connectTimeoutMs ?? Math.min(5_000, timeoutMs));
  if ('lost' in open) return unreachable(open.lost);
  try {
    const ready = await askReadiness(open, timeoutMs / 4);
    if (ready !== null) return ready;
    const sent = await open.write(wrapInPjl(job.name, job.bytes), timeoutMs / 4);
    if (sent !== 'written') return unknown(sent.lost);
    job.onHandedOver?.();
    return await waitForEnd(open, pjlName(job.name), timeoutMs / 2);
  } finally {
    open.destroy();
  }
}

async function askReadiness(open: SocketConnection, waitMs: number): Promise<Outcome | null> {
  const sent = await open.write(statusRequest, waitMs);
  const answer = sent === 'written' ? await open.textUntil(endOfAnswer, waitMs) : sent;
  if (typeof answer !== 'string') return unreachable(answer.lost);
  const status = readPjlStatus(answer);
  if (status === null) return unreachable('its answer to @PJL INFO STATUS is not one');
  const reasons = pjlReasons(status);
  if (reasons.length === 0) return null;
  return failed('stop', 'dispatch.device-stopped', `The printer says: ${status.display} (${status.code}).`, reasons);
}

/** Follows the job's own messages; the device's are its troubles on the way. */
async function waitForEnd(open: SocketConnection, name: string, waitMs: number): Promise<Outcome> {
  const until = Date.now() + waitMs;
  let begun = false;
  let trouble = '';
  for (;;) {
    const answer = await open.textUntil(endOfAnswer, Math.max(1, until - Date.now()));
    if (typeof answer !== 'string') {
      if (!begun) return unknown(answer.lost);
      return delivered('accepted', `The printer has begun it and has not reported its end yet${trouble}.`);
    }
    const status = readPjlStatus(answer);
    if (status !== null) trouble = pjlReasons(status).length > 0 ? `; it says: ${status.display} (${status.code})` : '';
    if (!answer.includes('@PJL USTATUS JOB') || !answer.includes(`"${name}"`)) continue;
    if (/^START/m.test(answer)) begun = true;
    if (/^CANCELED/m.test(answer)) {
      return failed('cancel', 'dispatch.canceled-at-device', 'The job was canceled at the printer.');
    }
    if (/^END/m.test(answer)) {
      const pages = /^PAGES\s*=\s*(\d+)/m.exec(answer)?.[1];
      return delivered('printed', `The printer reports it as printed${pages ? `, ${pages} pages` : ''}.`);
    }
  }
}

function unreachable(detail: string): Outcome {
  return failed('stop', 'dispatch.device-unreachable', `The printer did not answer (${detail}).`, ['offline']);
}

function unknown(detail: string): Outcome {
  return failed('unknown', 'dispatch.unknown-outcome', `The document was sent and nothing was confirmed (${detail}).`);
}
