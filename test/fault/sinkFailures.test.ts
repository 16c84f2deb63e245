import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SubmittedDocument } from '../../src/model/job.ts';
import { receivedBy } from '../../src/landscape/startSinks.ts';
import { eventually, mixedDocuments, openRig, type Rig, type ServerProcess } from './rig.ts';

/** Every way in which a mail server or a printer may fail: nothing is lost, nothing is doubled, and the reason is told. */
describe('sinks that fail', () => {
  let rig: Rig;
  let server: ServerProcess;
  let serial = 0;

  beforeAll(async () => {
    rig = await openRig();
    server = await rig.start({ POSTWERK_ATTEMPT_TIMEOUT_MS: '1000' });
  });
  afterAll(async () => {
    await rig?.close();
  });

  const emails = async (): Promise<SubmittedDocument[]> =>
    (await mixedDocuments(16)).filter((_, index) => index % 4 === 0);
  const labels = async (): Promise<SubmittedDocument[]> =>
    (await mixedDocuments(16)).filter((_, index) => index % 4 === 1);
  const notes = async (): Promise<SubmittedDocument[]> =>
    (await mixedDocuments(16)).filter((_, index) => index % 4 === 2);

  async function submitted(documents: readonly SubmittedDocument[]): Promise<string[]> {
    serial += 1;
    const answer = await rig.submit(server, `sinks-${serial}`, documents);
    expect(answer?.status).toBe(202);
    return (answer?.documents ?? []).map((result) => (result.status === 'accepted' ? result.documentId : ''));
  }

  async function rowsOf(ids: readonly string[]) {
    const { rows } = await rig.store.pool.query<{
      state: string;
      reason_code: string | null;
      reason: string | null;
      attempts: number;
    }>(
      `SELECT d.state, d.reason_code, d.reason, max(v.attempts)::int AS attempts
       FROM documents d LEFT JOIN deliveries v ON v.document_id = d.id WHERE d.id = ANY($1) GROUP BY d.id`,
      [ids],
    );
    return rows;
  }

  async function expectAll(ids: readonly string[], state: string, timeoutMs = 40_000): Promise<void> {
    await eventually(async () => (await rowsOf(ids)).every((row) => row.state === state), timeoutMs);
    expect((await rowsOf(ids)).map((row) => row.state)).toEqual(ids.map(() => state));
  }

  async function expectBalanced(): Promise<void> {
    const ledger = await rig.settle();
    expect(ledger.findings).toEqual([]);
    expect(ledger).toMatchObject({ open: 0, lost: 0, duplicates: 0 });
  }

  test('a mail server that refuses for now is tried again until it takes them', async () => {
    await rig.sinks.mailbox.set('refuse-temporarily');
    const ids = await submitted(await emails());
    await eventually(async () => (await rowsOf(ids)).some((row) => row.attempts > 0));
    await rig.sinks.mailbox.set('ready');
    await expectAll(ids, 'completed');
    await expectBalanced();
  });

  test('a mail server that refuses for good ends the document, with its words, and is not asked again', async () => {
    await rig.sinks.mailbox.set('refuse');
    const ids = await submitted(await emails());
    await expectAll(ids, 'aborted');
    for (const row of await rowsOf(ids)) {
      expect(row.attempts).toBe(1);
      expect(row.reason).toContain('no such mailbox');
    }
    await rig.sinks.mailbox.set('ready');
    await expectBalanced();
  });

  test('a line that drops after the final dot leaves the document held as unknown, and a release is marked', async () => {
    await rig.sinks.mailbox.set('drop-after-dot');
    const ids = await submitted(await emails());
    await expectAll(ids, 'held');
    for (const row of await rowsOf(ids)) expect(row.reason_code).toBe('unknown-outcome');
    await rig.sinks.mailbox.set('ready');
    await expectBalanced();
    const { releaseDocument } = await import('../../src/store/documentActions.ts');
    for (const id of ids) expect((await releaseDocument(rig.store, id, 'test')).changed).toBe(true);
    await expectAll(ids, 'completed');
    // The mailbox now has each of them twice; the store says so.
    const received = receivedBy([rig.sinks.mailbox]);
    const { rows } = await rig.store.pool.query<{ id: string; possible_duplicate: boolean }>(
      'SELECT id, possible_duplicate FROM deliveries WHERE document_id = ANY($1)',
      [ids],
    );
    for (const row of rows) {
      expect(received.get(row.id)).toBe(2);
      expect(row.possible_duplicate).toBe(true);
    }
    await expectBalanced();
  });

  test('a mail server that hangs before anything was sent is tried again', async () => {
    await rig.sinks.mailbox.set('hang');
    const ids = await submitted(await emails());
    await eventually(async () => (await rowsOf(ids)).some((row) => row.attempts > 0));
    await rig.sinks.mailbox.set('ready');
    await expectAll(ids, 'completed');
    await expectBalanced();
  });

  for (const position of ['offline', 'paper-out', 'hang'] as const) {
    test(`an office printer that is "${position}" stops its queue with a reason and goes on when it can`, async () => {
      const printer = rig.sinks.all.get('linz-office');
      await printer?.set(position);
      const ids = await submitted(await notes());
      const stopped = async () => {
        const { rows } = await rig.store.pool.query<{ state: string; state_reason: string | null }>(
          "SELECT state, state_reason FROM devices WHERE id = 'linz-office'",
        );
        return rows[0];
      };
      expect(await eventually(async () => (await stopped())?.state === 'stopped')).toBe(true);
      expect((await stopped())?.state_reason).toBeTruthy();
      // The other queues go on.
      await expectAll(await submitted(await emails()), 'completed');
      await printer?.set('ready');
      await expectAll(ids, 'completed');
      await expectBalanced();
    });
  }

  for (const [position, device, make] of [
    ['reset', 'linz-office', notes],
    ['lose-answer', 'linz-office', notes],
    ['offline', 'linz-labels', labels],
    ['paper-out', 'linz-labels', labels],
    ['reset', 'linz-labels', labels],
  ] as const) {
    test(`${device} in position "${position}": nothing lost, nothing doubled`, async () => {
      const printer = rig.sinks.all.get(device);
      await printer?.set(position);
      const ids = await submitted(await make());
      await new Promise((done) => setTimeout(done, 1_500));
      await printer?.set('ready');
      const ended = async () => (await rowsOf(ids)).every(({ state }) => state === 'completed' || state === 'held');
      expect(await eventually(ended, 60_000)).toBe(true);
      const held = (await rowsOf(ids)).filter(({ state }) => state === 'held');
      expect(held.map((row) => row.reason_code)).toEqual(held.map(() => 'unknown-outcome'));
      await expectBalanced();
    });
  }

  test('labels leave a device in the order of their job', async () => {
    const documents = await labels();
    await expectAll(await submitted(documents), 'completed');
    const printer = rig.sinks.all.get('linz-labels');
    const ids = (printer?.items({ limit: documents.length }).items ?? []).map(({ deliveryId }) => deliveryId);
    const { rows } = await rig.store.pool.query<{ number: string }>(
      `SELECT d.number FROM unnest($1::uuid[]) WITH ORDINALITY AS i(id, place)
       JOIN deliveries v ON v.id = i.id JOIN documents d ON d.id = v.document_id ORDER BY i.place DESC`,
      [ids],
    );
    expect(rows.map(({ number }) => number)).toEqual(documents.map(({ message }) => message.number));
  });
});
