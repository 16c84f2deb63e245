import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getDocument as openPdf } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComposePool, createComposePool } from '../../../src/compose/composePool.ts';
import { createTemplateLibrary } from '../../../src/compose/templates/templateLibrary.ts';
import type { Email, Mailer } from '../../../src/dispatch/email/smtp.ts';
import { composeDocuments } from '../../../src/pipeline/composeDocuments.ts';
import { deliverDocuments } from '../../../src/pipeline/deliverDocuments.ts';
import type { Road } from '../../../src/pipeline/road.ts';
import type { Queue } from '../../../src/queue/queue.ts';
import { resendDocument } from '../../../src/store/documentActions.ts';
import { getDocument } from '../../../src/store/documentHistory.ts';
import { submitted } from '../web/composedDocument.ts';
import { startTestServer, type TestServer } from '../web/startTestServer.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folders = { templatesDir: join(root, 'templates'), localesDir: join(root, 'locales') };
const password = 'Kundennummer 4711';
const sent: Email[] = [];
const mailer: Mailer = {
  async send(email) {
    sent.push(email);
    return { kind: 'ok', evidence: 'accepted', detail: 'Taken.' };
  },
  close: async () => undefined,
};
let server: TestServer;
let composePool: ComposePool;
let road: Road;

beforeAll(async () => {
  server = await startTestServer();
  composePool = createComposePool({ ...folders, threads: 1, timeoutMs: 20_000 });
  road = {
    store: server.store,
    queue: { hint: async () => true, hintMany: async () => true } as unknown as Queue,
    library: createTemplateLibrary(folders),
    composePool,
    mailer,
    defaultLocale: 'de',
    leaseMs: 60_000,
    attemptTimeoutMs: 10_000,
    log: pino({ level: 'silent' }),
  };
});
afterAll(async () => {
  await composePool?.close();
  await server?.stop();
});

test('a job that asks for it is mailed a protected PDF, at every resend too, and the password is forgotten', async () => {
  const sample = JSON.parse(readFileSync(join(root, 'samples', 'invoice-de.json'), 'utf8')) as { documents: object[] };
  const [document] = await submitted(server, {
    type: 'invoice',
    message: (sample.documents[0] as { message: object }).message,
    deliveries: [
      { channel: 'email', to: 'a@example.com', protection: { password, permissions: ['print'] } },
      { channel: 'portal' },
    ],
  });
  const id = document?.id ?? '';
  await composeDocuments(road, [id]);

  const { rows } = await server.store.pool.query<{ requests: unknown }>(
    'SELECT delivery_requests AS requests FROM documents WHERE id = $1',
    [id],
  );
  expect(rows[0]?.requests).toMatchObject([{ channel: 'email', protection: { permissions: ['print'] } }, {}]);
  expect(JSON.stringify(rows)).not.toContain(password);
  const composed = await getDocument(server.store, id);
  expect(composed?.renditions.map(({ format }) => format).sort()).toEqual(['email', 'pdf', 'protected']);
  expect(composed?.audit.map(({ detail }) => detail)).toContain(
    'email to a@example.com, with a protected PDF (no PDF/A)',
  );

  await deliverDocuments(road, composed?.deliveries.map((delivery) => delivery.id) ?? []);
  const bytes = sent[0]?.attachment.bytes ?? Buffer.alloc(0);
  await expect(openPdf({ data: Uint8Array.from(bytes), verbosity: 0 }).promise).rejects.toThrow(/password/i);
  const opened = await openPdf({ data: Uint8Array.from(bytes), verbosity: 0, password }).promise;
  // ISO 32000-2 table 22: print (bits 3 and 12), and reading aloud (bit 10), which is always allowed.
  expect((await opened.getPermissions())?.toSorted((a, b) => a - b)).toEqual([4, 512, 2048]);
  await opened.destroy();

  const again = await resendDocument(server.store, id, 'test', { channel: 'email', to: 'b@example.com' });
  await deliverDocuments(road, again.changed ? again.deliveryIds : []);
  expect(sent.map(({ to }) => to)).toEqual(['a@example.com', 'b@example.com']);
  expect(Buffer.from(bytes).equals(sent[1]?.attachment.bytes ?? Buffer.alloc(0))).toBe(true);
});
