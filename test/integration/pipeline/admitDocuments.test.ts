import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTemplateLibrary } from '../../../src/compose/templates/templateLibrary.ts';
import { admitDocuments } from '../../../src/pipeline/admitDocuments.ts';
import { acceptWholeJob, streamResults } from '../../../src/store/jobs.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const library = createTemplateLibrary({ templatesDir: `${root}templates`, localesDir: `${root}locales` });
let testStore: TestStore;

beforeAll(async () => {
  testStore = await startTestStore();
});
afterAll(async () => {
  await testStore?.stop();
});

test('what a refused document said is stored and given back even when it holds what no text may hold', async () => {
  const { store } = testStore;
  const hostile = ['A\u0000B', 'A\ud800B', '\udfff', 'x'.repeat(100_000)];
  const { documents, refusals } = await admitDocuments(
    { store, library },
    hostile.map((reference, index) => ({
      position: index + 1,
      value: { type: 'invoice', reference, [reference]: 1, message: { number: reference } },
    })),
  );
  expect(documents).toEqual([]);
  expect(refusals.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  const id = '01900000-0000-7000-8000-000000000001';
  await acceptWholeJob(store, { id, format: 'json', apiKeyId: null }, documents, refusals);
  const results = [];
  for await (const page of streamResults(store, id)) results.push(...page);
  expect(results).toHaveLength(4);
  expect(results.slice(0, 3).map(({ reference }) => reference)).toEqual(['A\ufffdB', 'A\ufffdB', '\ufffd']);
  expect(results[3]?.reference?.length).toBeLessThan(3_000);
});

test('a document names only parties that are registered; the refusal says which is not', async () => {
  const sample = JSON.parse(readFileSync(`${root}samples/shipping-labels-en.json`, 'utf8')) as { documents: object[] };
  const bare = { ...sample.documents[0], sender: undefined, site: undefined, recipient: undefined };
  const values = [bare, { ...bare, sender: 'nobody' }, { ...bare, site: 'nowhere' }, { ...bare, recipient: 'R-0' }];
  const { documents, refusals } = await admitDocuments(
    { store: testStore.store, library },
    values.map((value, index) => ({ position: index + 1, value: JSON.parse(JSON.stringify(value)) as unknown })),
  );
  expect(documents.map(({ position }) => position)).toEqual([1]);
  expect(refusals.map(({ position, code, field }) => [position, code, field])).toEqual([
    [2, 'intake.unknown-party', '/sender'],
    [3, 'intake.unknown-party', '/site'],
    [4, 'intake.unknown-party', '/recipient'],
  ]);
});
