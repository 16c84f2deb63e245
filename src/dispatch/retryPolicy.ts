import type { Channel } from '../model/states.ts';

export interface RetryPolicy {
  /** ms; the longest wait doubles with every attempt, beginning here. */
  readonly baseMs: number;
  /** ms; no wait is longer. */
  readonly capMs: number;
  /** Attempts after which the delivery is held with its last reason. */
  readonly maxAttempts: number;
}

/**
 * Print: a person stands at the printer, so it is looked at often and for long. E-mail: about ten hours on average,
 * enough for a mail server's bad day (RFC 5321 §4.5.4.1 asks for patience), then a person should know.
 */
export const retryPolicies: Readonly<Record<Channel, RetryPolicy>> = {
  print: { baseMs: 1_000, capMs: 60_000, maxAttempts: 1_000 },
  email: { baseMs: 2_000, capMs: 30 * 60_000, maxAttempts: 50 },
  portal: { baseMs: 500, capMs: 60_000, maxAttempts: 50 },
};

/**
 * How long to wait before the next attempt: exponential backoff with full jitter, so that deliveries that failed
 * together do not come back together.
 *
 * @param attempts how many attempts have failed, counted from 1.
 * @param random a number from 0 up to 1, given by tests.
 * @returns ms, or null when the attempts are used up.
 */
export function retryAfter(
  channel: Channel,
  attempts: number,
  random: () => number = Math.random,
  policy: RetryPolicy = retryPolicies[channel],
): number | null {
  if (attempts >= policy.maxAttempts) return null;
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(30, Math.max(0, attempts - 1)));
  // A wait of nothing would hammer whoever has just refused, so at least a tenth is kept.
  return Math.round(ceiling * (0.1 + 0.9 * random()));
}
