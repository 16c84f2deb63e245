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
  'cli.invalid-setting': {
    status: 500,
    title: 'A setting from the environment or the command line cannot be used.',
    help: 'Correct the setting named in the detail and start again.',
  },
  'intake.idempotency-conflict': {
    status: 409,
    title: 'This Idempotency-Key was used with another body.',
    help: 'Use a new Idempotency-Key for a new submission; repeat a submission with exactly the same bytes.',
  },
  'intake.still-receiving': {
    status: 409,
    title: 'A submission with this Idempotency-Key is still being received.',
    help: 'Wait as long as Retry-After says and submit again with the same Idempotency-Key.',
  },
  'intake.too-slow': {
    status: 408,
    title: 'No byte of the body came for too long.',
    help: 'Nothing of this job was accepted; submit it again with the same Idempotency-Key.',
  },
  'web.unauthorized': {
    status: 401,
    title: 'No valid API key came with the request.',
    help: 'Send `Authorization: Bearer pw_…` with a key made by `postwerk keys create`. A revoked key stops at once.',
  },
  'web.forbidden': {
    status: 403,
    title: 'This key or session may not do that.',
    help: 'Use a key that holds the scope named in the detail.',
  },
  'web.unknown-route': {
    status: 404,
    title: 'There is nothing at this address.',
    help: 'Compare method and path with the API description at /docs.',
  },
  'web.not-found': {
    status: 404,
    title: 'What was asked for does not exist.',
    help: 'Check the id; GET /v1/documents finds documents by number, recipient, reference and date.',
  },
  'web.method-not-allowed': {
    status: 405,
    title: 'This address does not take that method.',
    help: 'Use one of the methods in the Allow header.',
  },
  'web.unsupported-media-type': {
    status: 415,
    title: 'The Content-Type is not taken here.',
    help: 'Use one of the media types named in the detail.',
  },
  'web.invalid-request': {
    status: 400,
    title: 'A parameter, header or field of the request is wrong.',
    help: 'Correct what the detail names; /docs describes every parameter.',
  },
  'web.wrong-state': {
    status: 409,
    title: 'The document is in a state that does not allow this.',
    help: 'Read the document again; its state has moved on or the action does not apply to it.',
  },
  'web.not-ready': {
    status: 503,
    title: 'The server cannot work at the moment.',
    help: 'Try again shortly; nothing that was acknowledged is lost.',
  },
  'web.link-invalid': {
    status: 404,
    title: 'The link is not complete or was changed.',
    help: 'Open the link exactly as it was sent, or ask the sender for a new one.',
  },
  'web.link-expired': {
    status: 410,
    title: 'The link has expired.',
    help: 'Ask the sender of the documents for a new link.',
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
