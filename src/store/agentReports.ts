import { PostwerkError } from '../errors.ts';
import type { SiteEvent, SiteReport, TravellingDelivery, TravellingDocument } from '../model/siteProtocol.ts';
import { insertTravelling, keepBlobs } from './agentDocuments.ts';
import type { SiteAgent } from './agents.ts';
import { inTransaction, type Queryable, type Store } from './db.ts';
import { settleDocuments } from './settle.ts';
import { applyReportedSsccs, type ReportedSscc } from './ssccNumbers.ts';

/**
 * Headquarters: takes over what an agent reports, in the order of its numbers, each once. What was applied before is
 * passed over, so a report may be sent as often as it takes. Gives the last number applied and the documents that are
 * missing here or lack bytes. Throws `site.out-of-step` for another epoch or a gap; nothing is applied then.
 */
export async function applyReport(
  store: Store,
  agent: SiteAgent,
  report: SiteReport<ReportedSscc>,
  blobs: ReadonlyMap<string, Uint8Array>,
): Promise<{ readonly applied: number; readonly wanted: readonly string[] }> {
  const { applied, touched } = await inTransaction(store, async (client) => {
    const { rows } = await client.query<{ epoch: number; applied: number }>(
      'SELECT epoch, applied FROM site_agents WHERE id = $1 AND revoked_at IS NULL FOR UPDATE',
      [agent.id],
    );
    const known = rows[0];
    if (known?.epoch !== report.epoch) {
      throw new PostwerkError('site.out-of-step', `The report is of epoch ${report.epoch}, not ${known?.epoch}.`);
    }
    const fresh = report.events.filter(({ seq }) => seq > known.applied);
    const first = fresh[0]?.seq ?? known.applied + 1;
    if (first !== known.applied + 1) {
      throw new PostwerkError('site.out-of-step', `Report ${first} came; ${known.applied + 1} is missing.`);
    }
    // A report that was applied before may carry states that are older than what was done here since.
    const named = new Set(fresh.map(({ documentId }) => documentId));
    const whole = report.documents.filter(({ message }) => message !== null);
    const moved = report.documents.filter(({ id }) => named.has(id));
    await keepBlobs(client, blobs);
    await insertTravelling(
      client,
      whole.filter(isSettledEnough).map((one) => atSite(one, agent)),
    );
    await applyDeliveries(client, agent, moved, new Set(whole.map(({ id }) => id)));
    await correctSite(client, agent, moved);
    await applyAttempts(client, agent, moved);
    await applyEnds(client, agent, moved);
    await insertEvents(client, agent, fresh);
    const last = fresh.at(-1)?.seq ?? known.applied;
    await client.query('UPDATE site_agents SET applied = $2, last_heard_at = now() WHERE id = $1', [agent.id, last]);
    return { applied: last, touched: moved.map(({ id }) => id) };
  });
  await applyReportedSsccs(store, agent.siteId, report.numbers);
  await settleDocuments(store, touched);
  return { applied, wanted: await missing(store, report.documents) };
}

/** A document that the site has still to compose is not headquarters' to compose: it comes when it is. */
function isSettledEnough({ document }: TravellingDocument): boolean {
  return document.composed || (document.state !== 'pending' && document.state !== 'processing');
}

/** An agent speaks for its own site only. */
function atSite(one: TravellingDocument, { siteId }: SiteAgent): TravellingDocument {
  return { ...one, recipient: null, document: { ...one.document, siteId } };
}

/** A delivery that waits or is printed at the site is `processing` here. */
function stateHere({ state }: TravellingDelivery): TravellingDelivery['state'] {
  return state === 'pending' || state === 'stopped' ? 'processing' : state;
}

/**
 * Brings deliveries to where the site has them: only those in this agent's hands, and new ones of documents that are
 * (a reprint) or were made there, on the site's own devices.
 */
