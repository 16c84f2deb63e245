import type { Channel, State } from '../model/states.ts';
import type { Store } from './db.ts';

export interface StoreLedger {
  /** Documents acknowledged, as counted when their jobs were sealed. */
  readonly accepted: number;
  readonly completed: number;
  readonly held: number;
  readonly aborted: number;
  readonly canceled: number;
  /** Not final yet. */
  readonly open: number;
}

/** The promise (what the jobs acknowledged) and what became of it, in one consistent view. */
export async function ledger(store: Store): Promise<StoreLedger> {
  const { rows } = await store.pool.query<StoreLedger>(
    `SELECT (SELECT coalesce(sum(accepted), 0)::bigint FROM jobs WHERE accepted_at IS NOT NULL) AS accepted,
       count(*) FILTER (WHERE d.state = 'completed') AS completed, count(*) FILTER (WHERE d.state = 'held') AS held,
       count(*) FILTER (WHERE d.state = 'aborted') AS aborted, count(*) FILTER (WHERE d.state = 'canceled') AS canceled,
       count(*) FILTER (WHERE d.state IN ('pending', 'processing', 'stopped')) AS open
     FROM documents d JOIN jobs j ON j.id = d.job_id WHERE j.accepted_at IS NOT NULL`,
  );
  if (!rows[0]) throw new Error('an aggregate gave no row');
  return rows[0];
}

/** The states of those of the given documents that exist. */
export async function statesOf(store: Store, documentIds: readonly string[]): Promise<{ id: string; state: State }[]> {
  const { rows } = await store.pool.query<{ id: string; state: State }>(
    'SELECT id, state FROM documents WHERE id = ANY($1::uuid[])',
    [documentIds],
  );
  return rows;
}

export interface DeliveryStanding {
  readonly id: string;
  readonly documentId: string;
  readonly channel: Channel;
  readonly state: State;
  readonly possibleDuplicate: boolean;
}

/** Every delivery of the given documents, to be held against what the sinks received. */
export async function deliveredOf(store: Store, documentIds: readonly string[]): Promise<DeliveryStanding[]> {
  const { rows } = await store.pool.query<DeliveryStanding>(
    `SELECT id, document_id AS "documentId", channel, state, possible_duplicate AS "possibleDuplicate"
     FROM deliveries WHERE document_id = ANY($1::uuid[]) ORDER BY id`,
    [documentIds],
  );
  return rows;
}
