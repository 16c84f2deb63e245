import { v7 as uuid } from 'uuid';
import { PostwerkError } from '../errors.ts';
import { ssccCapacity } from '../model/sscc.ts';
import { inTransaction, type Queryable, type Store } from './db.ts';

/** Serials `first` to `last`, both included, under one company prefix and extension digit. */
export interface SsccRange {
  readonly id: string;
  readonly siteId: string;
  readonly epoch: number;
  readonly companyPrefix: string;
  readonly extension: number;
  readonly first: number;
  readonly last: number;
  /** The next serial to give out; `last + 1` when the range is used up. */
  readonly next: number;
  readonly leasedAt: Date;
  readonly givenUpAt: Date | null;
}

const columns = `id, site_id AS "siteId", epoch, company_prefix AS "companyPrefix", extension, first, last, next,
  leased_at AS "leasedAt", given_up_at AS "givenUpAt"`;

/**
 * Says from which numbers headquarters leases: extension digit and company prefix, from serial `first` on. An existing
 * counter only ever moves forward. Throws `model.sscc-impossible` for a prefix that is none.
 */
export async function setSsccCounter(
  store: Store,
  { companyPrefix, extension, first = 0 }: { companyPrefix: string; extension: number; first?: number },
): Promise<void> {
  ssccCapacity(companyPrefix);
  await store.pool.query(
    `INSERT INTO sscc_counters (company_prefix, extension, next) VALUES ($1, $2, $3)
     ON CONFLICT (company_prefix, extension) DO UPDATE SET next = greatest(sscc_counters.next, excluded.next)`,
    [companyPrefix, extension, first],
  );
}

/**
 * Headquarters: leases the next `size` serials to a site. No serial is ever leased twice; what a site gives up stays
 * given up. Throws `site.no-numbers` when no counter was set or all are used up.
 */
export async function leaseSsccRange(
  db: Queryable,
  { siteId, epoch, size }: { siteId: string; epoch: number; size: number },
): Promise<SsccRange> {
  const { rows } = await db.query<SsccRange>(
    `WITH counter AS (
       SELECT company_prefix, extension, next, power(10, 16 - length(company_prefix))::bigint AS capacity
       FROM sscc_counters WHERE next < power(10, 16 - length(company_prefix))
       ORDER BY company_prefix, extension LIMIT 1 FOR UPDATE
     ), moved AS (
       UPDATE sscc_counters c SET next = least(k.next + $4, k.capacity) FROM counter k
       WHERE c.company_prefix = k.company_prefix AND c.extension = k.extension
       RETURNING c.company_prefix, c.extension, k.next AS first, c.next - 1 AS last
     )
     INSERT INTO sscc_ranges (id, site_id, epoch, company_prefix, extension, first, last, next)
     SELECT $1, $2, $3, company_prefix, extension, first, last, first FROM moved RETURNING ${columns}`,
    [uuid(), siteId, epoch, size],
  );
  if (rows[0]) return rows[0];
  const detail = 'Headquarters has no SSCC numbers to lease; "postwerk sites numbers PREFIX" says from which.';
  throw new PostwerkError('site.no-numbers', detail);
}

/** All ranges of a site (or of all sites), oldest first; with `live` only those not given up. */
export async function listSsccRanges(
  db: Queryable,
  { siteId, live = false }: { readonly siteId?: string; readonly live?: boolean } = {},
): Promise<SsccRange[]> {
  const { rows } = await db.query<SsccRange>(
    `SELECT ${columns} FROM sscc_ranges
     WHERE ($1::text IS NULL OR site_id = $1) AND (NOT $2 OR given_up_at IS NULL) ORDER BY leased_at, first`,
    [siteId ?? null, live],
  );
  return rows;
}

/** Nobody takes a number of these ranges any more: headquarters after a revocation, an agent after a restored backup. */
export async function giveUpSsccRanges(db: Queryable, siteId: string, because: string): Promise<number> {
  const { rowCount } = await db.query(
    'UPDATE sscc_ranges SET given_up_at = now(), given_up_because = $2 WHERE site_id = $1 AND given_up_at IS NULL',
    [siteId, because],
  );
  return rowCount ?? 0;
}

/** Agent: keeps a range that headquarters has leased; a second time changes nothing. */
export async function keepSsccRange(store: Store, range: SsccRange): Promise<void> {
  await store.pool.query(
    `INSERT INTO sscc_ranges (id, site_id, epoch, company_prefix, extension, first, last, next, held, leased_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $6, true, $8) ON CONFLICT (id) DO NOTHING`,
    [
      range.id,
      range.siteId,
      range.epoch,
      range.companyPrefix,
      range.extension,
      range.first,
      range.last,
      new Date(range.leasedAt),
    ],
  );
}

/**
 * Headquarters: notes how far an agent's ranges are used. True when one of them stands before what was known: then
 * the agent's store is older than its own reports.
 */
export async function noteSsccUse(
  store: Store,
  siteId: string,
  used: readonly { readonly id: string; readonly next: number }[],
): Promise<boolean> {
  return inTransaction(store, async (client) => {
    const { rows } = await client.query<{ behind: boolean }>(
      `SELECT coalesce(bool_or(u.next < r.next), false) AS behind
       FROM json_to_recordset($2::json) AS u(id uuid, next bigint) JOIN sscc_ranges r ON r.id = u.id AND r.site_id = $1`,
      [siteId, JSON.stringify(used)],
    );
    await client.query(
      `UPDATE sscc_ranges r SET next = least(u.next, r.last + 1)
       FROM json_to_recordset($2::json) AS u(id uuid, next bigint)
       WHERE r.id = u.id AND r.site_id = $1 AND u.next > r.next`,
      [siteId, JSON.stringify(used)],
    );
    return rows[0]?.behind ?? false;
  });
}
