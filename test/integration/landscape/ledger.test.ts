import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeLedger } from '../../../src/landscape/ledger.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';

let testStore: TestStore;
const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;

beforeAll(async () => {
  testStore = await startTestStore();
  const { pool } = testStore.store;
  await pool.query("INSERT INTO jobs (id, format, state, accepted_at) VALUES ($1, 'json', 'processing', now())", [
    id(1),
  ]);
  for (const [number, state] of [
    [11, 'completed'],
    [12, 'completed'],
    [13, 'held'],
    [14, 'processing'],
  ] as const) {
    await pool.query(
      "INSERT INTO documents (id, job_id, position, type, number, state) VALUES ($1, $2, $3, 'invoice', 'N', $4)",
      [id(number), id(1), number, state],
    );
    await pool.query(
      `INSERT INTO deliveries (id, document_id, channel, destination, format, priority, job_id, position, state)
       VALUES ($1, $2, 'email', 'a@example.com', 'email', 5, $3, $4, $5)`,
      [id(number + 100), id(number), id(1), number, state],
    );
  }
});
afterAll(async () => {
  await testStore?.stop();
});

const acknowledged = new Set([11, 12, 13, 14].map(id));
const print = new Map<string, number>();

test('counts documents by their state', async () => {
  const email = new Map([
    [id(111), 1],
    [id(112), 1],
  ]);
  expect(await takeLedger(testStore.store, acknowledged, () => ({ print, email }))).toEqual({
    accepted: 4,
    completed: 2,
    held: 1,
    aborted: 0,
    canceled: 0,
    open: 1,
    lost: 0,
    duplicates: 0,
    findings: [],
  });
});

test('a promise the store does not know is lost', async () => {
  const ledger = await takeLedger(testStore.store, new Set([...acknowledged, id(99)]), null);
  expect(ledger).toMatchObject({ accepted: 5, lost: 1 });
  expect(ledger.findings[0]).toContain(id(99));
});

test('a delivery on record that no sink received is lost', async () => {
  const ledger = await takeLedger(testStore.store, acknowledged, () => ({ print, email: new Map([[id(111), 1]]) }));
  expect(ledger.lost).toBe(1);
  expect(ledger.findings[0]).toContain(id(112));
});

test('what arrived twice is a duplicate, unless it is marked as possible', async () => {
  const email = new Map([
    [id(111), 2],
    [id(112), 1],
  ]);
  expect((await takeLedger(testStore.store, acknowledged, () => ({ print, email }))).duplicates).toBe(1);
  await testStore.store.pool.query('UPDATE deliveries SET possible_duplicate = true WHERE id = $1', [id(111)]);
  expect((await takeLedger(testStore.store, acknowledged, () => ({ print, email }))).duplicates).toBe(0);
});
