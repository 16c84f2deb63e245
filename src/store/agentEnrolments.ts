import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { PostwerkError } from '../errors.ts';
import { inTransaction, type Queryable, type Store } from './db.ts';

/** Crockford's base 32: no letter that looks like a digit; `O` is read as 0, `I` and `L` as 1. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface Enrolment {
  /** Shown this once; good for one agent. */
  readonly code: string;
  readonly siteId: string;
  readonly expiresAt: Date;
}

/**
 * A one-time code by which a box at the site becomes its agent. Throws `site.unknown`, and `site.already-enrolled` while
 * the site has an agent.
 */
export async function createEnrolment(
  store: Store,
  siteId: string,
  actor: string,
  validMs = 60 * 60_000,
): Promise<Enrolment> {
  await requireSite(store, siteId);
  const { rows: agents } = await store.pool.query<{ id: string }>(
    'SELECT id FROM site_agents WHERE site_id = $1 AND revoked_at IS NULL',
    [siteId],
  );
  if (agents.length > 0) throw alreadyEnrolled(siteId);
  // 16 letters: 80 random bits.
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('');
  const code = letters.replace(/(.{4})(?=.)/gu, '$1-');
  const expiresAt = new Date(Date.now() + validMs);
  await store.pool.query(
    `WITH made AS (
       INSERT INTO site_enrolments (id, site_id, code_hash, created_by, expires_at) VALUES ($1, $2, $3, $4, $5)
     )
     INSERT INTO audit (actor, action, detail) VALUES ($4, 'site-enrolment-created', $2)`,
    [uuid(), siteId, hashOf(letters), actor, expiresAt],
  );
  return { code, siteId, expiresAt };
}

export interface EnrolledAgent {
  readonly agentId: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly epoch: number;
  /** Shown this once; only its hash is stored. */
  readonly token: string;
}

/** Makes the codes of a site worthless that nobody has used yet. */
export async function withdrawEnrolments(db: Queryable, siteId: string): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE site_enrolments SET expires_at = '-infinity' WHERE site_id = $1 AND used_at IS NULL AND expires_at > now()`,
    [siteId],
  );
  return rowCount ?? 0;
}

/**
 * Turns a code into an agent's token. Throws `site.code-refused` for a code that is unknown, used, too old or withdrawn,
 * and `site.already-enrolled` when another box was faster.
 */
export async function redeemEnrolment(store: Store, code: string): Promise<EnrolledAgent> {
  const token = `pwa_${randomBytes(32).toString('base64url')}`;
  return inTransaction(store, async (client) => {
    const { rows } = await client.query<EnrolmentRow>(
      `SELECT e.site_id, s.name, e.used_at, e.expires_at < now() AS late,
         nullif(e.expires_at, '-infinity') AS good_until
       FROM site_enrolments e JOIN sites s ON s.id = e.site_id WHERE e.code_hash = $1 FOR UPDATE OF e`,
      [hashOf(lettersOf(code))],
    );
    const found = rows[0];
    const refusal = found ? refusalOf(found) : 'Headquarters has made no such code; compare it letter by letter.';
    if (!found || refusal !== null) throw new PostwerkError('site.code-refused', refusal ?? '');
    const agentId = uuid();
    const { rowCount } = await client.query(
      `INSERT INTO site_agents (id, site_id, token_hash) VALUES ($1, $2, $3)
       ON CONFLICT (site_id) WHERE revoked_at IS NULL DO NOTHING`,
      [agentId, found.site_id, hashOf(token)],
    );
    if (rowCount === 0) throw alreadyEnrolled(found.site_id);
    await client.query('UPDATE site_enrolments SET used_at = now() WHERE code_hash = $1', [hashOf(lettersOf(code))]);
    await client.query(`INSERT INTO audit (actor, action, detail) VALUES ($1, 'site-enrolled', $2)`, [
      `site:${found.site_id}`,
      agentId,
    ]);
    return { agentId, siteId: found.site_id, siteName: found.name, epoch: 1, token };
  });
}

interface EnrolmentRow {
  readonly site_id: string;
  readonly name: string;
  readonly used_at: Date | null;
  readonly late: boolean;
  /** Null where it was withdrawn. */
  readonly good_until: Date | null;
}

function refusalOf({ site_id: site, used_at: used, late, good_until: until }: EnrolmentRow): string | null {
  if (used !== null) return `The code was used for site ${site} at ${minute(used)}; each is good for one agent.`;
  if (until === null) return `The code was withdrawn when the agent of site ${site} was revoked.`;
  return late ? `The code for site ${site} was good until ${minute(until)}.` : null;
}

function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** As a person may have typed it. */
function lettersOf(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/gu, '').replaceAll('O', '0').replaceAll(/[IL]/gu, '1');
}

/** Throws `site.unknown`, naming those there are. */
export async function requireSite(store: Store, siteId: string): Promise<void> {
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM sites ORDER BY id LIMIT 200');
  if (rows.some(({ id }) => id === siteId)) return;
  const known = rows.map(({ id }) => id).join(', ') || 'none';
  throw new PostwerkError('site.unknown', `"${siteId}" is not among the sites: ${known}.`);
}

function alreadyEnrolled(siteId: string): PostwerkError {
  return new PostwerkError('site.already-enrolled', `The site ${siteId} has an agent.`);
}

export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
