import { PostwerkError } from '../errors.ts';
import type { SiteStatus } from '../model/siteProtocol.ts';
import { hashOf, requireSite, withdrawEnrolments } from './agentEnrolments.ts';
import { inTransaction, type Queryable, type Store } from './db.ts';
import { unknownOutcome } from './finishDeliveries.ts';
import { settleDocuments } from './settle.ts';
import { giveUpSsccRanges } from './ssccRanges.ts';

/** An agent as headquarters knows it. */
export interface SiteAgent {
  readonly id: string;
  readonly siteId: string;
  readonly epoch: number;
  readonly applied: number;
}

/** `pwa_` and 256 random bits in base64url. */
const tokenShape = /^pwa_[\w-]{43}$/;

/** The agent with this token, read anew each time. Throws `site.revoked`, and `web.unauthorized` for no token of ours. */
export async function authenticateAgent(store: Store, token: string): Promise<SiteAgent> {
  const { rows } = tokenShape.test(token)
    ? await store.pool.query<SiteAgent & { revokedAt: Date | null }>(
        `SELECT id, site_id AS "siteId", epoch, applied, revoked_at AS "revokedAt" FROM site_agents
         WHERE token_hash = $1`,
        [hashOf(token)],
      )
    : { rows: [] };
  const found = rows[0];
  if (!found) throw new PostwerkError('web.unauthorized', 'The token of the site agent is not known.');
  const { revokedAt, ...agent } = found;
  if (revokedAt) {
    const when = revokedAt.toISOString();
    throw new PostwerkError('site.revoked', `The agent of site ${agent.siteId} was revoked at ${when}.`);
  }
  return agent;
}

/**
 * Notes that an agent has called, and shows its devices as it sees them. Whether one is paused is taken from the agent
 * only when it works with the latest bundle (`upToDate`): else a pause that was set here and is on its way would be
 * undone by what the agent does not know yet.
 */
export async function noteHeard(
  store: Store,
  agent: SiteAgent,
  about: { readonly version: string; readonly bundle: string | null; readonly status: SiteStatus },
  upToDate: boolean,
): Promise<void> {
  const { devices, ...status } = about.status;
  await store.pool.query(
    `WITH heard AS (
       UPDATE site_agents SET last_heard_at = now(), version = $2, bundle = $3, status = $4 WHERE id = $1
     ), seen AS (
       SELECT i.id, i.state, i.reason, i.reasons, CASE WHEN $7 THEN i.paused ELSE v.paused END AS paused
       FROM json_to_recordset($5::json) AS i(id text, state text, reason text, reasons text[], paused boolean)
       JOIN devices v ON v.id = i.id
     )
     UPDATE devices v SET state = seen.state, state_reason = seen.reason, state_reasons = seen.reasons,
       paused = seen.paused, state_since = CASE WHEN v.state = seen.state THEN v.state_since ELSE now() END
     FROM seen WHERE v.id = seen.id AND v.site_id = $6
       AND (v.state, v.state_reason, v.state_reasons, v.paused)
         IS DISTINCT FROM (seen.state, seen.reason, seen.reasons, seen.paused)`,
    [agent.id, about.version, about.bundle, JSON.stringify(status), JSON.stringify(devices), agent.siteId, upToDate],
  );
}

/**
 * A new epoch for an agent whose store is not the one that has reported to us: its reports count anew, and whatever
 * numbers it had leased are given up, because some may have been given out after the backup was made. What it had in
 * hand is held here as there; it may not even have it any more.
 */
export async function beginEpoch(store: Store, agent: SiteAgent, because: string): Promise<SiteAgent> {
  let documentIds: string[] = [];
  const begun = await inTransaction(store, async (client) => {
    const { rows } = await client.query<{ epoch: number }>(
      'UPDATE site_agents SET epoch = epoch + 1, applied = 0 WHERE id = $1 RETURNING epoch',
      [agent.id],
    );
    const givenUp = await giveUpSsccRanges(client, agent.siteId, because);
    await client.query(`INSERT INTO audit (actor, action, detail) VALUES ($1, 'site-restored', $2)`, [
      `site:${agent.siteId}`,
      `${because}: ${givenUp} leased ranges given up`,
    ]);
    const why = 'The agent was restored from a backup: look at the site whether this was printed.';
    documentIds = await holdUnreported(client, agent.id, 'site-restored', why);
    return { ...agent, epoch: rows[0]?.epoch ?? agent.epoch, applied: 0 };
  });
  await settleDocuments(store, documentIds);
  return begun;
}

