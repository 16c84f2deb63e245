import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { DeliveryRequest } from '../model/job.ts';
import type { Channel, State } from '../model/states.ts';
import { askAgents, tellAgents } from './agentWork.ts';
import { inTransaction, type Store } from './db.ts';
import { stopWaitingForCounter } from './countedAttempts.ts';
import { unknownOutcome } from './finishDeliveries.ts';
import { refreshJobs } from './jobState.ts';
import { latestTargets, requestedTarget } from './resendTargets.ts';
import { settleWithin } from './settle.ts';

/** What a person or program asked for. When it changed something: what is runnable now, for the queue's hints. */
export type ActionResult =
  | {
      readonly changed: true;
      readonly priority: number;
      /** Nothing was changed here: the agent of a site that has it in hand was asked. */
      readonly asked?: boolean;
      /** To compose. */
      readonly documentIds: readonly string[];
      /** To send by e-mail or portal. */
      readonly deliveryIds: readonly string[];
      /** To drain. */
      readonly deviceIds: readonly string[];
    }
  | { readonly changed: false; readonly code: ActionRefusal; readonly reason: string };

export type ActionRefusal = 'not-found' | 'wrong-state' | 'no-rendition' | 'no-destination';

interface LockedDocument {
  readonly id: string;
  readonly job_id: string;
  readonly position: number;
  readonly priority: number;
  readonly state: State;
  readonly composed: boolean;
  readonly recipient_id: string | null;
}

interface MovedDelivery {
  readonly id: string;
  readonly channel: Channel;
  readonly device_id: string | null;
}

/** Holds what has not left yet: a document still to be composed, or its deliveries that wait. */
export async function holdDocument(store: Store, id: string, actor: string, reason?: string): Promise<ActionResult> {
  const why = reason ?? 'Held by a person.';
  return act(store, id, async (client, document) => {
    if (!document.composed) {
      if (document.state !== 'pending' && document.state !== 'processing') return wrongState('held', document);
      await moveDocument(client, document, {
        to: 'held',
        actor,
        action: 'held',
        code: 'held-by-operator',
        detail: why,
      });
      return runnable(document);
    }
    const waited = await stopWaitingForCounter(client, document.id, actor);
    const moved = await moveDeliveries(client, document, {
      from: ['pending', 'stopped'],
      to: 'held',
      actor,
      action: 'held',
      code: 'held-by-operator',
      detail: why,
    });
    const asked = await askAgents(client, id, 'hold', actor, why);
    if (moved.length === 0 && asked > 0) return { ...runnable(document), asked: true };
    return moved.length + waited > 0 ? runnable(document) : wrongState('held', document);
  });
}

/**
 * Lets a held document go on where it stopped: composing, or its held deliveries. One that was held because nobody
 * knows how its attempt ended is marked as a possible duplicate before it goes out again.
 */
export async function releaseDocument(store: Store, id: string, actor: string): Promise<ActionResult> {
  return act(store, id, async (client, document) => {
    if (document.state !== 'held') return wrongState('released', document);
    if (!document.composed) {
      await moveDocument(client, document, { to: 'pending', actor, action: 'released', code: null, detail: null });
      // What did not pass is composed anew: its picture shows what no longer is.
      await client.query("DELETE FROM renditions WHERE document_id = $1 AND format = 'proof'", [document.id]);
      return { ...runnable(document), documentIds: [document.id] };
    }
    const moved = await moveDeliveries(client, document, {
      from: ['held'],
      to: 'pending',
      actor,
      action: 'released',
      code: null,
      detail: null,
    });
    if (moved.length > 0) return runnable(document, moved);
    return { changed: false, code: 'wrong-state', reason: 'Nothing of the document waits for release; resend it.' };
  });
}

