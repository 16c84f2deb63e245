import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { ClaimedDocument } from '../../../src/model/document.ts';
import type { Store } from '../../../src/store/db.ts';
import { upsertDevice } from '../../../src/store/devices.ts';
import {
  claimDocuments,
  type ComposedDocument,
  finishComposed,
  type NewDelivery,
} from '../../../src/store/documents.ts';
import { acceptWholeJob, type NewDocument } from '../../../src/store/jobs.ts';
import { upsertRecipient } from '../../../src/store/recipients.ts';
import { upsertSender } from '../../../src/store/senders.ts';
import { upsertSite } from '../../../src/store/sites.ts';

/** Documents of a job, 1 to `count`, with what a test wants different. */
export function someDocuments(count: number, different: Partial<NewDocument> = {}): NewDocument[] {
  return Array.from({ length: count }, (_, index) => ({
    id: uuid(),
    position: index + 1,
    type: 'invoice',
    number: `R-${index + 1}`,
    priority: 5,
    message: { number: `R-${index + 1}` },
    ...different,
  }));
}

/** A job accepted whole; gives the ids of its documents. */
export async function acceptSome(
  store: Store,
  count: number,
  different: Partial<NewDocument> = {},
): Promise<{ jobId: string; ids: string[] }> {
  const documents = someDocuments(count, different);
  const jobId = uuid();
  const answer = await acceptWholeJob(store, { id: jobId, format: 'json', apiKeyId: null }, documents, []);
  if (answer.kind !== 'accepted') throw new Error(answer.kind);
  return { jobId, ids: documents.map(({ id }) => id) };
}

export const toEmail: Omit<NewDelivery, 'id'> = { channel: 'email', destination: 'a@example.com', format: 'email' };
export const toPortal: Omit<NewDelivery, 'id'> = { channel: 'portal', destination: 'meyer', format: 'pdf' };

export function toDevice(id: string): Omit<NewDelivery, 'id'> {
  return { channel: 'print', deviceId: id, destination: id, format: 'pdf' };
}

/** What composing a claimed document gives: a PDF, the e-mail's words, and deliveries. */
export function composed(claimed: ClaimedDocument, ...deliveries: Omit<NewDelivery, 'id'>[]): ComposedDocument {
  const rendition = (format: 'pdf' | 'email', text: string) => {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest();
    return { id: uuid(), format, bytes, sha256, size: bytes.length, pages: 1, locale: 'de' };
  };
  return {
    id: claimed.id,
    fence: claimed.fence,
    locale: 'de',
    renditions: [rendition('pdf', `%PDF of ${claimed.id}`), rendition('email', '{"subject":"the same for all"}')],
    deliveries: deliveries.map((delivery) => ({ id: uuid(), ...delivery })),
  };
}

/** Accepts, claims and composes `count` documents; gives their ids and their deliveries' ids, in order of position. */
export async function composeSome(
  store: Store,
  count: number,
  deliveries: Omit<NewDelivery, 'id'>[],
  different: Partial<NewDocument> = {},
): Promise<{ jobId: string; ids: string[]; deliveryIds: string[] }> {
  const { jobId, ids } = await acceptSome(store, count, different);
  const claimed = await claimDocuments(store, ids, 30_000);
  const docs = claimed.map((document) => composed(document, ...deliveries));
  await finishComposed(store, docs);
  return { jobId, ids, deliveryIds: docs.flatMap((doc) => doc.deliveries.map(({ id }) => id)) };
}

/** A sender, a site with two printers, two recipients. */
export async function someParties(store: Store): Promise<void> {
  await upsertSender(store, {
    id: 'group',
    name: 'Group AG',
    locale: 'de',
    accent: '#004488',
    logo: null,
    emailFrom: 'billing@group.example',
  });
  await upsertSite(store, { id: 'vienna', name: 'Vienna', country: 'AT', locale: 'de' });
  for (const id of ['printer-1', 'printer-2']) {
    await upsertDevice(store, {
      id,
      name: id,
      siteId: 'vienna',
      uri: 'socket://127.0.0.1:9',
      driver: 'pdf',
      dpi: null,
    });
  }
  const recipient = { locale: 'de', deviceId: 'printer-1', channels: {} } as const;
  await upsertRecipient(store, {
    ...recipient,
    id: 'meyer',
    name: 'Meyer GmbH',
    email: 'meyer@example.com',
    identifiers: ['ATU123', 'shared'],
  });
  await upsertRecipient(store, {
    ...recipient,
    id: 'kovacs',
    name: 'Kovács Kft.',
    email: null,
    identifiers: ['HU9', 'shared'],
  });
}
