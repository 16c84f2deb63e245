import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { chooseLocale } from '../compose/locale/chooseLocale.ts';
import type { ComposeRequest } from '../compose/composeDocument.ts';
import type { ComposeResult } from '../compose/composePool.ts';
import { routeDocument, type Routing } from '../dispatch/route.ts';
import { errorTable, type ErrorCode } from '../errors.ts';
import { failpoint } from '../failpoint.ts';
import { defaultDpi, hasDots } from '../model/device.ts';
import type { ClaimedDocument } from '../model/document.ts';
import type { Device, Recipient, Sender } from '../model/parties.ts';
import type { RenditionFormat } from '../model/states.ts';
import {
  claimDocuments,
  type ComposedDocument,
  type DocumentFailure,
  failDocuments,
  finishComposed,
  type ProofPicture,
} from '../store/documents.ts';
import { listDevices } from '../store/devices.ts';
import { getRecipients } from '../store/recipients.ts';
import { getSenders } from '../store/senders.ts';
import { settleDocuments } from '../store/settle.ts';
import { hintDeliver, hintDrain } from './hintWork.ts';
import { type Road, timed } from './road.ts';
import { urgencyOf } from './slices.ts';

/**
 * Step 2 of the road: a slice of accepted documents becomes renditions and deliveries, in one transaction for the
 * whole slice. Each document has its own outcome; one that cannot be composed or routed is held with its reason.
 */
export async function composeDocuments(road: Road, documentIds: readonly string[]): Promise<void> {
  failpoint('compose.before-claim');
  const claimed = await timed(road, 'claim', documentIds.length, () =>
    claimDocuments(road.store, documentIds, road.leaseMs),
  );
  failpoint('compose.after-claim');
  if (claimed.length === 0) return;

  const parties = await partiesOf(road, claimed);
  const composed: ComposedDocument[] = [];
  const failed: DocumentFailure[] = [];
  const routed: {
    document: ClaimedDocument;
    routing: Extract<Routing, { deliveries: unknown }>;
    request: ComposeRequest;
  }[] = [];
  for (const document of claimed) {
    const plan = planDocument(road, document, parties);
    if ('hold' in plan) failed.push(failure(document, plan.hold.code, plan.hold.reason));
    else routed.push({ document, ...plan });
  }

  failpoint('compose.before-compose');
  const urgency = urgencyOf(Math.min(...claimed.map(({ priority }) => priority)));
  const results = await timed(road, 'compose', routed.length, () =>
    road.composePool.composeSlice(
      routed.map(({ request }) => request),
      urgency,
    ),
  );
  failpoint('compose.after-compose');
  for (const [index, { document, routing, request }] of routed.entries()) {
    const result = results[index];
    if (result?.ok) composed.push(finished(document, result, routing, request));
    else {
      const picture = result?.picture === undefined ? {} : { picture: proofPicture(result.picture, request.locale) };
      const reason = failure(document, result?.code ?? 'internal.unexpected', result?.detail ?? 'no result');
      failed.push({ ...reason, ...picture });
    }
  }

  failpoint('compose.before-finish');
  await timed(road, 'store renditions', composed.length, async () => {
    if (failed.length > 0) await failDocuments(road.store, failed);
    if (composed.length > 0) await finishComposed(road.store, composed);
    // Nothing of these moves by itself: they come to rest now.
    const waiting = composed.filter(({ deliveries }) => deliveries.some((delivery) => delivery.waitsForScan));
    await settleDocuments(
      road.store,
      waiting.map(({ id }) => id),
    );
  });
  failpoint('compose.after-finish');
  await timed(road, 'hint', composed.length, () => hintComposed(road, claimed, composed));
  failpoint('compose.after-hint');
}

interface Parties {
  readonly recipients: ReadonlyMap<string, Recipient>;
  readonly senders: ReadonlyMap<string, Sender>;
  readonly devices: readonly Device[];
}

async function partiesOf(road: Road, documents: readonly ClaimedDocument[]): Promise<Parties> {
  const present = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];
  const [recipients, senders, devices] = await Promise.all([
    getRecipients(road.store, present(documents.map((document) => document.recipientId))),
    getSenders(road.store, present(documents.map((document) => document.senderId))),
    listDevices(road.store),
  ]);
  return {
    recipients: new Map(recipients.map((recipient) => [recipient.id, recipient])),
    senders: new Map(senders.map((sender) => [sender.id, sender])),
    devices,
  };
}