/** Ends for good whatever is not final or is held; a delivery that is under way right now runs to its end. */
export async function cancelDocument(store: Store, id: string, actor: string, reason?: string): Promise<ActionResult> {
  const detail = reason ?? 'Canceled by a person.';
  return act(store, id, async (client, document) => {
    const move = { to: 'canceled', actor, action: 'canceled', code: 'canceled-by-operator', detail } as const;
    if (!document.composed) {
      if (!['pending', 'processing', 'stopped', 'held'].includes(document.state))
        return wrongState('canceled', document);
      await moveDocument(client, document, move);
      return runnable(document);
    }
    await stopWaitingForCounter(client, document.id, actor);
    const moved = await moveDeliveries(client, document, { from: ['pending', 'stopped', 'held'], ...move });
    const asked = await askAgents(client, id, 'cancel', actor, detail);
    if (moved.length === 0 && asked > 0) return { ...runnable(document), asked: true };
    return moved.length > 0 ? runnable(document) : wrongState('canceled', document);
  });
}

/**
 * Sends the stored bytes once more as new deliveries: to `request`, or to where the latest deliveries went. Deliveries
 * that failed before no longer count for the document's state. Only when nothing of the document is on its way.
 */
export async function resendDocument(
  store: Store,
  id: string,
  actor: string,
  request?: DeliveryRequest,
): Promise<ActionResult> {
  return act(store, id, async (client, document) => {
    if (!document.composed) {
      return {
        changed: false,
        code: 'no-rendition',
        reason: 'The document was never composed: there are no bytes to send.',
      };
    }
    if (!['completed', 'held', 'aborted'].includes(document.state)) return wrongState('resent', document);
    const targets = request
      ? await requestedTarget(client, document.id, document.recipient_id, request)
      : await latestTargets(client, document.id);
    if (targets.length === 0) {
      const reason = 'There is no destination: name a channel with its device or address.';
      return { changed: false, code: 'no-destination', reason };
    }
    const { rows: have } = await client.query<{ format: string; dpi: number | null }>(
      'SELECT format, dpi FROM renditions WHERE document_id = $1',
      [document.id],
    );
    const missing = targets.find(
      ({ format, dpi }) => !have.some((rendition) => rendition.format === format && rendition.dpi === dpi),
    );
    if (missing) {
      const form = missing.dpi === null ? missing.format : `${missing.format} at ${missing.dpi} dpi`;
      const reason = `The document has no rendition in format ${form} for ${missing.channel}.`;
      return { changed: false, code: 'no-rendition', reason };
    }
    // A held delivery must not come back by a later release: the resend takes its place.
    await moveDeliveries(client, document, {
      from: ['held'],
      to: 'canceled',
      actor,
      action: 'superseded',
      code: 'superseded',
      detail: 'A resend took its place.',
    });
    await client.query(
      `UPDATE deliveries SET superseded = true WHERE document_id = $1 AND state IN ('canceled', 'aborted')`,
      [document.id],
    );
    const created = targets.map((target) => ({ id: uuid(), ...target }));
    await client.query(
      `WITH created AS (
         INSERT INTO deliveries (id, document_id, channel, device_id, destination, format, dpi, priority, job_id,
           position)
         SELECT t.id, $2, t.channel, t.device_id, t.destination, t.format, t.dpi, $3, $4, $5
         FROM json_to_recordset($1::json) AS t(id uuid, channel channel, device_id text, destination text, format text,
           dpi int)
         RETURNING *
       )
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, to_state, detail)
       SELECT $6, 'resent', job_id, document_id, id, device_id, 'pending', channel || ' to ' || destination FROM created`,
      [JSON.stringify(created), document.id, document.priority, document.job_id, document.position, actor],
    );
    return runnable(document, created);
  });
}

