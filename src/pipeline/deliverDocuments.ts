import type { EmailContent } from '../model/rendition.ts';
import { failpoint } from '../failpoint.ts';
import type { Outcome } from '../model/outcome.ts';
import { retryAfter } from '../dispatch/retryPolicy.ts';
import { beginAttempts, claimDeliveries, type ClaimedDelivery } from '../store/deliveries.ts';
import type { DeliveryResult } from '../store/finishDeliveries.ts';
import { settleDocuments } from '../store/settle.ts';
import { recordOutcomes } from './recordOutcomes.ts';
import { type Road, timed } from './road.ts';

/** So many e-mails are under way at once; a killed worker leaves at most so many unknown. */
const atOnce = 10;

/**
 * Step 3 for e-mail and portal: a slice of deliveries goes out, ten at a time. Before a byte leaves, the attempt is
 * on record; after it, its outcome. What lies between is what a crash leaves unknown.
 */
export async function deliverDocuments(road: Road, deliveryIds: readonly string[]): Promise<void> {
  for (let at = 0; at < deliveryIds.length; at += atOnce) {
    await deliverSome(road, deliveryIds.slice(at, at + atOnce));
  }
}

async function deliverSome(road: Road, ids: readonly string[]): Promise<void> {
  failpoint('deliver.before-claim');
  const claimed = await timed(road, 'claim', ids.length, () => claimDeliveries(road.store, ids, road.leaseMs));
  failpoint('deliver.after-claim');
  if (claimed.length === 0) return;

  const attemptIds = await timed(road, 'begin', claimed.length, () => beginAttempts(road.store, claimed));
  failpoint('deliver.after-begin');
  const results = await timed(road, 'send', claimed.length, () =>
    Promise.all(
      claimed.map(async (delivery, index): Promise<DeliveryResult | null> => {
        const attemptId = attemptIds[index];
        if (!attemptId) return null; // The lease was lost: somebody else has it.
        failpoint('deliver.before-send');
        const outcome = await send(road, delivery);
        failpoint('deliver.after-send');
        return { id: delivery.id, fence: delivery.fence, attemptId, ...afterOutcome(delivery, outcome) };
      }),
    ),
  );
  failpoint('deliver.before-record');
  const documentIds = await timed(road, 'record', claimed.length, () =>
    recordOutcomes(
      road,
      results.filter((result) => result !== null),
    ),
  );
  failpoint('deliver.after-record');
  await timed(road, 'settle', documentIds.length, () => settleDocuments(road.store, documentIds));
  failpoint('deliver.after-settle');
}

/** A retry gets its time; one that has used up its attempts is held with the last reason. */
export function afterOutcome(
  delivery: Pick<ClaimedDelivery, 'channel' | 'attempts'>,
  outcome: Outcome,
): Pick<DeliveryResult, 'outcome' | 'nextAttemptAt'> {
  if (outcome.kind !== 'retry' && outcome.kind !== 'stop') return { outcome };
  const waitMs = retryAfter(delivery.channel, delivery.attempts + 1);
  if (waitMs === null) {
    return {
      outcome: {
        kind: 'hold',
        code: outcome.code,
        detail: `${outcome.detail} Given up after ${delivery.attempts + 1} attempts.`,
      },
    };
  }
  return { outcome, nextAttemptAt: new Date(Date.now() + waitMs) };
}

async function send(road: Road, delivery: ClaimedDelivery): Promise<Outcome> {
  switch (delivery.channel) {
    case 'portal':
      // The portal reads the store: publishing is this delivery being recorded as completed.
      return { kind: 'ok', evidence: 'accepted', detail: 'Published in the portal.' };
    case 'email':
      return sendAsEmail(road, delivery);
    case 'print':
      return { kind: 'hold', code: 'dispatch.wrong-channel', detail: 'A print delivery was handed to the mailer.' };
  }
}

async function sendAsEmail(road: Road, delivery: ClaimedDelivery): Promise<Outcome> {
  if (!road.mailer) {
    return { kind: 'hold', code: 'dispatch.no-mail-server', detail: 'No SMTP server is set up (POSTWERK_SMTP_URL).' };
  }
  const content = delivery.renditions.find((rendition) => rendition.format === 'email');
  const attached = delivery.format === 'protected' ? 'protected' : 'pdf';
  const pdf = delivery.renditions.find((rendition) => rendition.format === attached);
  if (!content || !pdf) {
    return { kind: 'hold', code: 'dispatch.rendition-missing', detail: 'The e-mail text or the PDF was not composed.' };
  }
  const email = JSON.parse(content.bytes.toString('utf8')) as EmailContent;
  return road.mailer.send({
    deliveryId: delivery.id,
    to: delivery.destination,
    content: email,
    attachment: { name: email.attachmentName, bytes: pdf.bytes },
    ...(delivery.senderEmail === null ? {} : { from: delivery.senderEmail }),
  });
}
