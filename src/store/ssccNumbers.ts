import { PostwerkError } from '../errors.ts';
import { buildSscc } from '../model/sscc.ts';
import { inTransaction, type Store } from './db.ts';

/**
 * What became of a number. `free` is never stored: it has no row. `suspect`: a label with it may lie in the printer's
 * jam; nobody knows. `bound`: a shipment carries it. `void`: no label with it counts any more.
 */
export const ssccStates = ['free', 'reserved', 'printed', 'suspect', 'bound', 'void'] as const;
export type SsccState = (typeof ssccStates)[number];

export interface SsccNumber {
  readonly sscc: string;
  readonly state: SsccState;
  readonly purpose: string;
  readonly documentId: string | null;
  readonly shipment: string | null;
  readonly reason: string | null;
  readonly takenAt: Date;
  readonly updatedAt: Date;
}

const columns = `sscc, sscc_state AS state, purpose, document_id AS "documentId", shipment, reason, taken_at AS "takenAt",
  updated_at AS "updatedAt"`;

/** From which states a number may come to which; `void` is the end. */
const comesFrom: Readonly<Record<Exclude<SsccState, 'free' | 'reserved'>, readonly SsccState[]>> = {
  printed: ['reserved', 'suspect', 'printed'],
  suspect: ['reserved', 'printed', 'suspect'],
  bound: ['reserved', 'printed', 'suspect', 'bound'],
  void: ['reserved', 'printed', 'suspect', 'bound', 'void'],
};

/**
 * Called inside the transaction, before its COMMIT, with how many numbers this store has ever given out. What it writes
 * outside of the store bears witness when the store is put back to an earlier day; what it returns is kept in the store.
 */
export type SsccWitness = (mark: number) => Promise<string>;

/**
 * Takes the next `count` numbers of the ranges this store holds, in order and without gaps. They are committed when
 * this returns; nobody gets them again. With `request`, the same request asked again gets the same numbers.
 * Throws `site.numbers-used-up` when fewer than `count` are left; then none is taken.
 */
export async function takeSsccs(
  store: Store,
  count: number,
  purpose: string,
  options: { readonly request?: string; readonly witness?: SsccWitness } = {},
): Promise<string[]> {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`count is ${count}`);
  return inTransaction(store, async (client) => {
    // One taker at a time; a second request with the same name waits here and then finds the first one's numbers.
    await client.query('SELECT pg_advisory_xact_lock($1)', [ssccLock]);
    if (options.request !== undefined) {
      const { rows } = await client.query<{ sscc: string }>(
        'SELECT sscc FROM sscc_numbers WHERE request = $1 ORDER BY place',
        [options.request],
      );
      if (rows.length > 0) return rows.map(({ sscc }) => sscc);
    }
    const { rows: ranges } = await client.query<OpenRange>(
      `SELECT id, company_prefix AS "companyPrefix", extension, next, last FROM sscc_ranges
       WHERE held AND given_up_at IS NULL AND next <= last ORDER BY leased_at, first FOR UPDATE`,
    );
    const taken = numbersOf(ranges, count);
    await client.query(
      `WITH given AS (SELECT * FROM json_to_recordset($1::json) AS i(sscc text, range uuid, place int)),
       moved AS (
         UPDATE sscc_ranges r SET next = r.next + n.count
         FROM (SELECT range, count(*) AS count FROM given GROUP BY range) n WHERE r.id = n.range
       )
       INSERT INTO sscc_numbers (sscc, range_id, purpose, request, place)
       SELECT sscc, range, $2, $3, place FROM given`,
      [JSON.stringify(taken), purpose, options.request ?? null],
    );
    if (options.witness) {
      const { rows } = await client.query<{ mark: number }>(
        'UPDATE site_identity SET mark = mark + $1 RETURNING mark',
        [count],
      );
      await client.query('UPDATE site_identity SET stamp = $1', [await options.witness(rows[0]?.mark ?? 0)]);
    }
    return taken.map(({ sscc }) => sscc);
  });
}

/** Key of the advisory lock under which numbers are taken. */
const ssccLock = 5_550_018;

interface OpenRange {
  readonly id: string;
  readonly companyPrefix: string;
  readonly extension: number;
  readonly next: number;
  readonly last: number;
}

function numbersOf(ranges: readonly OpenRange[], count: number): { sscc: string; range: string; place: number }[] {
  const left = ranges.reduce((sum, { next, last }) => sum + last - next + 1, 0);
  if (left < count) {
    throw new PostwerkError(
      'site.numbers-used-up',
      `${count} SSCC numbers are wanted and ${left} of those leased from headquarters are left.`,
    );
  }
  const taken: { sscc: string; range: string; place: number }[] = [];
  for (const { id, companyPrefix, extension, next, last } of ranges) {
    for (let serial = next; serial <= last && taken.length < count; serial += 1) {
      taken.push({ sscc: buildSscc({ extension, companyPrefix, serial }), range: id, place: taken.length });
    }
  }
  return taken;
}

/** How many numbers this store may still give out. */
export async function countFreeSsccs(store: Store): Promise<number> {
  const { rows } = await store.pool.query<{ left: number }>(
    `SELECT coalesce(sum(last - next + 1), 0)::bigint AS left FROM sscc_ranges WHERE held AND given_up_at IS NULL`,
  );
  return rows[0]?.left ?? 0;
}

