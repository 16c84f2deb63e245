import { validate } from 'uuid';
import { PostwerkError } from '../errors.ts';
import type { Document } from '../model/document.ts';
import { type State, states } from '../model/states.ts';
import { documentColumns } from './columns.ts';
import type { Store } from './db.ts';

export interface DocumentFilter {
  /** Whole number, in any case. */
  readonly number?: string;
  /** Recipient id. */
  readonly recipient?: string;
  readonly type?: string;
  readonly state?: State;
  /** Created at or after. */
  readonly from?: Date;
  /** Created before. */
  readonly to?: Date;
  /** Whole reference, in any case. */
  readonly reference?: string;
  readonly jobId?: string;
  /** Beginning of number, reference or recipient name, in any case. */
  readonly text?: string;
  /** Page size, 50 unless told, 500 at most. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Documents newest first, a page at a time; a page stays right while new documents arrive (keyset cursor). */
export async function searchDocuments(
  store: Store,
  filter: DocumentFilter,
): Promise<{ documents: Document[]; next: string | null }> {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const { conditions, values } = conditionsOf(filter);
  if (filter.after !== undefined) {
    const cursor = readCursor(filter.after);
    values.push(cursor.createdAt, cursor.id);
    conditions.push(`(d.created_at, d.id) < ($${values.length - 1}::timestamptz, $${values.length}::uuid)`);
  }
  values.push(limit + 1);
  const { rows } = await store.pool.query<Document>(
    `SELECT ${documentColumns} FROM documents d JOIN jobs j ON j.id = d.job_id
     WHERE ${['j.accepted_at IS NOT NULL', ...conditions].join(' AND ')}
     ORDER BY d.created_at DESC, d.id DESC LIMIT $${values.length}`,
    values,
  );
  const documents = rows.slice(0, limit);
  const last = documents.at(-1);
  return { documents, next: rows.length > limit && last ? writeCursor(last) : null };
}

/** How many documents are in each state, under the same filter (its `state`, `limit` and `after` do not count). */
export async function countByState(store: Store, filter: DocumentFilter = {}): Promise<Record<State, number>> {
  const { state: _, ...rest } = filter;
  const { conditions, values } = conditionsOf(rest);
  const { rows } = await store.pool.query<{ state: State; count: number }>(
    `SELECT d.state, count(*) AS count FROM documents d ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     GROUP BY d.state`,
    values,
  );
  const counts = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>;
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

function conditionsOf(filter: DocumentFilter): { conditions: string[]; values: unknown[] } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    if (value === undefined) return;
    if (typeof value === 'string' && value.includes('\0')) {
      // No text in the database holds NUL, and Postgres takes none.
      conditions.push('false');
      return;
    }
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add((p) => `lower(d.number) = lower(${p})`, filter.number);
  add((p) => `d.recipient_id = ${p}`, filter.recipient);
  add((p) => `d.type = ${p}`, filter.type);
  add((p) => `d.state = ${p}`, filter.state);
  add((p) => `d.created_at >= ${p}`, filter.from);
  add((p) => `d.created_at < ${p}`, filter.to);
  add((p) => `lower(d.reference) = lower(${p})`, filter.reference);
  add((p) => `d.job_id = ${p}`, filter.jobId);
  add(
    (p) =>
      `(lower(d.number) LIKE lower(${p}) OR lower(d.reference) LIKE lower(${p}) OR lower(d.recipient_name) LIKE lower(${p}))`,
    filter.text === undefined ? undefined : `${filter.text.replace(/[\\%_]/g, '\\$&')}%`,
  );
  return { conditions, values };
}

function writeCursor({ createdAt, id }: Document): string {
  return Buffer.from(`${createdAt.toISOString()}/${id}`).toString('base64url');
}

function readCursor(cursor: string): { createdAt: Date; id: string } {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('/');
  const createdAt = new Date(time);
  if (Number.isNaN(createdAt.getTime()) || createdAt.toISOString() !== time || !validate(id)) {
    const detail = 'The value of `after` is not one that a page before gave as `next`.';
    throw new PostwerkError('web.invalid-request', detail, { field: 'after' });
  }
  return { createdAt, id };
}
