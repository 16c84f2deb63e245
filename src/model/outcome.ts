import type { DeviceReason } from './deviceReport.ts';
import type { Evidence } from './states.ts';

/**
 * What became of one attempt, after CUPS' backend exit codes: a value, never an exception.
 *
 * - `ok`: delivered, with the evidence we have.
 * - `retry`: failed for now (busy, unreachable, 4xx); try again later. Nothing was delivered.
 * - `hold`: this delivery cannot go without a person (printer refuses the format, say); the queue goes on.
 * - `stop`: the device cannot take anything now (out of paper, offline); its whole queue waits. Nothing was delivered.
 * - `cancel`: the delivery was canceled at the device.
 * - `abort`: failed for good (5xx, address refused). Never retried.
 * - `unknown`: bytes left us and nothing was confirmed; held and shown, never repeated by itself.
 */
export type Outcome =
  | { readonly kind: 'ok'; readonly evidence: Evidence; readonly detail: string }
  | {
      readonly kind: OutcomeFailure;
      readonly code: string;
      readonly detail: string;
      /** Of a device that stopped: why, one word each. */
      readonly reasons?: readonly DeviceReason[];
    };

export type OutcomeFailure = 'retry' | 'hold' | 'stop' | 'cancel' | 'abort' | 'unknown';
