import type { FastifyInstance } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import { channels, evidences, renditionFormats, states, storedFormats } from '../../model/states.ts';
import { type Problem, problemOf } from '../problem.ts';

const text = (description: string) => ({ type: 'string', description }) as const;
const optional = (description: string) => ({ type: ['string', 'null'], description }) as const;
const time = (description: string) => ({ type: 'string', format: 'date-time', description }) as const;
const optionalTime = (description: string) => ({ type: ['string', 'null'], format: 'date-time', description }) as const;
const count = (description: string) => ({ type: 'integer', description }) as const;
const id = (description: string) => ({ type: 'string', format: 'uuid', description }) as const;
const optionalId = (description: string) => ({ type: ['string', 'null'], description }) as const;

export const stateSchema = {
  type: 'string',
  enum: states,
  description: [
    "In IPP's words (RFC 8011):",
    '`pending` waits its turn ·',
    '`processing` is being composed or delivered ·',
    '`stopped` waits for a device ·',
    '`held` waits for a person, `reason` says why ·',
    '`completed` every delivery arrived ·',
    '`canceled` a person ended it ·',
    '`aborted` failed for good, `reason` says why.',
  ].join(' '),
} as const;

const optionalState = { type: ['string', 'null'], enum: [...states, null] } as const;

const reason = {
  reasonCode: optional('Code of the reason, listed at /errors. Absent (null) while nothing is wrong.'),
  reason: optional('The reason in words, for a person.'),
};

const document = {
  id: id('Id of the document. Ids grow with time.'),
  jobId: id('The job it came with.'),
  position: count('Its place in the job, from 1; for NDJSON the line. A device prints a job in this order.'),
  type: text('`invoice`, `delivery-note`, `shipping-label` or another folder of templates/.'),
  number: text('The number people know it by: of the invoice, the delivery note, the shipment.'),
  reference: optional('Your own key, as submitted.'),
  recipientId: optional('The recipient, if one was named or recognised.'),
  recipientName: optional('The name as it stands on the document.'),
  senderId: optional('In whose name it goes out.'),
  siteId: optional('The site it belongs to.'),
  locale: optional('The language it was composed in, or the one asked for while it is not composed yet.'),
  state: stateSchema,
  ...reason,
  priority: count('1 goes first (labels), 10 last (batches).'),
  createdAt: time('When it was accepted.'),
  updatedAt: time('When anything last changed.'),
};

const rendition = {
  id: id('Id of the rendition.'),
  documentId: id('Its document.'),
  format: {
    type: 'string',
    enum: storedFormats,
    description: '`email` is subject, text and HTML body as JSON; `proof` a picture of the page that did not pass.',
  },
  dpi: {
    type: ['integer', 'null'],
    description:
      'Of a label: dots per inch of the print head it is laid out for. A label moved to another model has two.',
  },
  sha256: text('SHA-256 of the stored bytes, lower-case hex. A resend sends exactly these bytes.'),
  size: count('Bytes.'),
  pages: count('Pages or labels.'),
  locale: text('The language it is in.'),
  createdAt: time('When it was composed.'),
};

const delivery = {
  id: id('Id of the delivery.'),
  documentId: id('Its document.'),
  channel: { type: 'string', enum: channels },
  deviceId: optional('For `print`: the device.'),
  destination: text('The address, the device id or the recipient id.'),
  format: { type: 'string', enum: renditionFormats },
  state: stateSchema,
  ...reason,
  evidence: {
    type: ['string', 'null'],
    enum: [...evidences, null],
    description: [
      'What is proven, weakest first: `handed-over` bytes left us, `accepted` the printer, spooler or mail server took',
      'them, `printed` the device says so, `confirmed` a person scanned it.',
    ].join(' '),
  },
  possibleDuplicate: {
    type: 'boolean',
    description: 'True when it was sent again after an attempt whose end is not known: the paper may be there twice.',
  },
  attempts: count('Attempts that began.'),
  nextAttemptAt: optionalTime('When the next attempt is due.'),
  createdAt: time('When it was routed.'),
  updatedAt: time('When anything last changed.'),
};

const attempt = {
  id: id('Id of the attempt.'),
  deliveryId: id('Its delivery.'),
  number: count('1 is the first.'),
  startedAt: time('Written before the first byte left.'),
  finishedAt: optionalTime('Null: it began and how it ended is not known (yet).'),
  outcome: optional('`ok`, `retry`, `hold`, `stop`, `cancel`, `abort` or `unknown`.'),
  code: optional('Code of the failure.'),
  detail: optional('What the device or server said.'),
};

