import type { SiteRequest, TravellingDocument } from '../model/siteProtocol.ts';
import { documentsGoingDown } from './agentDocuments.ts';
import type { SiteAgent } from './agents.ts';
import type { Queryable, Store } from './db.ts';

/** Condition on `deliveries v`: an earlier place of its job and priority is not composed yet, so it must wait. */
const behindUncomposed = `EXISTS (
  SELECT 1 FROM documents d WHERE d.job_id = v.job_id AND d.priority = v.priority AND d.position < v.position
    AND d.composed_at IS NULL AND d.state IN ('pending', 'processing'))`;

/**
 * Those of the given sites for whose agent there is something to hear: work, a request, or that it was revoked. One
 * statement for all agents that wait at this server.
 */
export async function sitesWithWork(store: Store, siteIds: readonly string[]): Promise<string[]> {
  if (siteIds.length === 0) return [];
  const { rows } = await store.pool.query<{ id: string }>(
    `SELECT i.id FROM unnest($1::text[]) AS i(id) LEFT JOIN site_agents a ON a.site_id = i.id AND a.revoked_at IS NULL
     WHERE a.id IS NULL
       OR EXISTS (SELECT 1 FROM devices e JOIN deliveries v ON v.device_id = e.id
         WHERE e.site_id = a.site_id AND v.channel = 'print' AND v.state = 'pending' AND NOT ${behindUncomposed})
       OR EXISTS (SELECT 1 FROM site_requests r WHERE r.agent_id = a.id AND r.answered_at IS NULL)
       OR EXISTS (SELECT 1 FROM site_deliveries s WHERE s.agent_id = a.id AND s.arrived_at IS NULL)`,
    [siteIds],
  );
  return rows.map(({ id }) => id);
}

/** What the registry says for each of these sites, as a mark that changes with it. */
export async function registryMarks(store: Store, siteIds: readonly string[]): Promise<Map<string, string>> {
  if (siteIds.length === 0) return new Map();
  const { rows } = await store.pool.query<{ id: string; mark: string }>(
    `SELECT s.id, md5(s.name || s.country || s.locale || (SELECT coalesce(string_agg(concat_ws('|', d.id, d.name, d.uri,
         d.driver, d.dpi, d.media, d.label, d.defaults, d.paused, d.removed_at), ',' ORDER BY d.id), '')
       FROM devices d WHERE d.site_id = s.id)) AS mark
     FROM sites s WHERE s.id = ANY($1::text[])`,
    [siteIds],
  );
  return new Map(rows.map(({ id, mark }) => [id, mark]));
}

/**
 * Puts what waits for the site's devices into the agent's hands: `processing` without a lease, because only the agent
 * can say how it ends. What waits for a scan stays held and is given too. Gives how many.
 */
export async function giveDeliveries(store: Store, agent: SiteAgent, limit: number): Promise<number> {
  const { rowCount } = await store.pool.query(
    `WITH live AS (
       -- A revocation waits until this is committed and then finds it.
       SELECT id FROM site_agents WHERE id = $1 AND revoked_at IS NULL FOR SHARE
     ), candidates AS (
       (SELECT v.id FROM deliveries v JOIN devices e ON e.id = v.device_id
        WHERE e.site_id = $2 AND v.channel = 'print' AND v.state = 'pending' AND NOT ${behindUncomposed}
        ORDER BY v.priority, v.job_id, v.position, v.id LIMIT $3)
       UNION ALL
       (SELECT v.id FROM deliveries v JOIN devices e ON e.id = v.device_id
        WHERE e.site_id = $2 AND v.channel = 'print' AND v.state = 'held'
          AND v.reason_code = 'dispatch.waits-for-scan' AND NOT v.superseded
          AND NOT EXISTS (SELECT 1 FROM site_deliveries s WHERE s.delivery_id = v.id AND s.agent_id = $1) LIMIT $3)
     ), picked AS (
       SELECT v.id, v.state FROM deliveries v WHERE v.id IN (SELECT id FROM candidates) AND EXISTS (SELECT 1 FROM live)
         AND v.state IN ('pending', 'held') ORDER BY v.id FOR UPDATE OF v SKIP LOCKED
     ), moved AS (
       UPDATE deliveries v SET fence = v.fence + 1, lease_until = NULL, next_attempt_at = NULL, updated_at = now(),
         state = CASE WHEN p.state = 'pending' THEN 'processing'::state ELSE v.state END,
         reason_code = CASE WHEN p.state = 'pending' THEN NULL ELSE v.reason_code END,
         reason = CASE WHEN p.state = 'pending' THEN NULL ELSE v.reason END
       FROM picked p WHERE v.id = p.id
       RETURNING v.id, v.job_id, v.document_id, v.device_id, v.state, p.state AS from_state
     ), given AS (
       INSERT INTO site_deliveries (delivery_id, agent_id, generation) SELECT id, $1, 1 FROM moved ORDER BY id
       ON CONFLICT (delivery_id) DO UPDATE SET agent_id = excluded.agent_id, given_at = now(), arrived_at = NULL,
         generation = site_deliveries.generation + 1
     )
     INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, detail)
     SELECT 'system', 'given-to-site', job_id, document_id, id, device_id, from_state, state, $2 FROM moved`,
    [agent.id, agent.siteId, limit],
  );
  return rowCount ?? 0;
}

