import type { SiteRequest, TravellingDocument } from '../model/siteProtocol.ts';
import { insertTravelling, keepBlobs } from './agentDocuments.ts';
import { inTransaction, type Queryable, type Store } from './db.ts';
import { settleDocuments } from './settle.ts';

/**
 * Agent: takes deliveries that headquarters has given into the own queue, with their documents and bytes, in one
 * transaction. What was taken before in the same or a later generation is left alone; a delivery that headquarters has
 * released anew waits again, unless it was printed here meanwhile. Gives the devices that have something to do.
 */
export async function importDeliveries(
  store: Store,
  documents: readonly TravellingDocument[],
  blobs: ReadonlyMap<string, Uint8Array>,
): Promise<string[]> {
  if (documents.length === 0) return [];
  const devices = await inTransaction(store, async (client) => {
    await keepBlobs(client, blobs);
    await insertTravelling(client, documents);
    return takeIn(client, documents);
  });
  await settleDocuments(
    store,
    documents.map(({ id }) => id),
  );
  return devices;
}

async function takeIn(db: Queryable, documents: readonly TravellingDocument[]): Promise<string[]> {
  const rows = documents.flatMap(({ id, deliveries }) =>
    deliveries.map((delivery) => ({
      ...delivery,
      documentId: id,
      // In our hands it waits for its place in the output queue; only what waits for a scan comes as held.
      state: delivery.state === 'held' ? 'held' : 'pending',
    })),
  );
  const { rows: changed } = await db.query<{ deviceId: string }>(
    `WITH given AS (
       SELECT i.* FROM json_to_recordset($1::json) AS i(id uuid, "documentId" uuid, generation bigint, "deviceId" text,
         destination text, format text, dpi int, priority smallint, position int, state state, "reasonCode" text,
         reason text, "possibleDuplicate" boolean, "createdAt" timestamptz)
       LEFT JOIN site_deliveries s ON s.delivery_id = i.id
       WHERE s.generation IS NULL OR s.generation < i.generation
     ), composed AS (
       -- Made here and held before it was composed, it was released and composed at headquarters.
       UPDATE documents d SET composed_at = now(), state = 'processing', reason_code = NULL, reason = NULL,
         fence = d.fence + 1, updated_at = now()
       WHERE d.id IN (SELECT "documentId" FROM given) AND d.composed_at IS NULL AND d.state = 'held'
     ), before AS (
       SELECT v.id, v.state FROM deliveries v JOIN given USING (id) ORDER BY v.id FOR UPDATE OF v
     ), taken AS (
       INSERT INTO deliveries (id, document_id, channel, device_id, destination, format, dpi, priority, job_id, position,
         state, reason_code, reason, possible_duplicate, created_at)
       SELECT g.id, d.id, 'print', g."deviceId", g.destination, g.format, g.dpi, g.priority, d.job_id, g.position,
         g.state, g."reasonCode", g.reason, g."possibleDuplicate", g."createdAt"
       FROM given g JOIN documents d ON d.id = g."documentId" ORDER BY g.id
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, reason_code = excluded.reason_code,
         reason = excluded.reason, device_id = excluded.device_id, destination = excluded.destination,
         format = excluded.format, dpi = excluded.dpi, next_attempt_at = NULL, updated_at = now(),
         possible_duplicate = deliveries.possible_duplicate OR excluded.possible_duplicate
       WHERE deliveries.state IN ('held', 'canceled', 'aborted')
       RETURNING id, job_id, document_id, device_id, state
     ), noted AS (
       INSERT INTO site_deliveries (delivery_id, generation, arrived_at) SELECT id, generation, now() FROM given
       ON CONFLICT (delivery_id) DO UPDATE SET generation = excluded.generation, arrived_at = excluded.arrived_at
     ), audited AS (
       -- Also of what stays as it is: headquarters then hears where it stands.
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state)
       SELECT 'system', 'arrived-at-site', d.job_id, d.id, g.id, g."deviceId", b.state, coalesce(t.state, b.state)
       FROM given g JOIN documents d ON d.id = g."documentId" LEFT JOIN before b ON b.id = g.id
         LEFT JOIN taken t ON t.id = g.id
     )
     SELECT DISTINCT device_id AS "deviceId" FROM taken WHERE state = 'pending'`,
    [JSON.stringify(rows)],
  );
  return changed.map(({ deviceId }) => deviceId);
}

/**
 * Agent: holds or cancels a delivery because headquarters asks. Gives `done`, or in a sentence why not: what is being
 * printed or was printed cannot be taken back.
 */
export async function obeyRequest(store: Store, request: SiteRequest): Promise<string> {
  const to = request.action === 'cancel' ? 'canceled' : 'held';
  const from = request.action === 'cancel' ? ['pending', 'stopped', 'held'] : ['pending', 'stopped'];
  const code = request.action === 'cancel' ? 'canceled-by-operator' : 'held-by-operator';
  const { rows } = await store.pool.query<{ state: string; document_id: string; moved: boolean }>(
    `WITH mine AS (
       SELECT id, state, document_id FROM deliveries WHERE id = $1 FOR UPDATE
     ), moved AS (
       UPDATE deliveries v SET state = $2, fence = v.fence + 1, lease_until = NULL, next_attempt_at = NULL,
         reason_code = $4, reason = $5, updated_at = now()
       FROM mine WHERE v.id = mine.id AND mine.state = ANY($3::state[])
       RETURNING v.id, v.job_id, v.document_id, v.device_id, mine.state AS from_state
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, reason_code,
         detail)
       SELECT $6, $2, job_id, document_id, id, device_id, from_state, $2::state, $4, $5 FROM moved
     )
     SELECT mine.state, mine.document_id, EXISTS (SELECT 1 FROM moved) AS moved FROM mine`,
    [request.deliveryId, to, from, code, request.reason ?? 'Asked by headquarters.', request.actor],
  );
  const found = rows[0];
  if (!found) return 'The site does not have it.';
  if (found.moved) await settleDocuments(store, [found.document_id]);
  if (found.moved || found.state === to) return 'done';
  if (found.state === 'processing') return 'It is being printed.';
  return found.state === 'completed' ? 'It was printed.' : `It is ${found.state} at the site.`;
}