/**
 * Says what became of numbers; gives those that changed. One that may not come to this state (a void one, one that was
 * never given out) is left as it is.
 */
export async function setSsccState(
  store: Store,
  ssccs: readonly string[],
  state: keyof typeof comesFrom,
  about: { readonly reason?: string; readonly shipment?: string; readonly documentId?: string } = {},
): Promise<string[]> {
  if (ssccs.length === 0) return [];
  const { rows } = await store.pool.query<{ sscc: string }>(
    `UPDATE sscc_numbers SET sscc_state = $2, reason = coalesce($4, reason), shipment = coalesce($5, shipment),
       document_id = coalesce($6, document_id), updated_at = clock_timestamp(), reported = false
     WHERE sscc = ANY($1::text[]) AND sscc_state = ANY($3::text[]) RETURNING sscc`,
    [ssccs, state, comesFrom[state], about.reason ?? null, about.shipment ?? null, about.documentId ?? null],
  );
  return rows.map(({ sscc }) => sscc);
}

/** Says which documents carry numbers of ours: those of a job that was accepted. */
export async function nameSsccDocuments(store: Store, jobId: string): Promise<void> {
  await store.pool.query(
    `UPDATE sscc_numbers n SET document_id = d.id, updated_at = clock_timestamp(), reported = false
     FROM documents d JOIN messages m ON m.document_id = d.id
     WHERE d.job_id = $1 AND m.body ? 'sscc' AND n.sscc = m.body->>'sscc' AND n.document_id IS NULL`,
    [jobId],
  );
}

/** Numbers of documents that came to an end: printed where that is proven, suspect where nobody knows. */
export async function settleSsccsOf(store: Store, documentIds: readonly string[]): Promise<void> {
  await store.pool.query(
    `UPDATE sscc_numbers n SET sscc_state = CASE d.state WHEN 'completed' THEN 'printed' ELSE 'suspect' END,
       updated_at = clock_timestamp(), reported = false
     FROM documents d WHERE d.id = n.document_id AND d.id = ANY($1::uuid[]) AND (
       (d.state = 'completed' AND n.sscc_state IN ('reserved', 'suspect') AND EXISTS (
         SELECT 1 FROM deliveries v
         WHERE v.document_id = d.id AND v.channel = 'print' AND v.evidence IN ('printed', 'confirmed')))
       OR (d.state = 'held' AND d.reason_code = 'unknown-outcome' AND n.sscc_state = 'reserved'))`,
    [documentIds],
  );
}

/** A number that was given out; null for one that was not. */
export async function getSscc(store: Store, sscc: string): Promise<SsccNumber | null> {
  const { rows } = await store.pool.query<SsccNumber>(`SELECT ${columns} FROM sscc_numbers WHERE sscc = $1`, [sscc]);
  return rows[0] ?? null;
}

/** A number as an agent reports it. */
export interface ReportedSscc extends Omit<SsccNumber, 'takenAt' | 'updatedAt'> {
  readonly rangeId: string;
  readonly takenAt: string;
  /** Text with microseconds: what tells one change from the next. */
  readonly updatedAt: string;
}

/** Agent: numbers that headquarters does not know as they stand. */
export async function ssccsToReport(store: Store, limit: number): Promise<ReportedSscc[]> {
  const { rows } = await store.pool.query<ReportedSscc>(
    `SELECT ${columns.replace('taken_at AS', 'taken_at::text AS').replace('updated_at AS', 'updated_at::text AS')},
       range_id AS "rangeId" FROM sscc_numbers WHERE NOT reported ORDER BY updated_at LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Agent: headquarters has these; one that changed since is reported again. */
export async function markSsccsReported(store: Store, sent: readonly ReportedSscc[]): Promise<void> {
  if (sent.length === 0) return;
  await store.pool.query(
    `UPDATE sscc_numbers n SET reported = true
     FROM json_to_recordset($1::json) AS i(sscc text, "updatedAt" timestamptz)
     WHERE n.sscc = i.sscc AND n.updated_at = i."updatedAt"`,
    [JSON.stringify(sent.map(({ sscc, updatedAt }) => ({ sscc, updatedAt })))],
  );
}

/** Headquarters: takes over what a site says of its numbers; only of ranges leased to it, and only what is newer. */
export async function applyReportedSsccs(
  store: Store,
  siteId: string,
  numbers: readonly ReportedSscc[],
): Promise<void> {
  if (numbers.length === 0) return;
  await store.pool.query(
    `INSERT INTO sscc_numbers (sscc, range_id, sscc_state, purpose, document_id, shipment, reason, taken_at, updated_at)
     SELECT i.sscc, i."rangeId", i.state, i.purpose, i."documentId", i.shipment, i.reason, i."takenAt", i."updatedAt"
     FROM json_to_recordset($2::json) AS i(sscc text, "rangeId" uuid, state text, purpose text, "documentId" uuid,
       shipment text, reason text, "takenAt" timestamptz, "updatedAt" timestamptz)
     JOIN sscc_ranges r ON r.id = i."rangeId" AND r.site_id = $1
     ON CONFLICT (sscc) DO UPDATE SET sscc_state = excluded.sscc_state, document_id = excluded.document_id,
       shipment = excluded.shipment, reason = excluded.reason, updated_at = excluded.updated_at
     WHERE sscc_numbers.updated_at < excluded.updated_at`,
    [siteId, JSON.stringify(numbers)],
  );
}
