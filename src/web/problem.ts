import { type ErrorCode, errorTable, type PostwerkError } from '../errors.ts';

/** An error as it is told to a program: RFC 9457 with our code, place and help as extension members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly help: string;
  readonly requestId: string;
  /** JSON pointer, or the name of a parameter. */
  readonly field?: string;
  /** 1-based. */
  readonly line?: number;
  readonly column?: number;
}

export const problemMediaType = 'application/problem+json';

/** Relative on purpose (RFC 9457 §3.1.1): it resolves to the page of this very server that explains the code. */
export function problemType(code: ErrorCode): string {
  return `/errors#${code}`;
}

export function problemOf(error: PostwerkError, requestId: string): Problem {
  const entry = errorTable[error.code];
  return {
    type: problemType(error.code),
    title: entry.title,
    status: entry.status,
    detail: error.detail,
    code: error.code,
    ...error.place,
    help: entry.help,
    requestId,
  };
}