async function applyDeliveries(
  db: Queryable,
  agent: SiteAgent,
  documents: readonly TravellingDocument[],
  madeThere: ReadonlySet<string>,
): Promise<void> {
  const rows = documents.flatMap(({ id, deliveries }) =>
    deliveries.map((delivery) => ({
      ...delivery,
      documentId: id,
      state: stateHere(delivery),
      madeThere: madeThere.has(id),
    })),
  );
  if (rows.length === 0) return;
  await db.query(
    `WITH given AS (
       SELECT * FROM json_to_recordset($2::json) AS i(id uuid, "documentId" uuid, "madeThere" boolean, "deviceId" text,
         destination text, format text, dpi int, priority smallint, position int, state state, "reasonCode" text,
         reason text, evidence evidence, "possibleDuplicate" boolean, superseded boolean, attempts int,
         "createdAt" timestamptz)
     ), made AS (
       INSERT INTO deliveries (id, document_id, channel, device_id, destination, format, dpi, priority, job_id, position,
         state, reason_code, reason, evidence, possible_duplicate, superseded, attempts, created_at)
       SELECT g.id, d.id, 'print', g."deviceId", g.destination, g.format, g.dpi, g.priority, d.job_id, g.position,
         g.state, g."reasonCode", g.reason, g.evidence, g."possibleDuplicate", g.superseded, g.attempts, g."createdAt"
       FROM given g JOIN documents d ON d.id = g."documentId" JOIN devices e ON e.id = g."deviceId" AND e.site_id = $3
       WHERE g."madeThere" OR EXISTS (SELECT 1 FROM deliveries v JOIN site_deliveries s ON s.delivery_id = v.id
         WHERE v.document_id = d.id AND s.agent_id = $1)
       ORDER BY g.id ON CONFLICT (id) DO NOTHING RETURNING id
     ), in_hand AS (
       INSERT INTO site_deliveries (delivery_id, agent_id, generation, arrived_at)
       SELECT id, $1, 0, now() FROM made ON CONFLICT DO NOTHING
     ), mine AS (
       SELECT v.id FROM deliveries v JOIN site_deliveries s ON s.delivery_id = v.id AND s.agent_id = $1
       WHERE v.id IN (SELECT id FROM given) ORDER BY v.id FOR UPDATE OF v
     )
     UPDATE deliveries v SET state = g.state, reason_code = g."reasonCode", reason = g.reason,
       evidence = coalesce(g.evidence, v.evidence), possible_duplicate = v.possible_duplicate OR g."possibleDuplicate",
       superseded = v.superseded OR g.superseded, attempts = greatest(v.attempts, g.attempts), updated_at = now()
     FROM given g, mine WHERE v.id = g.id AND mine.id = g.id
       -- What was printed stays printed.
       AND NOT (v.state = 'completed' AND g.state <> 'completed')
       -- Released here meanwhile, it is on its way down again: only an end at the site counts.
       AND NOT (v.state = 'pending' AND g.state IN ('held', 'processing'))
       -- Canceled here and not printed there: it stays so.
       AND NOT (v.state IN ('canceled', 'aborted') AND g.state IN ('held', 'processing'))`,
    [agent.id, JSON.stringify(rows), agent.siteId],
  );
}

/** A restored agent still has open what is over here: it is asked to cancel it, so that nobody prints it again. */
async function correctSite(db: Queryable, agent: SiteAgent, documents: readonly TravellingDocument[]): Promise<void> {
  const open = documents.flatMap(({ deliveries }) =>
    deliveries.filter((delivery) => ['held', 'processing'].includes(stateHere(delivery))).map(({ id }) => id),
  );
  if (open.length === 0) return;
  await db.query(
    `INSERT INTO site_requests (agent_id, delivery_id, action, actor, reason)
     SELECT s.agent_id, v.id, 'cancel', 'system', 'Headquarters knows that it is ' || v.state || '.'
     FROM deliveries v JOIN site_deliveries s ON s.delivery_id = v.id AND s.agent_id = $1
     WHERE v.id = ANY($2::uuid[]) AND v.state IN ('completed', 'canceled', 'aborted')
       AND NOT EXISTS (SELECT 1 FROM site_requests r WHERE r.delivery_id = v.id AND r.answered_at IS NULL)`,
    [agent.id, open],
  );
}

