import type { ErrorCode } from '../errors.ts';
import type { DeviceReason } from '../model/deviceReport.ts';
import type { Outcome, OutcomeFailure } from '../model/outcome.ts';
import type { Evidence } from '../model/states.ts';

/** A delivery that went well, with what is proven of it. */
export function delivered(evidence: Evidence, detail: string): Outcome {
  return { kind: 'ok', evidence, detail };
}

/** A delivery that did not go well; `code` stands in the error table, so that a person finds what to do. */
export function failed(
  kind: OutcomeFailure,
  code: ErrorCode,
  detail: string,
  reasons: readonly DeviceReason[] = [],
): Outcome {
  return { kind, code, detail, ...(reasons.length > 0 ? { reasons } : {}) };
}
