import type { Readable } from 'node:stream';
import type { DocumentResult, Job } from '../model/job.ts';

/**
 * What intake needs from the pipeline to accept a job; `pipeline/acceptJob.ts` implements it, `main.ts` hands it to
 * the HTTP routes and to the hot folder. Both calls answer only after COMMIT.
 *
 * Expected failures of the whole submission (not JSON at all, bytes that are not UTF-8, a truncated stream, an XML
 * document that is none of ours) are thrown as PostwerkError and leave nothing accepted. A broken document among
 * others is no failure: it stands in the results as refused.
 */
export interface JobAcceptor {
  /** A job that is in memory: one JSON job or one XML document. */
  whole(submission: WholeSubmission): Promise<JobAnswer<readonly DocumentResult[]>>;
  /**
   * NDJSON, one document a line, read slice by slice. Errors of `stream` (the client went away) mean: abandon the job.
   * `receiving` is answered before the first byte of `stream` is read, so that the caller may wait and call again.
   */
  stream(submission: StreamSubmission): Promise<JobAnswer<AsyncIterable<readonly DocumentResult[]>>>;
}

interface Submission {
  /** The key that submits; null for a submission from this machine (seeding, hot folder). */
  readonly apiKeyId: string | null;
  readonly idempotencyKey?: string;
}

export interface WholeSubmission extends Submission {
  /** As the client declared it; which XML it is (UBL or CII) is recognised by content. */
  readonly format: 'json' | 'xml';
  readonly body: Buffer;
}

export interface StreamSubmission extends Submission {
  readonly stream: Readable;
}

/**
 * - `accepted`: committed now. `replay`: the same key and the same body were committed before; `job` and `results`
 *   are those of then.
 * - `conflict`: the same key came with another body. `receiving`: the same key is being received by another request.
 *
 * Results are in the order of position.
 */
export type JobAnswer<Results> =
  | { readonly kind: 'accepted' | 'replay'; readonly job: Job; readonly results: Results }
  | { readonly kind: 'conflict' | 'receiving'; readonly jobId: string };
