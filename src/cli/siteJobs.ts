import { Readable } from 'node:stream';
import type { JobAcceptor, JobAnswer, StreamSubmission } from '../intake/jobIntake.ts';
import { PostwerkError } from '../errors.ts';
import { fillLines } from '../site/numbers/fillLines.ts';
import { fillNumbers } from '../site/numbers/fillNumbers.ts';
import type { SsccNumbers } from '../site/numbers/ssccNumbers.ts';
import type { Store } from '../store/db.ts';
import { nameSsccDocuments } from '../store/ssccNumbers.ts';
import { v7 as uuid } from 'uuid';

interface SiteIntake {
  readonly store: Store;
  readonly siteId: string;
  readonly numbers: SsccNumbers;
  readonly numbered: () => ReadonlySet<string>;
  /** Throws when headquarters has ended this agent: what is accepted then would never be printed. */
  readonly requireGoing: () => void;
}

/**
 * Jobs made at a site: a label without an SSCC gets one from the leased range, a document without a site this one. With
 * the same `Idempotency-Key` a repeat gets the same numbers.
 */
export function numberJobs(acceptJob: JobAcceptor, site: SiteIntake): JobAcceptor {
  return {
    async stream(submission) {
      site.requireGoing();
      const request = requestOf(submission);
      const lines = fillLines(submission.stream, site.siteId, site.numbered(), (count, slice) =>
        site.numbers.take(count, `${request}:${slice}`),
      );
      const answer = await acceptJob.stream({ ...submission, stream: Readable.from(lines, { objectMode: false }) });
      await nameNumbers(site.store, answer);
      return answer;
    },
    async whole(submission) {
      site.requireGoing();
      if (submission.format !== 'json') return acceptJob.whole(submission);
      const request = requestOf(submission);
      const body = await fillNumbers(submission.body, site.siteId, site.numbered(), (count) =>
        site.numbers.take(count, request),
      );
      const answer = await acceptJob.whole({ ...submission, body });
      await nameNumbers(site.store, answer);
      return answer;
    },
  };
}

/** Also of a repeat: the first time may have been cut off before this. */
async function nameNumbers(store: Store, answer: JobAnswer<unknown>): Promise<void> {
  if ('job' in answer) await nameSsccDocuments(store, answer.job.id);
}

/** Under which name numbers are taken: a repeat with the same key gets the same ones. */
function requestOf({ apiKeyId, idempotencyKey }: Pick<StreamSubmission, 'apiKeyId' | 'idempotencyKey'>): string {
  return `job:${apiKeyId ?? ''}:${idempotencyKey ?? uuid()}`;
}

/** What the site's page submits: one job under a key; every document of it must be taken. */
export async function submitAtSite(
  acceptJob: JobAcceptor,
  documents: readonly object[],
  idempotencyKey: string,
): Promise<{ readonly jobId: string; readonly documentIds: readonly string[] }> {
  const body = Buffer.from(JSON.stringify({ documents }));
  const answer = await acceptJob.whole({ apiKeyId: null, idempotencyKey, format: 'json', body });
  if ('jobId' in answer) {
    throw new PostwerkError('intake.idempotency-conflict', `Job ${answer.jobId} has the same key and another content.`);
  }
  const documentIds = answer.results.map((result) => {
    if (result.status === 'accepted') return result.documentId;
    throw new PostwerkError('intake.invalid-message', result.detail, result.field ? { field: result.field } : {});
  });
  return { jobId: answer.job.id, documentIds };
}
