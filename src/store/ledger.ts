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