const auditEntry = {
  id: count('Grows with time.'),
  at: time('When.'),
  actor: text('Who: `key:<name>`, `operator:<name>` or the part of the system.'),
  action: text('What: `accepted`, `composed`, `routed`, `released`, …'),
  jobId: optionalId('The job it is about.'),
  documentId: optionalId('The document it is about.'),
  deliveryId: optionalId('The delivery it is about.'),
  deviceId: optional('The device it is about.'),
  fromState: optionalState,
  toState: optionalState,
  reasonCode: optional('Code of the reason.'),
  detail: optional('More, in words.'),
};

const job = {
  id: id('Id of the job.'),
  state: stateSchema,
  ...reason,
  format: { type: 'string', enum: ['json', 'ndjson', 'ubl', 'cii'], description: 'What it was recognised as.' },
  accepted: count('Documents accepted.'),
  refused: count('Documents refused.'),
  receivedAt: time('When its first byte came.'),
  acceptedAt: optionalTime('When it was acknowledged; null while it is being received, or when it was given up.'),
};

const result = {
  position: count('From 1; the line number for NDJSON.'),
  status: { type: 'string', enum: ['accepted', 'refused'] },
  documentId: text('Accepted: where to look the document up.'),
  number: text('Accepted: the number on the document.'),
  code: text('Refused: code of the reason, listed at /errors.'),
  field: text('Refused: JSON pointer to the field that is wrong.'),
  detail: text('Refused: what is wrong, in words.'),
  reference: text('Your own key, as submitted.'),
};

const problem = {
  type: text('Address of the page that explains the code (RFC 9457).'),
  title: text('What failed.'),
  status: count('The HTTP status.'),
  detail: text('What exactly failed this time.'),
  code: text('Stable code for programs; every one is listed at /errors.'),
  field: text('JSON pointer, or the name of the parameter.'),
  line: count('Line in the body, from 1.'),
  column: count('Column in the line, from 1.'),
  help: text('What to do about it.'),
  requestId: text('To find this request in the log.'),
};

const object = (properties: Readonly<Record<string, unknown>>, optionalNames: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optionalNames.includes(name)),
});

const exampleId = '019ab3c4-5f10-7c2e-9d41-6a0f2b7c8e15';
const refusedExample = {
  position: 2,
  status: 'refused',
  code: 'intake.invalid-message',
  field: '/message/sscc',
  detail: 'The check digit of 340123450000000018 is 8; it must be 7.',
  reference: 'WMS-88213-2',
};

const problemExample: Problem = problemOf(
  new PostwerkError('web.invalid-request', 'The query parameter state must be one of pending, held, processing, …', {
    field: 'state',
  }),
  '7e0c4c1e-3a0e-4a57-8f7e-0f5f3f1f6f0a',
);

/** Registers the shapes that more than one route answers with; the API page lists them under "Schemas". */
export function addSchemas(app: FastifyInstance): void {
  const add = ($id: string, schema: object) => app.addSchema({ $id, title: $id, ...schema });
  const accepted = {
    position: 1,
    status: 'accepted',
    documentId: exampleId,
    number: '88213',
    reference: 'WMS-88213-1',
  };
  add('Problem', { ...object(problem, ['field', 'line', 'column']), example: problemExample });
  add('DocumentResult', object(result, ['documentId', 'number', 'code', 'field', 'detail', 'reference']));
  add(
    'JobAnswer',
    object({
      jobId: id('Id of the job.'),
      state: stateSchema,
      accepted: count('Documents accepted.'),
      refused: count('Documents refused.'),
      documents: { type: 'array', items: { $ref: 'DocumentResult#' }, example: [accepted, refusedExample] },
    }),
  );
  add('Job', object(job));
  add('Document', object(document));
  add('Rendition', object(rendition));
  add('Delivery', object(delivery));
  add('Attempt', object(attempt));
  add('AuditEntry', object(auditEntry));
}

/** The failures that a route under `/v1` can answer with, for its `response` schema. */
export function problems<const Status extends number>(
  ...statuses: readonly Status[]
): Record<Status | 401 | 403, object> {
  const described: Record<number, string> = {
    400: 'A parameter is wrong; `field` names it.',
    401: 'No valid API key.',
    403: 'The key lacks the scope.',
    404: 'It does not exist.',
    409: 'The state does not allow it.',
  };
  const entries = [401, 403, ...statuses]
    .sort((a, b) => a - b)
    .map((status) => [
      status,
      {
        description: described[status] ?? '',
        content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
      },
    ]);
  return Object.fromEntries(entries) as Record<Status | 401 | 403, object>;
}
