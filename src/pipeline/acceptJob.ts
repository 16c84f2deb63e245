import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import type { TemplateLibrary } from '../compose/templates/templateLibrary.ts';
import { PostwerkError } from '../errors.ts';
import { failpoint } from '../failpoint.ts';
import { parseSubmission } from '../intake/parseSubmission.ts';
import type { JobAcceptor, JobAnswer, StreamSubmission, WholeSubmission } from '../intake/jobIntake.ts';
import { readNdjson } from '../intake/readNdjson.ts';
import type { Log } from '../log.ts';
import type { DocumentResult } from '../model/job.ts';
import type { Queue } from '../queue/queue.ts';
import { isTransient, type Store } from '../store/db.ts';
import {
  abandonJob,
  acceptWholeJob,
  beginJob,
  documentIdsOfJob,
  getJob,
  insertSlice,
  sealJob,
  streamResults,
} from '../store/jobs.ts';
import { admitDocuments, type Candidate } from './admitDocuments.ts';
import { hintCompose } from './hintWork.ts';

/** What accepting needs of the road; composing and dispatching run elsewhere. */
export interface Reception {
  readonly store: Store;
  readonly queue: Queue;
  readonly library: TemplateLibrary;
  readonly log: Log;
}

const sliceSize = 200;
/** A slow sender's lines are stored at least so often (ms): a job that stands still longer was cut off (see sweep.ts). */
const sliceMs = 5_000;
/** So long it is tried to give up a job while the database is away (ms); then it is the sweep's. */
const abandonMs = 60_000;
/** Results of a small job are answered in one piece. */
const resultsPage = 1_000;

/** Step 1 of the road: what is acknowledged is committed, and what is committed will be worked off. */
export function createJobAcceptor(reception: Reception): JobAcceptor {
  return {
    whole: (submission) => acceptWhole(reception, submission),
    stream: (submission) => acceptStream(reception, submission),
  };
}

async function acceptWhole(
  reception: Reception,
  submission: WholeSubmission,
): Promise<JobAnswer<readonly DocumentResult[]>> {
  const { store } = reception;
  const bodySha256 = createHash('sha256').update(submission.body).digest();
  const { format, candidates } = parseSubmission(submission.format, submission.body);
  const { documents, refusals } = await admitDocuments(reception, candidates);
  failpoint('accept.before-commit');
  const begin = { id: uuid(), format, apiKeyId: submission.apiKeyId, bodySha256, ...keyOf(submission) };
  const answer = await acceptWholeJob(store, begin, documents, refusals);
  failpoint('accept.after-commit');
  if (answer.kind === 'receiving') return answer;
  if (answer.kind === 'replay') {
    if (answer.bodySha256 && !answer.bodySha256.equals(bodySha256)) return { kind: 'conflict', jobId: answer.jobId };
    return { kind: 'replay', job: await knownJob(store, answer.jobId), results: await resultsOf(store, answer.jobId) };
  }
  await hintCompose(
    reception,
    documents.filter((document) => !document.hold),
  );
  failpoint('accept.after-hint');
  return { kind: 'accepted', job: answer.job, results: await resultsOf(store, answer.job.id) };
}

async function acceptStream(
  reception: Reception,
  submission: StreamSubmission,
): Promise<JobAnswer<AsyncIterable<readonly DocumentResult[]>>> {
  const { store } = reception;
  const jobId = uuid();
  const begun = await beginJob(store, {
    id: jobId,
    format: 'ndjson',
    apiKeyId: submission.apiKeyId,
    ...keyOf(submission),
  });
  failpoint('accept.after-begin');
  if (begun.kind === 'receiving') return begun;
  const hash = createHash('sha256');
  if (begun.kind === 'replay') {
    for await (const chunk of submission.stream) hash.update(chunk as Buffer);
    if (begun.bodySha256 && !begun.bodySha256.equals(hash.digest())) return { kind: 'conflict', jobId: begun.jobId };
    return { kind: 'replay', job: await knownJob(store, begun.jobId), results: streamResults(store, begun.jobId) };
  }
  try {
    await receiveSlices(reception, jobId, hashing(submission.stream, hash));
    failpoint('accept.before-seal');
    const job = await sealJob(store, jobId, hash.digest());
    failpoint('accept.after-seal');
    for await (const page of documentIdsOfJob(store, jobId)) await hintCompose(reception, page);
    failpoint('accept.after-hints');
    return { kind: 'accepted', job, results: streamResults(store, jobId) };
  } catch (error) {
    await abandon(reception, jobId, error);
    throw error;
  }
}

/**
 * Nothing of a job that was not sealed was acknowledged, so all of it goes. Where the database is away, the sender gets
 * its answer first and the job goes when the database is back, so that the key is free for the repeat; the sweep does it
 * where this cannot.
 */
async function abandon(reception: Reception, jobId: string, error: unknown): Promise<void> {
  const code = error instanceof PostwerkError ? error.code : 'internal.unexpected';
  const reason = error instanceof PostwerkError ? error.detail : 'Receiving the job failed.';
  const attempt = async (): Promise<'done' | 'later'> => {
    try {
      const job = await getJob(reception.store, jobId);
      if (job?.acceptedAt === null) await abandonJob(reception.store, jobId, code, reason);
      return 'done';
    } catch (failure) {
      if (isTransient(failure)) return 'later';
      reception.log.warn({ err: failure, jobId }, 'unfinished job is left to the sweep');
      return 'done';
    }
  };
  const untilDone = async (): Promise<void> => {
    for (const until = Date.now() + abandonMs; Date.now() < until; ) {
      await sleep(500, undefined, { ref: false });
      if ((await attempt()) === 'done') return;
    }
  };
  if ((await attempt()) === 'later') void untilDone();
}

async function receiveSlices(reception: Reception, jobId: string, stream: AsyncIterable<Uint8Array>): Promise<void> {
  let slice: Candidate[] = [];
  let storedAt = Date.now();
  const flush = async (): Promise<void> => {
    if (slice.length === 0) return;
    const { documents, refusals } = await admitDocuments(reception, slice);
    slice = [];
    storedAt = Date.now();
    failpoint('accept.before-slice');
    await insertSlice(reception.store, jobId, documents, refusals);
    failpoint('accept.after-slice');
  };
  for await (const line of readNdjson(stream)) {
    slice.push(
      'error' in line ? { position: line.line, error: line.error } : { position: line.line, value: line.value },
    );
    if (slice.length >= sliceSize || Date.now() - storedAt > sliceMs) await flush();
  }
  await flush();
}

async function* hashing(
  stream: AsyncIterable<unknown>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    const bytes = chunk as Uint8Array;
    hash.update(bytes);
    yield bytes;
  }
}

function keyOf(submission: { readonly idempotencyKey?: string }): { idempotencyKey?: string } {
  return submission.idempotencyKey === undefined ? {} : { idempotencyKey: submission.idempotencyKey };
}

async function knownJob(store: Store, jobId: string) {
  const job = await getJob(store, jobId);
  if (!job) throw new PostwerkError('internal.unexpected', `Job ${jobId} was acknowledged and cannot be found.`);
  return job;
}

async function resultsOf(store: Store, jobId: string): Promise<DocumentResult[]> {
  const results: DocumentResult[] = [];
  for await (const page of streamResults(store, jobId, resultsPage)) results.push(...page);
  return results;
}
