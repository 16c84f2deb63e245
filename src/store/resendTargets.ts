import type pg from 'pg';
import { defaultDpi, type Driver, hasDots } from '../model/device.ts';
import type { DeliveryRequest } from '../model/job.ts';
import type { Channel, RenditionFormat } from '../model/states.ts';

/** Where a resend goes. */
export interface ResendTarget {
  readonly channel: Channel;
  readonly device_id: string | null;
  readonly destination: string;
  readonly format: RenditionFormat;
  /** Of a label: the print head it must be laid out for. */
  readonly dpi: number | null;
}

/** The destinations the document's deliveries had last. */
export async function latestTargets(client: pg.PoolClient, documentId: string): Promise<ResendTarget[]> {
  const { rows } = await client.query<ResendTarget>(
    `SELECT DISTINCT channel, device_id, destination, format, dpi FROM deliveries
     WHERE document_id = $1 AND NOT superseded ORDER BY channel, destination`,
    [documentId],
  );
  return rows;
}

/**
 * The destination a person names, completed from the recipient; none when it leads nowhere. A document that was sent
 * protected is never mailed without.
 */
export async function requestedTarget(
  client: pg.PoolClient,
  documentId: string,
  recipientId: string | null,
  request: DeliveryRequest,
): Promise<ResendTarget[]> {
  const { rows } = await client.query<{
    email: string | null;
    device_id: string | null;
    driver: Driver | null;
    dpi: number | null;
    protected: boolean;
  }>(
    `SELECT r.email, v.id AS device_id, v.driver, v.dpi,
       EXISTS (SELECT 1 FROM renditions WHERE document_id = $3 AND format = 'protected') AS protected
     FROM (SELECT 1) AS one LEFT JOIN recipients r ON r.id = $1
     LEFT JOIN devices v ON v.id = coalesce($2, r.device_id) AND v.removed_at IS NULL`,
    [recipientId, request.device ?? null, documentId],
  );
  const found = rows[0];
  switch (request.channel) {
    case 'email': {
      const address = request.to ?? found?.email;
      const format = found?.protected ? 'protected' : 'email';
      return address ? [{ channel: 'email', device_id: null, destination: address, format, dpi: null }] : [];
    }
    case 'portal':
      if (recipientId === null) return [];
      return [{ channel: 'portal', device_id: null, destination: recipientId, format: 'pdf', dpi: null }];
    case 'print':
      if (!found?.device_id || !found.driver) return [];
      return [
        {
          channel: 'print',
          device_id: found.device_id,
          destination: found.device_id,
          format: found.driver,
          dpi: hasDots(found.driver) ? (found.dpi ?? defaultDpi) : null,
        },
      ];
  }
}
