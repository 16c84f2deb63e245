import type { Channel, State } from '../model/states.ts';
import type { Store } from './db.ts';

/** Ids asked for by one statement. */
const page = 10_000;

async function byPages<T>(ids: readonly string[], read: (some: readonly string[]) => Promise<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for (let at = 0; at < ids.length; at += page) rows.push(...(await read(ids.slice(at, at + page))));
  return rows;
}

/** The state of those of the given documents that the store has; what is missing here was lost. */
export function statesOf(store: Store, documentIds: readonly string[]): Promise<{ id: string; state: State }[]> {
  return byPages(documentIds, async (ids) => {
    const sql = 'SELECT id, state FROM documents WHERE id = ANY($1::uuid[])';
    return (await store.pool.query<{ id: string; state: State }>(sql, [ids])).rows;
  });
}

export interface RecordedDelivery {
  readonly id: string;
  readonly documentId: string;
  readonly channel: Channel;
  readonly state: State;
  readonly possibleDuplicate: boolean;
}

/** All deliveries of the given documents, to be held against what the sinks received. */
export function deliveriesOf(store: Store, documentIds: readonly string[]): Promise<RecordedDelivery[]> {
  return byPages(documentIds, async (ids) => {
    const sql = `SELECT id, document_id AS "documentId", channel, state, possible_duplicate AS "possibleDuplicate"
      FROM deliveries WHERE document_id = ANY($1::uuid[])`;
    return (await store.pool.query<RecordedDelivery>(sql, [ids])).rows;
  });
}
