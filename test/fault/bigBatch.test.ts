import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentResult, SubmittedDocument } from '../../src/model/job.ts';
import { mixedDocuments, openRig, type Rig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(async () => {
  await rig?.close();
});

const lines = 10_000;
/** Every hundredth line is broken, each in the next of these ways. */
const breakages: readonly {
  readonly code: string;
  readonly field?: string;
  break(document: SubmittedDocument): string;
}[] = [
  { code: 'intake.invalid-json', break: (document) => JSON.stringify(document).slice(0, -5) },
  { code: 'intake.unknown-type', field: '/type', break: (document) => JSON.stringify({ ...document, type: 'letter' }) },
  {
    code: 'intake.unknown-locale',
    field: '/locale',
    break: (document) => JSON.stringify({ ...document, locale: 'xx' }),
  },
  {
    code: 'intake.invalid-message',
    field: '/message/number',
    break: (document) => JSON.stringify({ ...document, message: { ...document.message, number: undefined } }),
  },
  {
    code: 'intake.unknown-party',
    field: '/recipient',
    break: (document) => JSON.stringify({ ...document, recipient: 'R-nobody' }),
  },
  {
    code: 'intake.forbidden-character',
    field: '/message/number',
    break: (document) => JSON.stringify({ ...document, message: { ...document.message, number: 'A\u0000B' } }),
  },
];

test('10,000 lines with 100 broken ones: exact refusals, 2,000 delivered and 7,900 held as asked, memory flat', async () => {
  const server = await rig.start({ POSTWERK_LEASE_MS: '20000', POSTWERK_SWEEP_MS: '2000' });
  // Five times as long to deliver them all, and nothing more to be seen; each way out has its share.
  const documents = (await mixedDocuments(lines)).map((document, index) =>
    Math.floor(index / 4) % 5 === 0 ? document : { ...document, hold: true },
  );
  const text = documents.map((document, index) =>
    (index + 1) % 100 === 0 ? breakage(index).break(document) : JSON.stringify(document),
  );
  const answer = await rig.submitText(server, 'big', `${text.join('\n')}\n`);
  expect(answer?.status).toBe(202);
  const results = answer?.documents ?? [];
  expect(results).toHaveLength(lines);
  expect(results.filter(({ status }) => status === 'accepted')).toHaveLength(9_900);
  const refused = results.filter(
    (result): result is Extract<DocumentResult, { status: 'refused' }> => result.status === 'refused',
  );
  expect(refused.map(({ position, code, field }) => ({ position, code, field }))).toEqual(
    Array.from({ length: 100 }, (_, index) => {
      const { code, field } = breakage(index * 100 + 99);
      return { position: (index + 1) * 100, code, field };
    }),
  );
  for (const { detail } of refused) expect(detail.length).toBeGreaterThan(10);

  const ledger = await rig.settle(240_000);
  expect(ledger.findings).toEqual([]);
  expect(ledger).toMatchObject({ accepted: 9_900, completed: 2_000, held: 7_900, open: 0, lost: 0, duplicates: 0 });
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8').catch(() => null);
  const peakKb = Number(/VmHWM:\s+(\d+)/.exec(status ?? '')?.[1] ?? 0);
  expect(peakKb / 1024, 'peak memory in MB').toBeLessThan(1_024);
});

function breakage(index: number) {
  const found = breakages[Math.floor(index / 100) % breakages.length];
  if (!found) throw new Error('no breakage');
  return found;
}