/** What is on its way to the agent, most urgent first, as long as its bytes stay below `maxBytes` (one goes always). */
export async function deliveriesUnderway(
  store: Store,
  agent: SiteAgent,
  limit: number,
  maxBytes: number,
): Promise<TravellingDocument[]> {
  const { rows } = await store.pool.query<{ id: string }>(
    `SELECT v.id FROM site_deliveries s JOIN deliveries v ON v.id = s.delivery_id
     WHERE s.agent_id = $1 AND s.arrived_at IS NULL AND v.state IN ('processing', 'held')
     ORDER BY v.priority, v.job_id, v.position, v.id LIMIT $2`,
    [agent.id, limit],
  );
  if (rows.length === 0) return [];
  const documents = await documentsGoingDown(
    store.pool,
    rows.map(({ id }) => id),
  );
  let bytes = 0;
  return documents.filter(({ renditions }, at) => {
    bytes += renditions.reduce((sum, { size }) => sum + size, 0);
    return at === 0 || bytes <= maxBytes;
  });
}

/** The agent has these in its store. */
export async function noteArrived(
  store: Store,
  agent: SiteAgent,
  arrived: readonly { readonly id: string; readonly generation: number }[],
): Promise<void> {
  if (arrived.length === 0) return;
  await store.pool.query(
    `UPDATE site_deliveries s SET arrived_at = now()
     FROM json_to_recordset($2::json) AS i(id uuid, generation bigint)
     WHERE s.delivery_id = i.id AND s.agent_id = $1 AND s.generation = i.generation AND s.arrived_at IS NULL`,
    [agent.id, JSON.stringify(arrived)],
  );
}

export async function openRequests(store: Store, agent: SiteAgent): Promise<SiteRequest[]> {
  const { rows } = await store.pool.query<SiteRequest>(
    `SELECT id, delivery_id AS "deliveryId", action, actor, reason FROM site_requests
     WHERE agent_id = $1 AND answered_at IS NULL ORDER BY id LIMIT 500`,
    [agent.id],
  );
  return rows;
}

/** Takes down what the agent answered; a refusal stands in the history of the document with its reason. */
export async function noteAnswers(
  store: Store,
  agent: SiteAgent,
  answers: readonly { readonly id: number; readonly answer: string }[],
): Promise<void> {
  if (answers.length === 0) return;
  await store.pool.query(
    `WITH answered AS (
       UPDATE site_requests r SET answered_at = now(), answer = i.answer
       FROM json_to_recordset($2::json) AS i(id bigint, answer text)
       WHERE r.id = i.id AND r.agent_id = $1 AND r.answered_at IS NULL RETURNING r.*
     )
     INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, detail)
     SELECT $3, a.action || '-refused', v.job_id, v.document_id, v.id, v.device_id, a.answer
     FROM answered a JOIN deliveries v ON v.id = a.delivery_id WHERE a.answer <> 'done'`,
    [agent.id, JSON.stringify(answers), `site:${agent.siteId}`],
  );
}

/**
 * Asks the agents that have deliveries of this document in hand to hold or cancel them: only they know whether it can
 * still be done. Gives how many were asked about.
 */
export async function askAgents(
  db: Queryable,
  documentId: string,
  action: 'hold' | 'cancel',
  actor: string,
  reason: string | null,
): Promise<number> {
  const { rowCount } = await db.query(
    `WITH asked AS (
       INSERT INTO site_requests (agent_id, delivery_id, action, actor, reason)
       SELECT s.agent_id, v.id, $2, $3, $4 FROM deliveries v JOIN site_deliveries s ON s.delivery_id = v.id
         JOIN site_agents a ON a.id = s.agent_id AND a.revoked_at IS NULL
       WHERE v.document_id = $1 AND NOT v.superseded AND v.state = 'processing' AND v.lease_until IS NULL
       RETURNING delivery_id, agent_id
     )
     INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, detail)
     SELECT $3, $2 || '-asked', v.job_id, v.document_id, v.id, v.device_id, 'asked at site ' || a.site_id
     FROM asked k JOIN deliveries v ON v.id = k.delivery_id JOIN site_agents a ON a.id = k.agent_id`,
    [documentId, action, actor, reason],
  );
  return rowCount ?? 0;
}

/** After an action at headquarters moved deliveries of which an agent has a copy: the copy follows. */
export async function tellAgents(
  db: Queryable,
  deliveryIds: readonly string[],
  action: 'hold' | 'cancel',
  actor: string,
  reason: string | null,
): Promise<void> {
  if (deliveryIds.length === 0) return;
  await db.query(
    `INSERT INTO site_requests (agent_id, delivery_id, action, actor, reason)
     SELECT s.agent_id, s.delivery_id, $2, $3, $4 FROM site_deliveries s
       JOIN site_agents a ON a.id = s.agent_id AND a.revoked_at IS NULL WHERE s.delivery_id = ANY($1::uuid[])`,
    [deliveryIds, action, actor, reason],
  );
}