/**
 * Ends an agent: its token is refused from now on, its leased numbers are given up, and its devices are headquarters'
 * again. What it had in hand and has not reported may have been printed: held as unknown. Codes that nobody has used are
 * withdrawn, also where there is no agent yet. Throws `site.unknown`, and `site.not-enrolled` when there is neither.
 */
export async function revokeAgent(store: Store, siteId: string, actor: string): Promise<{ readonly held: number }> {
  await requireSite(store, siteId);
  const documentIds = await inTransaction(store, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'UPDATE site_agents SET revoked_at = now() WHERE site_id = $1 AND revoked_at IS NULL RETURNING id',
      [siteId],
    );
    const id = rows[0]?.id;
    const withdrawn = await withdrawEnrolments(client, siteId);
    if (id === undefined && withdrawn > 0) {
      const action = `INSERT INTO audit (actor, action, detail) VALUES ($1, 'site-enrolment-withdrawn', $2)`;
      await client.query(action, [actor, siteId]);
      return [];
    }
    if (id === undefined) throw new PostwerkError('site.not-enrolled', `The site ${siteId} has no agent.`);
    await giveUpSsccRanges(client, siteId, 'the agent was revoked');
    await client.query(`INSERT INTO audit (actor, action, detail) VALUES ($1, 'site-revoked', $2)`, [actor, siteId]);
    await client.query(
      `UPDATE site_requests SET answered_at = now(), answer = 'The agent was revoked.'
       WHERE agent_id = $1 AND answered_at IS NULL`,
      [id],
    );
    const why = 'It was at the site when its agent was revoked: look there whether it was printed.';
    return holdUnreported(client, id, 'site-revoked', why);
  });
  await settleDocuments(store, documentIds);
  return { held: documentIds.length };
}

async function holdUnreported(db: Queryable, agentId: string, action: string, reason: string): Promise<string[]> {
  const { rows } = await db.query<{ documentId: string }>(
    `WITH mine AS (
       SELECT v.id FROM deliveries v JOIN site_deliveries s ON s.delivery_id = v.id
       WHERE s.agent_id = $1 AND v.state = 'processing' AND v.lease_until IS NULL ORDER BY v.id FOR UPDATE OF v
     ), held AS (
       UPDATE deliveries v SET state = 'held', fence = v.fence + 1, reason_code = $2, reason = $3, updated_at = now()
       FROM mine WHERE v.id = mine.id RETURNING v.*
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, reason_code,
         detail)
       SELECT 'system', $4, job_id, document_id, id, device_id, 'processing', state, $2, $3 FROM held
     )
     SELECT DISTINCT document_id AS "documentId" FROM held`,
    [agentId, unknownOutcome, reason, action],
  );
  return rows.map(({ documentId }) => documentId);
}

/** A site with its agent, if it has one. */
export interface SiteOverview {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly locale: string;
  /** When its last agent was revoked; null where none was, and while it has one. */
  readonly revokedAt: Date | null;
  readonly agent: {
    readonly id: string;
    readonly enrolledAt: Date;
    readonly lastHeardAt: Date | null;
    readonly version: string | null;
    readonly bundle: string | null;
    readonly epoch: number;
    /** What the agent last said: waiting, held, reports not yet confirmed, numbers left. */
    readonly status: Partial<Omit<SiteStatus, 'devices'>>;
    /** Deliveries in its hands of which no end has been reported. */
    readonly underway: number;
  } | null;
}

export async function listSites(store: Store): Promise<SiteOverview[]> {
  const { rows } = await store.pool.query<SiteOverview>(
    `SELECT s.id, s.name, s.country, s.locale,
       CASE WHEN a.id IS NULL THEN (SELECT max(r.revoked_at) FROM site_agents r WHERE r.site_id = s.id) END
         AS "revokedAt",
       CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'enrolledAt', a.enrolled_at,
         'lastHeardAt', a.last_heard_at, 'version', a.version, 'bundle', a.bundle, 'epoch', a.epoch,
         'status', a.status, 'underway', (
           SELECT count(*) FROM deliveries v JOIN devices d ON d.id = v.device_id
           WHERE d.site_id = s.id AND v.channel = 'print' AND v.state = 'processing')) END AS agent
     FROM sites s LEFT JOIN site_agents a ON a.site_id = s.id AND a.revoked_at IS NULL ORDER BY s.id`,
  );
  return rows.map((site) => ({ ...site, agent: site.agent === null ? null : withDates(site.agent) }));
}

function withDates(agent: NonNullable<SiteOverview['agent']>): NonNullable<SiteOverview['agent']> {
  const { enrolledAt, lastHeardAt } = agent;
  return {
    ...agent,
    enrolledAt: new Date(enrolledAt),
    lastHeardAt: lastHeardAt === null ? null : new Date(lastHeardAt),
  };
}