/** Locks the document, acts and settles it in one transaction, then brings its job to the state that follows. */
async function act(
  store: Store,
  id: string,
  work: (client: pg.PoolClient, document: LockedDocument) => Promise<ActionResult>,
): Promise<ActionResult> {
  let jobId = '';
  const result = await inTransaction(store, async (client): Promise<ActionResult> => {
    const { rows } = await client.query<LockedDocument>(
      `SELECT d.id, d.job_id, d.position, d.priority, d.state, d.composed_at IS NOT NULL AS composed, d.recipient_id
       FROM documents d JOIN jobs j ON j.id = d.job_id WHERE d.id = $1 AND j.accepted_at IS NOT NULL FOR UPDATE OF d`,
      [id],
    );
    const document = rows[0];
    if (!document) return { changed: false, code: 'not-found', reason: `There is no document ${id}.` };
    jobId = document.job_id;
    const done = await work(client, document);
    if (done.changed) await settleWithin(client, [id]);
    return done;
  });
  if (result.changed) await refreshJobs(store, [jobId]);
  return result;
}

interface Move {
  readonly to: State;
  readonly actor: string;
  readonly action: string;
  readonly code: string | null;
  readonly detail: string | null;
}

/** A document that is not composed yet; the new fence shuts out whoever is composing it. */
async function moveDocument(client: pg.PoolClient, document: LockedDocument, move: Move): Promise<void> {
  await client.query(
    `WITH moved AS (
       UPDATE documents SET state = $2, reason_code = $3, reason = $4, fence = fence + 1, lease_until = NULL,
         updated_at = now()
       WHERE id = $1 RETURNING id, job_id
     )
     INSERT INTO audit (actor, action, job_id, document_id, from_state, to_state, reason_code, detail)
     SELECT $5, $6, job_id, id, $7, $2, $3, $4 FROM moved`,
    [document.id, move.to, move.code, move.detail, move.actor, move.action, document.state],
  );
}

async function moveDeliveries(
  client: pg.PoolClient,
  document: LockedDocument,
  move: Move & { readonly from: readonly State[] },
): Promise<MovedDelivery[]> {
  const { rows } = await client.query<MovedDelivery>(
    `WITH mine AS (
       SELECT id, state, reason_code FROM deliveries
       WHERE document_id = $1 AND state = ANY($2::state[]) AND NOT superseded ORDER BY id FOR UPDATE
     ), moved AS (
       UPDATE deliveries v SET state = $3, reason_code = $4, reason = $5, next_attempt_at = NULL, updated_at = now(),
         possible_duplicate = v.possible_duplicate OR ($3 = 'pending'::state AND mine.reason_code = $8)
       FROM mine WHERE v.id = mine.id
       RETURNING v.id, v.job_id, v.document_id, v.channel, v.device_id, mine.state AS from_state
     ), audited AS (
       INSERT INTO audit (actor, action, job_id, document_id, delivery_id, device_id, from_state, to_state, reason_code,
         detail)
       SELECT $6, $7, job_id, document_id, id, device_id, from_state, $3, $4, $5 FROM moved
     )
     SELECT id, channel, device_id FROM moved`,
    [document.id, move.from, move.to, move.code, move.detail, move.actor, move.action, unknownOutcome],
  );
  const copies = rows.map((row) => row.id);
  if (move.to === 'held' || move.to === 'canceled') {
    await tellAgents(client, copies, move.to === 'held' ? 'hold' : 'cancel', move.actor, move.detail);
  }
  return rows;
}

function runnable(
  document: LockedDocument,
  deliveries: readonly MovedDelivery[] = [],
): ActionResult & { changed: true } {
  return {
    changed: true,
    priority: document.priority,
    documentIds: [],
    deliveryIds: deliveries.filter(({ channel }) => channel !== 'print').map(({ id }) => id),
    deviceIds: [...new Set(deliveries.map(({ device_id }) => device_id).filter((id) => id !== null))],
  };
}

function wrongState(done: string, { state }: LockedDocument): ActionResult {
  return { changed: false, code: 'wrong-state', reason: `A document that is ${state} cannot be ${done}.` };
}
