/**
 * The one table of coded errors. Every code a person or a program can meet stands here once; `docs/errors.md`
 * lists the same codes and a test keeps both equal.
 *
 * - `status`: HTTP status used when the error is an answer to a request.
 * - `title`: what failed, one short sentence.
 * - `help`: what the reader can do about it.
 */
export interface ErrorEntry {
  readonly status: number;
  readonly title: string;
  readonly help: string;
}

export const errorTable = {
  'intake.invalid-json': {
    status: 400,
    title: 'The text is not valid JSON.',
    help: 'Correct the JSON at the position named in the detail and submit again.',
  },
  'intake.invalid-utf8': {
    status: 400,
    title: 'The bytes are not valid UTF-8.',
    help: 'Send the body as UTF-8 without lone surrogates or overlong forms.',
  },
  'intake.forbidden-character': {
    status: 422,
    title: 'A text holds a character that no document can carry.',
    help: 'Remove NUL characters and lone surrogates from the named field.',
  },
  'intake.unknown-type': {
    status: 422,
    title: 'The document type is not known.',
    help: 'Use one of the types listed in the detail.',
  },
  'intake.unknown-locale': {
    status: 422,
    title: 'The locale is not known.',
    help: 'Use one of the locales listed in the detail.',
  },
  'intake.invalid-message': {
    status: 422,
    title: 'The message does not fit the schema of its type.',
    help: 'Correct the named field; templates/<type>/message.schema.json says what is expected.',
  },
  'intake.line-too-long': {
    status: 422,
    title: 'The line is longer than a document may be.',
    help: 'Keep every NDJSON line under the limit named in the detail.',
  },
  'intake.body-too-large': {
    status: 413,
    title: 'The body is larger than the limit.',
    help: 'Send large batches as application/x-ndjson, one document a line.',
  },
  'intake.truncated': {
    status: 400,
    title: 'The body ended before it was complete.',
    help: 'Nothing of this job was accepted; submit it again with the same Idempotency-Key.',
  },
  'internal.unexpected': {
    status: 500,
    title: 'Something failed that should not.',
    help: 'Nothing is lost; look the request id up in the log and report it.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** Where in the input the error lies. `field` is a JSON pointer, lines and columns count from 1. */
export interface ErrorPlace {
  readonly field?: string;
  readonly line?: number;
  readonly column?: number;
}

/** An expected failure with a code of the table. Throwing anything else is a bug. */
export class PostwerkError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly place: ErrorPlace;

  constructor(code: ErrorCode, detail: string, place: ErrorPlace = {}, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.name = 'PostwerkError';
    this.code = code;
    this.detail = detail;
    this.place = place;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}
