import type { FastifySchema } from 'fastify';

const description = `
Submits one job: any number of documents that belong together.

| Content-Type | what it is | limit |
|---|---|---|
| \`application/json\` | one job: \`{"documents": [ … ]}\` | 16 MiB |
| \`application/x-ndjson\` | one document a line, read as it arrives | 100,000 lines, no limit on the whole |
| \`application/xml\` | one UBL 2.1 Invoice, CreditNote or DespatchAdvice, or one UN/CEFACT CII invoice | 16 MiB |

**202 means it is ours.** It is sent after the database has committed. From then on every accepted document ends
\`completed\`, \`held\`, \`canceled\` or \`aborted\`, and \`GET /v1/documents/{id}\` tells which and why.

**Every document has its own result.** A broken document is refused with its position, field and reason and never
stops its neighbours. Results come in the order of \`position\`, which counts from 1 and is the line number for NDJSON
(empty lines count but are no documents). When not a single document was accepted the status is 422 and the body has
the same form.

**Repeat without fear.** Send an \`Idempotency-Key\` of your own making with every submission. After a broken
connection send the same bytes with the same key: you get the first answer again, marked \`Idempotency-Replayed: true\`,
and nothing is printed twice. Another body under the same key is refused with 409. Without the header every submission
is a new job.

**All or nothing on the way in.** A body that ends early, or a client that sends nothing for 30 seconds, leaves no
document behind.
`.trim();

const party = (name: string, line1: string, postCode: string, city: string, country: string) => ({
  name,
  address: { line1, postCode, city, country },
});

/** In the words of `samples/landscape.yaml`, so that a newcomer can try it out as it stands. */
const label = {
  type: 'shipping-label',
  reference: 'WMS-88213-1',
  sender: 'alpenfracht',
  site: 'linz',
  deliveries: [{ channel: 'print', device: 'linz-labels' }],
  message: {
    number: '88213',
    sscc: '340123450000000017',
    shipFrom: party('Alpenfracht Logistik AG', 'Hafenstraße 47', '4020', 'Linz', 'AT'),
    shipTo: party('Kisalföld Nagyker Kft.', 'Ipar utca 12.', '9021', 'Győr', 'HU'),
  },
};

const submittedDocument = {
  type: 'object',
  title: 'SubmittedDocument',
  required: ['type', 'message'],
  properties: {
    type: { type: 'string', description: '`invoice`, `delivery-note` or `shipping-label`.' },
    message: {
      type: 'object',
      description: 'The data of the document; `templates/<type>/message.schema.json` says what it holds.',
    },
    reference: {
      type: 'string',
      description: 'Your own key of the document. It is given back everywhere and can be searched.',
    },
    recipient: {
      type: 'string',
      description: 'Recipient id. Without it the recipient is found by the identifiers in the message.',
    },
    sender: { type: 'string', description: 'Sender id: in whose name the document goes out.' },
    site: { type: 'string', description: 'Site id: where the document belongs.' },
    locale: {
      type: 'string',
      description: 'BCP 47, as `de` or `hu-HU`. Overrides the language of recipient and sender.',
    },
    deliveries: {
      type: 'array',
      description: 'Where the document goes. Without it the recipient’s preference decides, then the type.',
      items: {
        type: 'object',
        required: ['channel'],
        properties: {
          channel: { type: 'string', enum: ['print', 'email', 'portal'] },
          device: { type: 'string', description: 'For `print`: the id of the device.' },
          to: { type: 'string', description: 'For `email`: the address.' },
        },
      },
    },
    hold: { type: 'boolean', description: 'Accept the document but wait with it until somebody releases it.' },
  },
} as const;

const xmlExample = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">…</Invoice>';

const answer = (text: string) => ({
  description: text,
  headers: {
    Location: { type: 'string', description: 'Where the job can be read.' },
    'Idempotency-Replayed': {
      type: 'string',
      description: '`true` when this is the answer of an earlier, equal submission.',
    },
  },
  content: { 'application/json': { schema: { $ref: 'JobAnswer#' } } },
});

const problem = (text: string) => ({
  description: text,
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
});

/** Describes the route for the API page. Bodies are checked where their places are known, not by the framework. */
export const submitJobSchema = {
  operationId: 'submitJob',
  summary: 'Submit a job',
  description,
  tags: ['Jobs'],
  security: [{ apiKey: ['submit'] }],
  headers: {
    type: 'object',
    properties: {
      'idempotency-key': {
        type: 'string',
        description:
          'A key of your own making, 1 to 200 visible ASCII characters: a UUID or the number of the ERP run.',
      },
    },
  },
  body: {
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['documents'],
          properties: { documents: { type: 'array', items: submittedDocument } },
          example: { documents: [label] },
        },
      },
      'application/x-ndjson': { schema: { type: 'string', example: `${JSON.stringify(label)}\n` } },
      'application/xml': { schema: { type: 'string', example: xmlExample } },
    },
  },
  response: {
    202: answer('Committed. At least one document was accepted; `documents` holds the result of each.'),
    400: problem('Not JSON, not UTF-8, not XML, or cut off. Nothing was accepted; line and column say where.'),
    401: problem('No valid API key.'),
    403: problem('The key lacks the scope `submit`.'),
    408: problem('No byte came for 30 seconds. Nothing was accepted.'),
    409: problem(
      'The Idempotency-Key was used with another body, or its first use is still being received (Retry-After).',
    ),
    413: problem('The body is over 16 MiB. Use NDJSON.'),
    415: problem('The Content-Type or Content-Encoding is not taken.'),
    422: answer('Every document was refused; `documents` says why.'),
  },
} satisfies FastifySchema;
