import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authenticateApiKey, createApiKey, listApiKeys, revokeApiKey } from '../../../src/store/apiKeys.ts';
import type { Store } from '../../../src/store/db.ts';
import { countByState, type DocumentFilter, searchDocuments } from '../../../src/store/documentSearch.ts';
import { claimDocuments, failDocuments } from '../../../src/store/documents.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { getRecipient, resolveParties, upsertRecipient } from '../../../src/store/recipients.ts';
import { getSender } from '../../../src/store/senders.ts';
import { getOrCreateSecret } from '../../../src/store/settings.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { acceptSome, someParties } from './someDocuments.ts';

let running: TestStore;
let store: Store;

beforeAll(async () => {
  running = await startTestStore();
  store = running.store;
  await someParties(store);
});
afterAll(() => running.stop());

describe('searching documents', () => {
  let meyer: string[];
  let labels: string[];

  beforeAll(async () => {
    meyer = (await acceptSome(store, 7, { recipientId: 'meyer', recipientName: 'Meyer GmbH', reference: 'ERP-1' })).ids;
    labels = (await acceptSome(store, 3, { type: 'shipping-label', number: '50%_OFF', recipientName: 'Ölwerk' })).ids;
    const claimed = await claimDocuments(store, labels, 30_000);
    await failDocuments(
      store,
      claimed.map(({ id, fence }) => ({ id, fence, to: 'held', code: 'c', reason: 'r' })),
    );
  });

  const found = async (filter: DocumentFilter) => (await searchDocuments(store, filter)).documents.map(({ id }) => id);

  test('goes newest first, page by page, each document once', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    const sizes: number[] = [];
    do {
      const page = await searchDocuments(store, { limit: 4, ...(after ? { after } : {}) });
      seen.push(...page.documents.map(({ id }) => id));
      sizes.push(page.documents.length);
      after = page.next ?? undefined;
      // What comes in meanwhile does not shift the pages.
      if (sizes.length === 1) await acceptSome(store, 1, { number: 'late' });
    } while (after);
    expect(sizes).toEqual([4, 4, 2]);
    expect(seen).toEqual([...labels.toReversed(), ...meyer.toReversed()]);
  });

  test('combines its filters', async () => {
    expect(await found({ number: 'r-3' })).toEqual([meyer[2]]);
    expect(await found({ recipient: 'meyer', type: 'shipping-label' })).toEqual([]);
    expect(await found({ type: 'shipping-label', state: 'held' })).toEqual(labels.toReversed());
    expect(await found({ reference: 'erp-1', limit: 100 })).toHaveLength(7);
    expect(await found({ from: new Date(Date.now() + 1_000) })).toEqual([]);
    expect(await found({ to: new Date(0) })).toEqual([]);
    expect(await found({ from: new Date(0), to: new Date(Date.now() + 60_000), recipient: 'meyer' })).toHaveLength(7);
  });

  test('takes text as the beginning of number, reference or name, and not as a pattern', async () => {
    expect(await found({ text: 'öl' })).toEqual(labels.toReversed());
    expect(await found({ text: 'MEY' })).toHaveLength(7);
    expect(await found({ text: 'erp-' })).toHaveLength(7);
    expect(await found({ text: '50%_o' })).toHaveLength(3);
    expect(await found({ text: '50__' })).toEqual([]);
    expect(await found({ text: '%' })).toEqual([]);
    expect(await found({ text: 'a\0', number: 'R-1' })).toEqual([]);
    expect(await found({ text: "'; DROP TABLE documents; --" })).toEqual([]);
  });

  test('refuses a cursor that it did not give', async () => {
    for (const after of [
      'x',
      '',
      '2026-01-01/1',
      `2026-99-01T00:00:00.000Z/${labels[0]}`,
      `2026-01-01T00:00:00.000Z/-`,
    ]) {
      const cursor = Buffer.from(after).toString('base64url');
      await expect(searchDocuments(store, { after: cursor })).rejects.toMatchObject({ code: 'web.invalid-request' });
    }
  });

  test('counts by state', async () => {
    expect(await countByState(store, { type: 'shipping-label' })).toMatchObject({ held: 3, pending: 0, completed: 0 });
    expect((await countByState(store)).held).toBe(3);
  });
});

