import { v7 as uuid } from 'uuid';
import type { Channel, RenditionFormat } from '../model/states.ts';
import type { Store } from './db.ts';
import { unknownOutcome } from './finishDeliveries.ts';

/** A delivery claimed for sending, with what a backend needs of it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly documentId: string;
  readonly fence: number;
  /** Attempts begun before this one. */
  readonly attempts: number;
  readonly channel: Channel;
  readonly deviceId: string | null;
  readonly destination: string;
  readonly format: RenditionFormat;
  /** Which rendition of the format: the print head it is laid out for. */
  readonly dpi: number | null;
  readonly possibleDuplicate: boolean;
  readonly senderEmail: string | null;
  readonly document: {
    readonly number: string;
    readonly type: string;
    readonly recipientId: string | null;
    readonly recipientName: string | null;
    readonly locale: string;
    readonly senderId: string | null;
  };
  /** print: the rendition of `format`; email: `email` and `pdf`; portal: none, it reads the store. */
  readonly renditions: readonly { readonly format: RenditionFormat; readonly bytes: Buffer }[];
}

/** A claim as its holder shows it. */
export interface Fenced {
  readonly id: string;
  readonly fence: number;
}

/** What a printer's counter must show for an attempt: see migration 0004. */
export interface CountedBegin {
  readonly counterBefore: number;
  readonly labels: number;
  readonly counterOf: string;
}

/** Claims those of the given e-mail and portal deliveries that are pending and due, for `leaseMs`. */
export async function claimDeliveries(
  store: Store,
  ids: readonly string[],
  leaseMs: number,
): Promise<ClaimedDelivery[]> {
  const { rows } = await store.pool.query<ClaimedRow>(
    `WITH picked AS (
       SELECT id FROM deliveries
       WHERE id = ANY($1::uuid[]) AND channel <> 'print' AND state = 'pending'
         AND (next_attempt_at IS NULL OR next_attempt_at <= now())
       ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
     ), ${claimPicked('$2')}`,
    [ids, leaseMs],
  );
  return withRenditions(store, rows);
}

/**
 * Claims the next deliveries of a device in the order of its output queue: priority, job as accepted, place in the job.
 * It skips nothing: it ends before the first delivery that is not due, is still claimed, or has a place before it in its
 * job and priority that is not composed yet. Empty when the device's fence is no longer `deviceFence` or it is paused.
 */
export async function claimDeviceDeliveries(
  store: Store,
  deviceId: string,
  deviceFence: number,
  limit: number,
  leaseMs: number,
): Promise<ClaimedDelivery[]> {
  const { rows } = await store.pool.query<ClaimedRow>(
    `WITH lease AS (
       SELECT id FROM devices WHERE id = $3 AND fence = $4 AND NOT paused FOR UPDATE
     ), queue AS (
       SELECT v.id, v.job_id, v.priority, v.position, v.state, v.next_attempt_at,
         row_number() OVER (ORDER BY v.priority, v.job_id, v.position, v.id) AS place
       FROM deliveries v
       WHERE v.device_id = $3 AND v.channel = 'print' AND v.state IN ('pending', 'processing')
       ORDER BY v.priority, v.job_id, v.position, v.id LIMIT $1
     ), stop AS (
       SELECT min(place) AS place FROM queue q
       WHERE q.state <> 'pending' OR q.next_attempt_at > now() OR EXISTS (
         SELECT 1 FROM documents d WHERE d.job_id = q.job_id AND d.priority = q.priority AND d.position < q.position
           AND d.composed_at IS NULL AND d.state IN ('pending', 'processing'))
     ), picked AS (
       SELECT v.id FROM lease, stop, queue q JOIN deliveries v ON v.id = q.id
       WHERE (stop.place IS NULL OR q.place < stop.place) AND v.state = 'pending'
       ORDER BY v.id FOR UPDATE OF v
     ), ${claimPicked('$2')}`,
    [limit, leaseMs, deviceId, deviceFence],
  );
  return withRenditions(store, rows);
}

/**
 * Puts attempts on record before any byte leaves; with `leaseMs` the lease starts anew. Gives the attempts' ids in the
 * order given, null where the fence was lost: that delivery must not be sent.
 */
