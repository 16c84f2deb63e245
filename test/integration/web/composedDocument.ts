import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Channel, RenditionFormat } from '../../../src/model/states.ts';
import type { Store } from '../../../src/store/db.ts';
import { beginAttempts, claimDeliveries } from '../../../src/store/deliveries.ts';
import { claimDocuments, finishComposed } from '../../../src/store/documents.ts';
import { finishDeliveries } from '../../../src/store/finishDeliveries.ts';
import { settleDocuments } from '../../../src/store/settle.ts';
import type { TestServer } from './startTestServer.ts';
import { jobOf, type JobAnswerBody, jsonType, label } from './submissions.ts';

export interface Submitted {
  readonly id: string;
  readonly jobId: string;
  readonly number: string;
}

/** Submits labels over HTTP as an ERP would. */
export async function submitted(server: TestServer, ...documents: object[]): Promise<Submitted[]> {
  const response = await server.fetch('/v1/jobs', { method: 'POST', body: jobOf(...documents), headers: jsonType });
  const body = (await response.json()) as JobAnswerBody;
  return body.documents.map((result) => ({
    id: result.documentId ?? '',
    jobId: body.jobId,
    number: (result as { number?: string }).number ?? '',
  }));
}

let last = 50_000;

export async function submittedLabel(server: TestServer, more: object = {}): Promise<Submitted> {
  last += 1;
  const [document] = await submitted(server, label(last, more));
  if (document === undefined) throw new Error('the label was refused');
  return document;
}

export const email = {
  subject: 'Rechnung 4711',
  text: 'Guten Tag',
  html: '<p>Guten Tag</p><script>alert(1)</script>',
  attachmentName: 'Rechnung 4711.pdf',
};

/** Stands for the composer: stores given bytes and one delivery per channel asked for. */
export async function composed(
  store: Store,
  id: string,
  to: { readonly channel: Channel; readonly destination: string },
  locale = 'de',
): Promise<{ pdf: Buffer }> {
  const [claimed] = await claimDocuments(store, [id], 60_000);
  if (claimed === undefined) throw new Error('nothing to compose');
  const pdf = Buffer.from(`%PDF-1.7 ${id}`);
  const rendition = (format: RenditionFormat, bytes: Buffer) => ({
    id: uuid(),
    format,
    bytes,
    sha256: createHash('sha256').update(bytes).digest(),
    size: bytes.length,
    pages: 1,
    locale,
  });
  await finishComposed(store, [
    {
      id,
      fence: claimed.fence,
      locale,
      renditions: [
        rendition('pdf', pdf),
        rendition('zpl', Buffer.from(`^XA^FX${id}^FS^XZ`)),
        rendition('email', Buffer.from(JSON.stringify(email))),
      ],
      deliveries: [{ id: uuid(), ...to, format: to.channel === 'email' ? 'email' : 'pdf' }],
    },
  ]);
  return { pdf };
}

/** Stands for dispatch: every e-mail or portal delivery of the document goes through. */
export async function delivered(store: Store, id: string): Promise<void> {
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM deliveries WHERE document_id = $1', [id]);
  const claimed = await claimDeliveries(
    store,
    rows.map((row) => row.id),
    60_000,
  );
  const attempts = await beginAttempts(store, claimed);
  await finishDeliveries(
    store,
    claimed.map((delivery, index) => ({
      id: delivery.id,
      fence: delivery.fence,
      attemptId: attempts[index] ?? null,
      outcome: { kind: 'ok', evidence: 'accepted', detail: 'taken' },
    })),
  );
  await settleDocuments(store, [id]);
}
