import type { JobAcceptor } from '../intake/jobIntake.ts';
import { PostwerkError } from '../errors.ts';
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
      return acceptJob.stream(submission);
    },
    async whole(submission) {
      site.requireGoing();
      if (submission.format !== 'json') return acceptJob.whole(submission);
      const { apiKeyId, idempotencyKey } = submission;
      const request = `job:${apiKeyId ?? ''}:${idempotencyKey ?? uuid()}`;
      const { body, places } = await fillNumbers(submission.body, site.siteId, site.numbered(), (count) =>
        site.numbers.take(count, request),
      );
      const answer = await acceptJob.whole({ ...submission, body });
      if (places.length > 0 && answer.kind === 'accepted') {
        const byPosition = new Map(answer.results.map((result) => [result.position, result]));
        const documents = places.map((place) => byPosition.get(place + 1));
        const ids = documents.map((result) => (result?.status === 'accepted' ? result.documentId : null));
        await nameSsccDocuments(site.store, request, ids);
      }
      return answer;
    },
  };
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
