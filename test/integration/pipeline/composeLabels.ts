import { createHash, randomUUID } from 'node:crypto';
import type { Store } from '../../../src/store/db.ts';
import { claimDocuments, finishComposed } from '../../../src/store/documents.ts';
import { acceptSome } from '../store/someDocuments.ts';

/** Labels composed for a printer, one job; gives their deliveries' ids in the order of the job. */
export async function composeLabels(
  store: Store,
  device: string,
  count: number,
  zpl = (number: number) => `^XA^FO9,9^FDL-${number}^FS^XZ`,
): Promise<string[]> {
  const { ids } = await acceptSome(store, count, { type: 'shipping-label' });
  const claimed = await claimDocuments(store, ids, 30_000);
  const composed = claimed.map((document) => {
    const bytes = Buffer.from(zpl(document.position));
    const sha256 = createHash('sha256').update(bytes).digest();
    const about = { id: randomUUID(), bytes, sha256, size: bytes.length, pages: 1, locale: 'de' };
    const to = { channel: 'print', deviceId: device, destination: device, format: 'zpl', dpi: 203 } as const;
    return {
      id: document.id,
      fence: document.fence,
      locale: 'de',
      renditions: [{ ...about, format: 'zpl' as const, dpi: 203 }],
      deliveries: [{ id: randomUUID(), ...to }],
    };
  });
  await finishComposed(store, composed);
  return composed.flatMap(({ deliveries }) => deliveries.map(({ id }) => id));
}
