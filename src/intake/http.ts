import { setTimeout as wait } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { PostwerkError } from '../errors.ts';
import { answerStatus, answerStream } from './httpAnswer.ts';
import { bodyTooLarge, collectBody, impatientBody } from './httpBody.ts';
import { submitJobSchema } from './httpSchema.ts';
import type { JobAcceptor, JobAnswer } from './jobIntake.ts';

export interface IntakeHttpOptions {
  readonly acceptJob: JobAcceptor;
  /** Largest JSON or XML body in bytes; NDJSON has no limit on the whole, only on a line. */
  readonly bodyLimit?: number;
  /** How long a client may send nothing in the middle of a body, in milliseconds. */
  readonly idleMs?: number;
  /** How long a repeated submission waits for the first one to finish, in milliseconds. */
  readonly receivingWaitMs?: number;
}

const jsonTypes = ['application/json'];
const xmlTypes = ['application/xml', 'text/xml'];
const ndjsonTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/** The routes by which jobs come in over HTTP, to be registered on the one server with prefix `/v1`. */
export function intakeRoutes(options: IntakeHttpOptions): FastifyPluginCallback {
  const { acceptJob, bodyLimit = 16 * 1024 * 1024, idleMs = 30_000, receivingWaitMs = 5_000 } = options;

  async function whole(request: FastifyRequest, format: 'json' | 'xml', body: Readable) {
    if (Number(request.headers['content-length'] ?? 0) > bodyLimit) throw bodyTooLarge(bodyLimit);
    const submission = { ...submitterOf(request), format, body: await collectBody(body, bodyLimit) };
    return await whenReceived(receivingWaitMs, () => acceptJob.whole(submission));
  }

  return (app, _options, done) => {
    app.removeAllContentTypeParsers();
    // The body stays a stream: NDJSON is never in memory as a whole, and JSON is parsed where its places are known.
    app.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));

    app.post(
      '/jobs',
      { schema: submitJobSchema, config: { scope: 'submit' }, validatorCompiler: () => () => true },
      async (request, reply) => {
        const body = impatientBody(bodyOf(request), idleMs);
        const type = mediaType(request);
        if (ndjsonTypes.includes(type)) {
          const submission = { ...submitterOf(request), stream: body };
          const answer = await whenReceived(receivingWaitMs, () => acceptJob.stream(submission));
          return sendAnswer(reply, answer, (results) => results);
        }
        const answer = await whole(request, xmlTypes.includes(type) ? 'xml' : 'json', body);
        return sendAnswer(reply, answer, (results) => [results]);
      },
    );
    done();
  };
}

function bodyOf(request: FastifyRequest): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new PostwerkError(
      'web.unsupported-media-type',
      `Content-Encoding ${encoding} is not taken; send the body plain.`,
    );
  }
  return (request.body as Readable | undefined) ?? request.raw;
}

/** @throws PostwerkError web.unsupported-media-type */
function mediaType(request: FastifyRequest): string {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const taken = [...jsonTypes, ...ndjsonTypes, ...xmlTypes];
  if (!taken.includes(type.trim())) {
    const given = type.trim() === '' ? 'No Content-Type was sent' : `Content-Type ${type.trim()} is not taken`;
    const choice =
      'application/json (a job), application/x-ndjson (a stream of documents) or application/xml (UBL, CII)';
    throw new PostwerkError('web.unsupported-media-type', `${given}. Send ${choice}.`);
  }
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='));
  // JSON is UTF-8 (RFC 8259 §8.1); XML says its own encoding.
  if (charset !== undefined && !xmlTypes.includes(type.trim()) && !/^charset="?utf-?8"?$/.test(charset)) {
    throw new PostwerkError('web.unsupported-media-type', `JSON is taken as UTF-8 only, not ${charset.slice(8)}.`);
  }
  return type.trim();
}

function submitterOf(request: FastifyRequest): { apiKeyId: string | null; idempotencyKey?: string } {
  const apiKeyId = request.apiKey?.id ?? null;
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { apiKeyId };
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    const detail = 'The header Idempotency-Key must have 1 to 200 visible ASCII characters without spaces.';
    throw new PostwerkError('web.invalid-request', detail, { field: 'idempotency-key' });
  }
  return { apiKeyId, idempotencyKey: key };
}

/** Asks again while the same key is being received elsewhere; a retry after a broken line then just gets its answer. */
async function whenReceived<Results>(
  waitMs: number,
  ask: () => Promise<JobAnswer<Results>>,
): Promise<JobAnswer<Results>> {
  const until = Date.now() + waitMs;
  for (;;) {
    const answer = await ask();
    if (answer.kind !== 'receiving' || Date.now() >= until) return answer;
    await wait(Math.min(200, waitMs));
  }
}

function sendAnswer<Results>(
  reply: FastifyReply,
  answer: JobAnswer<Results>,
  pages: (results: Results) => Parameters<typeof answerStream>[1],
): FastifyReply {
  if (answer.kind === 'accepted' || answer.kind === 'replay') {
    if (answer.kind === 'replay') reply.header('idempotency-replayed', 'true');
    return reply
      .code(answerStatus(answer.job))
      .header('location', `/v1/jobs/${answer.job.id}`)
      .type('application/json; charset=utf-8')
      .send(answerStream(answer.job, pages(answer.results)));
  }
  if (answer.kind === 'conflict') {
    const detail = `Job ${answer.jobId} was submitted with the same key and another body.`;
    throw new PostwerkError('intake.idempotency-conflict', detail, { field: 'idempotency-key' });
  }
  if (answer.kind !== 'receiving') throw new Error('an answer of no known kind');
  reply.header('retry-after', '5');
  throw new PostwerkError('intake.still-receiving', `Job ${answer.jobId} is being received by another request.`);
}