function planDocument(
  road: Road,
  document: ClaimedDocument,
  parties: Parties,
):
  | { readonly hold: { readonly code: string; readonly reason: string } }
  | { readonly routing: Extract<Routing, { deliveries: unknown }>; readonly request: ComposeRequest } {
  const recipient = document.recipientId === null ? null : (parties.recipients.get(document.recipientId) ?? null);
  const sender = document.senderId === null ? null : (parties.senders.get(document.senderId) ?? null);
  const typeSettings = road.library.types.get(document.type);
  if (!typeSettings) {
    return { hold: { code: 'intake.unknown-type', reason: `No template for type "${document.type}" is released.` } };
  }
  const routing = routeDocument({ document, recipient, devices: parties.devices, typeSettings });
  if ('hold' in routing) return routing;
  const labelDevice = routing.deliveries.find((delivery) => hasDots(delivery.format))?.deviceId;
  const { dpi = null, media = null } = parties.devices.find((device) => device.id === labelDevice) ?? {};
  return {
    routing,
    request: {
      type: document.type,
      message: document.message,
      locale: localeOf(road, document, recipient, sender),
      sender,
      formats: formatsOf(routing, typeSettings.formats),
      ...(routing.protection !== undefined && { protection: routing.protection }),
      ...(dpi === null ? {} : { dpi }),
      ...(media === null ? {} : { media }),
    },
  };
}

/** A type may have words in some languages only; the installation's default is then the first of them. */
function localeOf(
  { library, defaultLocale }: Road,
  document: ClaimedDocument,
  recipient: Recipient | null,
  sender: Sender | null,
): string {
  const locales = library.localesOf(document.type);
  const fallback = locales.includes(defaultLocale) ? defaultLocale : (locales[0] ?? defaultLocale);
  return chooseLocale(locales, document.locale, recipient?.locale, sender?.locale, fallback);
}

/**
 * Every format of the type is kept for the archive; the e-mail's words only where an e-mail goes out, and of the languages
 * of label printers only those of its printers where it has any.
 */
function formatsOf(
  routing: Extract<Routing, { deliveries: unknown }>,
  typeFormats: readonly RenditionFormat[],
): RenditionFormat[] {
  const emailed = routing.deliveries.some((delivery) => delivery.channel === 'email');
  const forPrinter = routing.deliveries.some(({ format }) => hasDots(format));
  const formats = new Set<RenditionFormat>(
    typeFormats.filter((format) => format !== 'email' && !(forPrinter && hasDots(format))),
  );
  if (emailed) formats.add('pdf').add('email');
  for (const delivery of routing.deliveries) formats.add(delivery.format);
  return [...formats];
}

function finished(
  document: ClaimedDocument,
  { composed }: Extract<ComposeResult, { ok: true }>,
  routing: Extract<Routing, { deliveries: unknown }>,
  { dpi = defaultDpi }: ComposeRequest,
): ComposedDocument {
  const dots = (format: RenditionFormat) => (hasDots(format) ? { dpi } : {});
  return {
    id: document.id,
    fence: document.fence,
    locale: composed.locale,
    renditions: composed.renditions.map((rendition) => ({
      id: uuid(),
      format: rendition.format,
      ...dots(rendition.format),
      sha256: Buffer.from(rendition.sha256, 'hex'),
      bytes: Buffer.from(rendition.bytes.buffer, rendition.bytes.byteOffset, rendition.bytes.byteLength),
      size: rendition.bytes.byteLength,
      pages: rendition.pages,
      locale: composed.locale,
    })),
    deliveries: routing.deliveries.map((delivery) => ({ id: uuid(), ...delivery, ...dots(delivery.format) })),
  };
}

function failure(document: ClaimedDocument, code: string, reason: string): DocumentFailure {
  const help = code in errorTable ? ` ${errorTable[code as ErrorCode].help}` : '';
  return { id: document.id, fence: document.fence, to: 'held', code, reason: `${reason}${help}` };
}

function proofPicture(png: Uint8Array<ArrayBuffer>, locale: string): ProofPicture {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  return {
    id: uuid(),
    format: 'proof',
    sha256: createHash('sha256').update(bytes).digest(),
    bytes,
    pages: 1,
    locale,
  };
}

async function hintComposed(
  road: Road,
  claimed: readonly ClaimedDocument[],
  composed: readonly ComposedDocument[],
): Promise<void> {
  const priorities = new Map(claimed.map((document) => [document.id, document.priority]));
  const deliver: { id: string; priority: number }[] = [];
  const devices = new Set<string>();
  for (const document of composed) {
    for (const delivery of document.deliveries) {
      if (delivery.deviceId !== undefined) devices.add(delivery.deviceId);
      else deliver.push({ id: delivery.id, priority: priorities.get(document.id) ?? 5 });
    }
  }
  await Promise.all([hintDeliver(road, deliver), hintDrain(road, devices)]);
}
