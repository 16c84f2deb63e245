import { describe, expect, test } from 'vitest';
import { retryPolicies } from '../../../src/dispatch/retryPolicy.ts';
import { afterOutcome } from '../../../src/pipeline/deliverDocuments.ts';

const retry = { kind: 'retry', code: 'dispatch.busy', detail: 'Try later.' } as const;

describe('afterOutcome', () => {
  test('a retry is due later, never at once', () => {
    const before = Date.now();
    const { outcome, nextAttemptAt } = afterOutcome({ channel: 'email', attempts: 0 }, retry);
    expect(outcome).toEqual(retry);
    expect(nextAttemptAt?.getTime()).toBeGreaterThan(before);
  });

  test('a delivery that has used up its attempts is held with the last reason', () => {
    const { outcome, nextAttemptAt } = afterOutcome(
      { channel: 'email', attempts: retryPolicies.email.maxAttempts - 1 },
      retry,
    );
    expect(outcome).toMatchObject({ kind: 'hold', code: 'dispatch.busy' });
    expect(outcome.detail).toContain('Try later.');
    expect(nextAttemptAt).toBeUndefined();
  });

  test.each(['hold', 'cancel', 'abort', 'unknown'] as const)('"%s" is left as it is', (kind) => {
    const outcome = { kind, code: 'dispatch.any', detail: 'Any.' };
    expect(afterOutcome({ channel: 'print', attempts: 3 }, outcome)).toEqual({ outcome });
  });
});
