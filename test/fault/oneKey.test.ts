import { afterAll, beforeAll, expect, test } from 'vitest';
import { mixedDocuments, openRig, type Rig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(async () => {
  await rig?.close();
});

test('50 submissions of one key at the same time make one job, and all get the same answer', async () => {
  const server = await rig.start();
  for (const format of ['json', 'ndjson'] as const) {
    const documents = await mixedDocuments(8);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => rig.submit(server, `one-${format}`, documents, format)),
    );
    expect(answers.map((answer) => answer?.status)).toEqual(Array.from({ length: 50 }, () => 202));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const other = await rig.submit(server, `one-${format}`, documents.slice(1), format);
    expect(other?.status).toBe(409);
  }
  const ledger = await rig.settle();
  expect(ledger).toMatchObject({ accepted: 16, completed: 16, lost: 0, duplicates: 0 });
  const { rows } = await rig.store.pool.query<{ jobs: number }>('SELECT count(*)::int AS jobs FROM jobs');
  expect(rows[0]?.jobs).toBe(2);
});
