import type { Recipient } from '../model/parties.ts';
import type { Store } from './db.ts';

const columns = 'id, name, locale, email, device_id AS "deviceId", channels, protection, identifiers';

export async function upsertRecipient(store: Store, recipient: Recipient): Promise<void> {
  await store.pool.query(
    `INSERT INTO recipients (id, name, locale, email, device_id, channels, identifiers, protection)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, locale = excluded.locale, email = excluded.email,
       device_id = excluded.device_id, channels = excluded.channels, identifiers = excluded.identifiers,
       protection = excluded.protection`,
    [
      recipient.id,
      recipient.name,
      recipient.locale ?? null,
      recipient.email ?? null,
      recipient.deviceId ?? null,
      JSON.stringify(recipient.channels ?? {}),
      recipient.identifiers ?? [],
      recipient.protection ? JSON.stringify(recipient.protection) : null,
    ],
  );
}

export async function listRecipients(store: Store): Promise<Recipient[]> {
  const { rows } = await store.pool.query<Recipient>(`SELECT ${columns} FROM recipients ORDER BY id`);
  return rows;
}

export async function getRecipient(store: Store, id: string): Promise<Recipient | null> {
  return (await getRecipients(store, [id]))[0] ?? null;
}

/** Those of the given recipients that exist, in no order. */
export async function getRecipients(store: Store, ids: readonly string[]): Promise<Recipient[]> {
  if (ids.length === 0) return [];
  const { rows } = await store.pool.query<Recipient>(`SELECT ${columns} FROM recipients WHERE id = ANY($1::text[])`, [
    ids,
  ]);
  return rows;
}

/** The parties one document names. */
export interface NamedParties {
  readonly recipient?: string;
  /** By which the message names the recipient, best first. */
  readonly identifiers: readonly string[];
  readonly sender?: string;
  readonly site?: string;
}

export interface ResolvedParties {
  readonly recipient: Recipient | null;
  /** Ids that were named and are not registered. */
  readonly unknown: { readonly recipient?: true; readonly sender?: true; readonly site?: true };
}

/**
 * Looks up the parties of a slice of documents at once. The recipient is the one named by id, else the first that one of
 * the identifiers names alone: an identifier two recipients share decides nothing, as a document must not reach the wrong
 * one.
 */
export async function resolveParties(store: Store, docs: readonly NamedParties[]): Promise<ResolvedParties[]> {
  if (docs.length === 0) return [];
  const distinct = (values: readonly (string | undefined)[]) => [
    ...new Set(values.filter((value) => value !== undefined)),
  ];
  const { rows } = await store.pool.query<{ recipients: Recipient[]; senders: string[]; sites: string[] }>(
    `SELECT
       (SELECT coalesce(json_agg(r), '[]') FROM (
          SELECT ${columns} FROM recipients WHERE id = ANY($1::text[]) OR identifiers && $2::text[]) r) AS recipients,
       ARRAY(SELECT id FROM senders WHERE id = ANY($3::text[])) AS senders,
       ARRAY(SELECT id FROM sites WHERE id = ANY($4::text[])) AS sites`,
    [
      distinct(docs.map((doc) => doc.recipient)),
      distinct(docs.filter((doc) => doc.recipient === undefined).flatMap((doc) => doc.identifiers)),
      distinct(docs.map((doc) => doc.sender)),
      distinct(docs.map((doc) => doc.site)),
    ],
  );
  const found = rows[0] ?? { recipients: [], senders: [], sites: [] };
  const byId = new Map(found.recipients.map((recipient) => [recipient.id, recipient]));
  const byIdentifier = new Map<string, Recipient | null>();
  for (const recipient of found.recipients) {
    for (const identifier of new Set(recipient.identifiers)) {
      byIdentifier.set(identifier, byIdentifier.has(identifier) ? null : recipient);
    }
  }
  const senders = new Set(found.senders);
  const sites = new Set(found.sites);
  return docs.map((doc) => ({
    recipient:
      doc.recipient === undefined
        ? (doc.identifiers.map((identifier) => byIdentifier.get(identifier)).find((match) => match) ?? null)
        : (byId.get(doc.recipient) ?? null),
    unknown: {
      ...(doc.recipient !== undefined && !byId.has(doc.recipient) ? { recipient: true as const } : {}),
      ...(doc.sender !== undefined && !senders.has(doc.sender) ? { sender: true as const } : {}),
      ...(doc.site !== undefined && !sites.has(doc.site) ? { site: true as const } : {}),
    },
  }));
}