async function applyAttempts(db: Queryable, agent: SiteAgent, documents: readonly TravellingDocument[]): Promise<void> {
  const attempts = documents.flatMap(({ attempts: own }) => own);
  if (attempts.length === 0) return;
  await db.query(
    `INSERT INTO attempts (id, delivery_id, number, started_at, finished_at, outcome, code, detail)
     SELECT i.id, i."deliveryId", i.number, i."startedAt", i."finishedAt", i.outcome, i.code, i.detail
     FROM json_to_recordset($2::json) AS i(id uuid, "deliveryId" uuid, number int, "startedAt" timestamptz,
       "finishedAt" timestamptz, outcome text, code text, detail text)
     JOIN site_deliveries s ON s.delivery_id = i."deliveryId" AND s.agent_id = $1
     ORDER BY i.id ON CONFLICT (id) DO UPDATE SET finished_at = excluded.finished_at, outcome = excluded.outcome,
       code = excluded.code, detail = excluded.detail`,
    [agent.id, JSON.stringify(attempts)],
  );
}

/** Documents made at the site that came to an end before they were composed, or went on from there. */
async function applyEnds(db: Queryable, agent: SiteAgent, documents: readonly TravellingDocument[]): Promise<void> {
  const rows = documents.filter((one) => one.message !== null).map(({ id, document }) => ({ id, ...document }));
  if (rows.length === 0) return;
  await db.query(
    `UPDATE documents d SET updated_at = now(), locale = coalesce(i.locale, d.locale),
       composed_at = CASE WHEN i.composed THEN coalesce(d.composed_at, now()) END,
       state = CASE WHEN i.composed THEN d.state ELSE i.state END,
       reason_code = i."reasonCode", reason = i.reason
     FROM json_to_recordset($1::json) AS i(id uuid, composed boolean, state state, locale text, "reasonCode" text,
       reason text)
     WHERE d.id = i.id AND d.site_id = $2 AND d.composed_at IS NULL
       AND (i.composed OR i.state NOT IN ('pending', 'processing'))`,
    [JSON.stringify(rows), agent.siteId],
  );
}

async function insertEvents(db: Queryable, agent: SiteAgent, events: readonly SiteEvent[]): Promise<void> {
  if (events.length === 0) return;
  const site = `site:${agent.siteId}`;
  const rows = events.map(({ actor, ...event }) => ({
    ...event,
    actor: actor === 'system' ? site : `${site} ${actor}`,
  }));
  await db.query(
    `INSERT INTO audit (at, actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state,
       reason_code, detail)
     SELECT i.at, i.actor, i.action, i."jobId", i."documentId", i."deliveryId", i."deviceId", i."fromState",
       i."toState", i."reasonCode", i.detail
     FROM json_to_recordset($1::json) AS i(seq bigint, at timestamptz, actor text, action text, "jobId" uuid,
       "documentId" uuid, "deliveryId" uuid, "deviceId" text, "fromState" state, "toState" state, "reasonCode" text,
       detail text) ORDER BY i.seq`,
    [JSON.stringify(rows)],
  );
}

/** Of the documents made at the site: those that are not here or lack a rendition. */
async function missing(store: Store, documents: readonly TravellingDocument[]): Promise<string[]> {
  const made = documents.filter((one) => one.message !== null && isSettledEnough(one));
  if (made.length === 0) return [];
  const wanted = made.map(({ id, renditions }) => ({ id, renditions: renditions.length }));
  const { rows } = await store.pool.query<{ id: string }>(
    `SELECT i.id FROM json_to_recordset($1::json) AS i(id uuid, renditions int)
     WHERE (SELECT count(*) FROM renditions r WHERE r.document_id = i.id AND r.format <> 'proof') < i.renditions
       OR NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = i.id)`,
    [JSON.stringify(wanted)],
  );
  return rows.map(({ id }) => id);
}
