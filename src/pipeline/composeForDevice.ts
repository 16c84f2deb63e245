import type { DocumentType, Message } from '../model/message.ts';
import type { Device } from '../model/parties.ts';
import { addRendition, documentsUnfitFor, formOf, type Unfitting } from '../store/moveDeliveries.ts';
import { getSenders } from '../store/senders.ts';
import type { Road } from './road.ts';

/** A document that cannot be had on a device, and why. */
export interface NotComposable {
  readonly documentId: string;
  readonly number: string;
  readonly code: string;
  readonly reason: string;
}

/** Documents composed at a time. */
const slice = 50;

/**
 * Composes documents anew for a device of another model, where they have no bytes for it yet: one of them, or all that
 * wait at another device. The same content in the same language; the bytes there were stay. What cannot be composed for
 * it (an invoice for a label printer) is given back and stays where it is.
 */
export async function composeForDevice(
  road: Pick<Road, 'store' | 'composePool'>,
  device: Pick<Device, 'id' | 'driver' | 'dpi' | 'media'>,
  which: { readonly documentId: string } | { readonly waitingAt: string },
): Promise<NotComposable[]> {
  const form = formOf(device);
  const failed: NotComposable[] = [];
  for (let after: string | null = null; ; ) {
    const page: Unfitting[] = await documentsUnfitFor(
      road.store,
      form,
      'documentId' in which ? which : { ...which, after },
      slice,
    );
    failed.push(...(await composeSlice(road, device, page)));
    after = page.at(-1)?.id ?? null;
    if (page.length < slice) return failed;
  }
}

async function composeSlice(
  { store, composePool }: Pick<Road, 'store' | 'composePool'>,
  device: Pick<Device, 'id' | 'driver' | 'dpi' | 'media'>,
  page: readonly Unfitting[],
): Promise<NotComposable[]> {
  if (page.length === 0) return [];
  const { format, dpi } = formOf(device);
  const senderIds = [...new Set(page.map(({ senderId }) => senderId).filter((id) => id !== null))];
  const senders = new Map((await getSenders(store, senderIds)).map((sender) => [sender.id, sender]));
  const results = await composePool.composeSlice(
    page.map((document) => ({
      type: document.type as DocumentType,
      message: document.message as Message['message'],
      locale: document.locale,
      sender: document.senderId === null ? null : (senders.get(document.senderId) ?? null),
      formats: [format],
      ...(dpi === null ? {} : { dpi }),
      ...(dpi === null || device.media === null ? {} : { media: device.media }),
    })),
  );
  const failed: NotComposable[] = [];
  for (const [index, document] of page.entries()) {
    const result = results[index];
    const rendition = result?.ok ? result.composed.renditions[0] : undefined;
    if (rendition === undefined) {
      const code = result?.ok === false ? result.code : 'internal.unexpected';
      const reason = result?.ok === false ? result.detail : 'Nothing was composed.';
      failed.push({ documentId: document.id, number: document.number, code, reason });
      continue;
    }
    const bytes = Buffer.from(rendition.bytes.buffer, rendition.bytes.byteOffset, rendition.bytes.byteLength);
    await addRendition(
      store,
      document.id,
      {
        ...{ format, dpi, bytes, pages: rendition.pages, locale: document.locale },
        ...{ sha256: Buffer.from(rendition.sha256, 'hex'), size: bytes.length },
      },
      `for ${device.id}: ${format}${dpi === null ? '' : ` at ${dpi} dpi`}`,
    );
  }
  return failed;
}
