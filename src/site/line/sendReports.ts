import { failpoint } from '../../failpoint.ts';
import { encodeFrame, frameMediaType } from '../../model/frame.ts';
import type { ReportAnswer, SiteReport, TravellingDocument } from '../../model/siteProtocol.ts';
import { documentsGoingUp, readBlobs } from '../../store/agentDocuments.ts';
import { getSiteIdentity } from '../../store/agentIdentity.ts';
import { confirmEvents, hasReports, nextEvents } from '../../store/agentOutbox.ts';
import { markSsccsReported, type ReportedSscc, settleSsccsOf, ssccsToReport } from '../../store/ssccNumbers.ts';
import type { Agent } from './agent.ts';

const eventsAtOnce = 500;
const numbersAtOnce = 1_000;
const timeoutMs = 60_000;

/** Documents made here whose bytes headquarters is known to have or to want; empty after a restart, then asked anew. */
export interface Sent {
  readonly wanted: Set<string>;
}

/** Reports what happened, as long as there is something; each batch is confirmed before the next one goes. */
export async function sendReports(agent: Agent, sent: Sent): Promise<void> {
  while (sent.wanted.size > 0 || (await hasReports(agent.store))) {
    const identity = await getSiteIdentity(agent.store);
    // Between a restored store and its new epoch nothing is numbered.
    if (!identity || identity.restoredAt !== null) return;
    await sendBatch(agent, identity.epoch, sent);
  }
}

async function sendBatch(agent: Agent, epoch: number, sent: Sent): Promise<void> {
  const { store } = agent;
  const events = await nextEvents(store, eventsAtOnce);
  const named = [...new Set(events.map(({ documentId }) => documentId))];
  await settleSsccsOf(store, named);
  const documents = await documentsGoingUp(store.pool, [...new Set([...named, ...sent.wanted])]);
  const numbers = await ssccsToReport(store, numbersAtOnce);
  // Bytes go with the event that says they were made, and where headquarters has asked for them.
  const made = new Set(events.filter(({ action }) => action === 'composed').map(({ documentId }) => documentId));
  const whole = documents.filter(({ id }) => made.has(id) || sent.wanted.has(id));
  const body: SiteReport<ReportedSscc> = { epoch, events, documents, numbers };
  const bytes = encodeFrame({ body, bytes: await readBlobs(store, hashesOf(whole)) });
  failpoint('site.before-report');
  const answer = JSON.parse(
    (
      await agent.headquarters.call({
        method: 'POST',
        path: '/report',
        body: { type: frameMediaType, bytes },
        timeoutMs,
      })
    ).toString('utf8'),
  ) as ReportAnswer;
  failpoint('site.after-report');
  sent.wanted.clear();
  for (const id of answer.wanted) if (!whole.some((document) => document.id === id)) sent.wanted.add(id);
  await confirmEvents(store, answer.applied);
  await markSsccsReported(store, numbers);
}

function hashesOf(documents: readonly TravellingDocument[]): string[] {
  return [...new Set(documents.flatMap(({ renditions }) => renditions.map(({ sha256 }) => sha256)))];
}
