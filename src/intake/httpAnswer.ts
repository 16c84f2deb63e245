import { Readable } from 'node:stream';
import type { DocumentResult, Job } from '../model/job.ts';
import type { State } from '../model/states.ts';

type ResultPages = AsyncIterable<readonly DocumentResult[]> | Iterable<readonly DocumentResult[]>;

/** 422 when not one document was accepted: nothing will happen, and a client that only looks at the status must see it. */
export function answerStatus(job: Job): 202 | 422 {
  return job.accepted === 0 ? 422 : 202;
}

/** The answer to a submission as a stream, page by page, so that 100,000 results never stand in memory. */
export function answerStream(job: Job, pages: ResultPages): Readable {
  return Readable.from(answerText(job, pages), { objectMode: false });
}

async function* answerText(job: Job, pages: ResultPages): AsyncGenerator<string> {
  // The state as acknowledged, not as it is by now: a repeat of the key gets the same answer to the letter.
  const state: State = job.accepted === 0 ? 'aborted' : 'pending';
  const head = JSON.stringify({ jobId: job.id, state, accepted: job.accepted, refused: job.refused });
  yield `${head.slice(0, -1)},"documents":[`;
  let separator = '';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield separator + page.map((result) => JSON.stringify(result)).join(',');
    separator = ',';
  }
  yield ']}';
}