describe('API keys', () => {
  test('are known by their hash alone and stop at once when revoked', async () => {
    const { key, apiKey } = await createApiKey(store, 'erp', ['submit', 'read']);
    expect(key).toMatch(/^pw_[\w-]{43}$/);
    expect(await authenticateApiKey(store, key)).toMatchObject({
      id: apiKey.id,
      name: 'erp',
      scopes: ['submit', 'read'],
    });
    const { rows } = await store.pool.query<{ text: string }>('SELECT k::text AS text FROM api_keys k');
    expect(rows.every(({ text }) => !text.includes(key))).toBe(true);
    expect((await listApiKeys(store))[0]?.lastUsedAt).toBeInstanceOf(Date);

    expect(await revokeApiKey(store, apiKey.prefix)).toMatchObject({ id: apiKey.id });
    expect(await authenticateApiKey(store, key)).toBeNull();
    expect(await revokeApiKey(store, apiKey.prefix)).toBeNull();
  });

  test('by one name are revoked together', async () => {
    const keys = await Promise.all([createApiKey(store, 'twice', ['read']), createApiKey(store, 'twice', ['read'])]);
    await revokeApiKey(store, 'twice');
    expect(await Promise.all(keys.map(({ key }) => authenticateApiKey(store, key)))).toEqual([null, null]);
  });

  test('of another shape or unknown are nobody’s', async () => {
    for (const key of ['', 'pw_', `pw_${'a'.repeat(43)}`, `pw_${'a'.repeat(44)}`, '\0']) {
      expect(await authenticateApiKey(store, key)).toBeNull();
    }
  });
});

describe('parties', () => {
  test('are resolved for a whole slice: by id first, else by the first identifier that one recipient has alone', async () => {
    const resolved = await resolveParties(store, [
      { identifiers: ['nobody', 'ATU123'], sender: 'group', site: 'vienna' },
      { identifiers: ['ATU123'], recipient: 'kovacs' },
      { identifiers: ['shared', 'HU9'] },
      { identifiers: ['shared'] },
      { identifiers: ['HU9'], recipient: 'unknown', sender: 'x', site: 'y' },
    ]);
    expect(resolved.map(({ recipient }) => recipient?.id ?? null)).toEqual(['meyer', 'kovacs', 'kovacs', null, null]);
    expect(resolved.map(({ unknown }) => unknown)).toEqual([
      {},
      {},
      {},
      {},
      { recipient: true, sender: true, site: true },
    ]);
    expect(resolved[0]?.recipient).toEqual(await getRecipient(store, 'meyer'));
  });

  test('are changed in place', async () => {
    const meyer = await getRecipient(store, 'meyer');
    if (!meyer) throw new Error('no recipient');
    const changed = { ...meyer, email: null, channels: { '*': ['portal'], invoice: ['email', 'print'] } } as const;
    await upsertRecipient(store, changed);
    expect(await getRecipient(store, 'meyer')).toEqual(changed);
    expect(await getSender(store, 'nobody')).toBeNull();
  });
});

test('a shared secret is made once, also by many at once', async () => {
  const secrets = await Promise.all(Array.from({ length: 10 }, () => getOrCreateSecret(store, 'links')));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]).toMatch(/^[\w-]{43}$/);
  expect(await getOrCreateSecret(store, 'other')).not.toBe(secrets[0]);
});

test('migrating again, and by several at once, changes nothing', async () => {
  await Promise.all([migrate(store), migrate(store), migrate(store)]);
  const { rows } = await store.pool.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  const files = readdirSync(new URL('../../../src/store/migrations', import.meta.url)).toSorted();
  expect(rows.map(({ name }) => `${name}.sql`)).toEqual(files);
});