export async function beginAttempts(
  store: Store,
  deliveries: readonly (Fenced & { readonly counted?: CountedBegin })[],
  leaseMs?: number,
): Promise<(string | null)[]> {
  if (deliveries.length === 0) return [];
  const given = deliveries.map(({ id, fence, counted }) => ({ id, fence, attemptId: uuid(), ...counted }));
  const { rows } = await store.pool.query<{ id: string }>(
    `WITH given AS (
       SELECT * FROM json_to_recordset($1::json) AS i(id uuid, fence bigint, "attemptId" uuid, "counterBefore" bigint,
         labels integer, "counterOf" text)
     ), mine AS (
       SELECT v.id, i."attemptId", i."counterBefore", i.labels, i."counterOf" FROM deliveries v JOIN given i USING (id)
       WHERE v.fence = i.fence AND v.state = 'processing' ORDER BY v.id FOR UPDATE OF v
     ), begun AS (
       UPDATE deliveries v SET attempts = v.attempts + 1, updated_at = now(),
         lease_until = CASE WHEN $2::bigint IS NULL THEN v.lease_until ELSE now() + $2 * interval '1 ms' END
       FROM mine WHERE v.id = mine.id
       RETURNING v.id, v.document_id, v.job_id, v.device_id, v.attempts, mine."attemptId",
         mine."counterBefore", mine.labels, mine."counterOf"
     ), new_attempts AS (
       INSERT INTO attempts (id, delivery_id, number, started_at, counter_before, labels, counter_of)
       SELECT "attemptId", id, attempts, clock_timestamp(), "counterBefore", labels, "counterOf" FROM begun
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, detail)
       SELECT 'system', 'sending', job_id, document_id, id, device_id, 'pending', 'processing',
         'attempt ' || attempts || coalesce('; the printer''s counter before it: ' || "counterBefore", '') FROM begun
     )
     SELECT "attemptId" AS id FROM begun`,
    [JSON.stringify(given), leaseMs ?? null],
  );
  const begun = new Set(rows.map(({ id }) => id));
  return given.map(({ attemptId }) => (begun.has(attemptId) ? attemptId : null));
}

/**
 * Gives back claims that never began an attempt: pending again, and nothing counts as tried. `why` stands with the first
 * of them, for whoever looks why it waits.
 */
export async function unclaimDeliveries(
  store: Store,
  deliveries: readonly Fenced[],
  why?: { readonly code: string; readonly detail: string },
): Promise<void> {
  if (deliveries.length === 0) return;
  await store.pool.query(
    `WITH given AS (SELECT * FROM json_to_recordset($1::json) AS i(id uuid, fence bigint)), mine AS (
       SELECT v.id FROM deliveries v JOIN given i USING (id)
       WHERE v.fence = i.fence AND v.state = 'processing' AND NOT EXISTS (
         SELECT 1 FROM attempts a WHERE a.delivery_id = v.id AND a.finished_at IS NULL)
       ORDER BY v.id FOR UPDATE OF v
     )
     UPDATE deliveries v SET state = 'pending', lease_until = NULL, updated_at = now(),
       reason_code = CASE WHEN v.id = $2 THEN $3 ELSE v.reason_code END, reason = CASE WHEN v.id = $2 THEN $4 ELSE v.reason END
     FROM mine WHERE v.id = mine.id`,
    [
      JSON.stringify(deliveries.map(({ id, fence }) => ({ id, fence }))),
      why ? deliveries[0]?.id : null,
      why?.code ?? null,
      why?.detail ?? null,
    ],
  );
}

/** E-mail and portal deliveries that are pending and due, most urgent and oldest first. */
export async function dueDeliveries(store: Store, limit: number): Promise<{ id: string; priority: number }[]> {
  const { rows } = await store.pool.query<{ id: string; priority: number }>(
    `SELECT id, priority FROM deliveries
     WHERE channel <> 'print' AND state = 'pending' AND (next_attempt_at IS NULL OR next_attempt_at <= now())
     ORDER BY priority, job_id, position LIMIT $1`,
    [limit],
  );
  return rows;
}

/**
 * Devices that are neither paused nor waiting out a stop and have something due in their output queue, labels whose end
 * only their counter can tell (countedAttempts.ts), or prints they can be asked about (doubtfulDeliveries.ts).
 */
export async function devicesWithWork(store: Store): Promise<string[]> {
  const { rows } = await store.pool.query<{ id: string }>(
    `SELECT d.id FROM devices d
     WHERE NOT d.paused AND (d.next_attempt_at IS NULL OR d.next_attempt_at <= now())
       AND NOT EXISTS (SELECT 1 FROM site_agents a WHERE a.site_id = d.site_id AND a.revoked_at IS NULL)
       AND (EXISTS (
         SELECT 1 FROM deliveries v WHERE v.device_id = d.id AND v.channel = 'print' AND (
           v.state = 'pending' AND (v.next_attempt_at IS NULL OR v.next_attempt_at <= now())
           OR v.state = 'processing' AND v.lease_until < now() AND EXISTS (
             SELECT 1 FROM attempts a
             WHERE a.delivery_id = v.id AND a.finished_at IS NULL AND a.counter_before IS NOT NULL)))
       OR d.uri ~ '^ipps?:' AND EXISTS (
         SELECT 1 FROM deliveries v JOIN LATERAL (
           SELECT * FROM attempts WHERE delivery_id = v.id ORDER BY number DESC LIMIT 1) a ON true
         WHERE v.device_id = d.id AND v.channel = 'print' AND v.state = 'held' AND v.reason_code = $1
           AND a.outcome = 'unknown' AND a.asked_at IS NULL AND a.started_at > now() - interval '24 hours'))
     ORDER BY d.id`,
    [unknownOutcome],
  );
  return rows.map(({ id }) => id);
}

type ClaimedRow = Omit<ClaimedDelivery, 'renditions'>;

interface Wanted {
  readonly documentId: string;
  readonly format: RenditionFormat;
  readonly dpi: number | null;
}

function claimPicked(leaseMs: string): string {
  return `claimed AS (
      UPDATE deliveries v SET state = 'processing', fence = v.fence + 1,
        lease_until = now() + ${leaseMs} * interval '1 ms', updated_at = now()
      FROM picked WHERE v.id = picked.id RETURNING v.*
    )
    SELECT v.id, v.document_id AS "documentId", v.fence, v.attempts, v.channel, v.device_id AS "deviceId", v.destination,
      v.format, v.dpi, v.possible_duplicate AS "possibleDuplicate", s.email_from AS "senderEmail",
      json_build_object('number', d.number, 'type', d.type, 'recipientId', d.recipient_id, 'recipientName',
        d.recipient_name, 'locale', d.locale, 'senderId', d.sender_id) AS document
    FROM claimed v JOIN documents d ON d.id = v.document_id LEFT JOIN senders s ON s.id = d.sender_id
    ORDER BY v.priority, v.job_id, v.position, v.id`;
}

/** The PDF that an e-mail of this format carries. */
function attachedTo(format: RenditionFormat): RenditionFormat {
  return format === 'protected' ? 'protected' : 'pdf';
}

async function withRenditions(store: Store, claimed: readonly ClaimedRow[]): Promise<ClaimedDelivery[]> {
  const wanted = claimed.flatMap<Wanted>(({ documentId, channel, format, dpi }) => {
    if (channel === 'portal') return [];
    return channel === 'email'
      ? [
          { documentId, format: 'email', dpi: null },
          { documentId, format: attachedTo(format), dpi: null },
        ]
      : [{ documentId, format, dpi }];
  });
  const byDocument = new Map<string, { format: RenditionFormat; dpi: number | null; bytes: Buffer }[]>();
  if (wanted.length > 0) {
    const { rows } = await store.pool.query<Wanted & { bytes: Buffer }>(
      `SELECT r.document_id AS "documentId", r.format, r.dpi, b.bytes
       FROM (SELECT DISTINCT * FROM json_to_recordset($1::json) AS i("documentId" uuid, format text, dpi int)) i
       JOIN renditions r ON r.document_id = i."documentId" AND r.format = i.format AND r.dpi IS NOT DISTINCT FROM i.dpi
       JOIN blobs b USING (sha256)`,
      [JSON.stringify(wanted)],
    );
    for (const { documentId, ...rendition } of rows) {
      const list = byDocument.get(documentId);
      if (list) list.push(rendition);
      else byDocument.set(documentId, [rendition]);
    }
  }
  return claimed.map((row) => ({
    ...row,
    renditions: (byDocument.get(row.documentId) ?? []).filter(({ format, dpi }) =>
      row.channel === 'email'
        ? format === 'email' || format === attachedTo(row.format)
        : format === row.format && dpi === row.dpi,
    ),
  }));
}
