import type { ErrorCode } from '../errors.ts';
import { hasDots } from '../model/device.ts';
import type { Document } from '../model/document.ts';
import type { DeliveryRequest } from '../model/job.ts';
import type { Device, Recipient } from '../model/parties.ts';
import type { PdfProtection } from '../model/protection.ts';
import type { Channel, RenditionFormat } from '../model/states.ts';
import { isEmailAddress } from './email/emailAddress.ts';

/** What a document type says of its way. */
export interface RouteSettings {
  readonly kind: 'page' | 'label';
  /** Channels when neither the job nor the recipient says otherwise. */
  readonly channels: readonly Channel[];
  /** Formats this type is composed in. */
  readonly formats: readonly RenditionFormat[];
}

export interface RouteInput {
  readonly document: Pick<Document, 'id' | 'type' | 'siteId'> & {
    readonly deliveryRequests: readonly DeliveryRequest[] | null;
  };
  readonly recipient: Recipient | null;
  readonly devices: readonly Device[];
  readonly typeSettings: RouteSettings;
}

export interface RoutedDelivery {
  readonly channel: Channel;
  readonly deviceId?: string;
  /** print: the device id · email: the address · portal: the recipient id or `document:<id>`. */
  readonly destination: string;
  /** Of an e-mail `email`, or `protected` where its PDF is. */
  readonly format: RenditionFormat;
  /** print: waits until one of the document's numbers is scanned at the site. */
  readonly waitsForScan?: true;
}

export type Routing =
  | {
      readonly deliveries: readonly RoutedDelivery[];
      /** Of the PDF attached to e-mails, whose format is then `protected`. */
      readonly protection?: PdfProtection;
    }
  | { readonly hold: { readonly code: ErrorCode; readonly reason: string } };

type Hop = RoutedDelivery | { readonly code: ErrorCode; readonly reason: string };

/**
 * Where a document goes. The first of these that says something decides:
 *
 * 1. the job's own delivery requests;
 * 2. for a label: print at the document's site, because it belongs on the goods that stand there (a recipient who
 *    wants labels another way says so for this very type, not by `*`);
 * 3. the recipient's channels for the type, then for `*`;
 * 4. the document type's channels.
 *
 * A device is the one requested, else the recipient's, else one at the document's site whose driver fits: for labels
 * a ZPL printer before a page printer; for labels the site comes before the recipient's own device.
 *
 * A recipient that is not registered has neither address nor device. The type's default then goes as far as it can:
 * e-mail is left out, and so is paper where no device is near. What is left over goes to the portal, under the
 * destination `document:<documentId>`: it belongs to nobody's list there, and a signed link still opens it. So
 * nothing is mailed to an address that merely stands in a document, and nothing vanishes. A label stays a label: with
 * no printer it is held.
 *
 * Where the job asks for a protected PDF, or else the recipient does, every e-mail of the document carries that one.
 *
 * One delivery that cannot be routed holds the whole document: half a delivery would look like a whole one.
 */
export function routeDocument(input: RouteInput): Routing {
  const hops = hopsOf(input);
  const problem = hops.find((hop) => 'code' in hop);
  if (problem !== undefined && 'code' in problem) return { hold: { code: problem.code, reason: problem.reason } };
  const deliveries = new Map<string, RoutedDelivery>();
  for (const hop of hops) if (!('code' in hop)) deliveries.set(`${hop.channel} ${hop.destination}`, hop);
  if (deliveries.size > 0) {
    const routed = [...deliveries.values()];
    const protection = protectionOf(input);
    const isAsked = protection !== null && routed.some(({ format }) => format === 'protected');
    return { deliveries: routed, ...(isAsked && { protection }) };
  }
  return {
    hold: {
      code: 'dispatch.no-channel',
      reason: `Neither the job nor the recipient nor the type ${input.document.type} names a channel.`,
    },
  };
}

function protectionOf({ document, recipient }: RouteInput): PdfProtection | null {
  const asked = document.deliveryRequests?.find((request) => request.protection !== undefined)?.protection;
  return asked ?? recipient?.protection ?? null;
}

function hopsOf(input: RouteInput): readonly Hop[] {
  const { document, recipient, typeSettings } = input;
  const requests = document.deliveryRequests ?? [];
  if (requests.length > 0) return requests.map((request) => hop(input, request));
  const own = recipient?.channels[document.type];
  if (own !== undefined) return own.map((channel) => hop(input, { channel }));
  if (typeSettings.kind === 'label') return [hop(input, { channel: 'print' })];
  const chosen = recipient?.channels['*'] ?? typeSettings.channels;
  const hops = chosen.map((channel) => hop(input, { channel }));
  if (recipient !== null) return hops;
  const reachable = hops.filter((candidate) => !('code' in candidate));
  return reachable.length > 0 ? reachable : [hop(input, { channel: 'portal' })];
}

function hop(input: RouteInput, request: DeliveryRequest): Hop {
  switch (request.channel) {
    case 'print':
      return whenAsked(toDevice(input, request.device), request);
    case 'email':
      return toMailbox(input, request.to);
    case 'portal':
      return checkFormat(input, {
        channel: 'portal',
        destination: input.recipient?.id ?? `document:${input.document.id}`,
        format: 'pdf',
      });
  }
}

function whenAsked(hop: Hop, { when }: DeliveryRequest): Hop {
  return when === 'scan' && !('code' in hop) ? { ...hop, waitsForScan: true } : hop;
}

function toMailbox(input: RouteInput, requested: string | undefined): Hop {
  const address = requested ?? input.recipient?.email ?? null;
  if (address === null || address === '') {
    const who = input.recipient === null ? 'The recipient is not registered' : `${input.recipient.name} has no address`;
    return { code: 'dispatch.no-address', reason: `${who}, so there is no e-mail address to send this document to.` };
  }
  if (!isEmailAddress(address)) {
    return { code: 'dispatch.invalid-address', reason: `"${address}" is not an e-mail address.` };
  }
  const format = protectionOf(input) === null ? 'email' : 'protected';
  return checkFormat(input, { channel: 'email', destination: address, format });
}

function toDevice(input: RouteInput, requested: string | undefined): Hop {
  if (requested !== undefined) {
    const device = input.devices.find((candidate) => candidate.id === requested);
    if (device === undefined) {
      return {
        code: 'dispatch.unknown-device',
        reason: `The job asks for device "${requested}", which is not registered.`,
      };
    }
    return onDevice(input, device);
  }
  const own = input.devices.find((candidate) => candidate.id === input.recipient?.deviceId);
  const near = deviceAtSite(input);
  const device = input.typeSettings.kind === 'label' ? (near ?? own) : (own ?? near);
  if (device !== undefined) return onDevice(input, device);
  const where =
    input.document.siteId === null
      ? 'The document names no site'
      : `Site ${input.document.siteId} has no fitting device`;
  return { code: 'dispatch.no-device', reason: `${where}, and the recipient has no device of their own.` };
}

/** The site's device whose driver fits best; of several equals the one that is not paused, then the first by id. */
function deviceAtSite({ document, devices, typeSettings }: RouteInput): Device | undefined {
  const drivers = typeSettings.kind === 'label' ? (['zpl', 'tspl', 'pdf'] as const) : (['pdf'] as const);
  const near = devices
    .filter((device) => device.siteId === document.siteId)
    .sort((a, b) => Number(a.paused) - Number(b.paused) || (a.id < b.id ? -1 : 1));
  for (const driver of drivers) {
    const fitting = near.find((device) => device.driver === driver && isComposed(typeSettings, driver));
    if (fitting !== undefined) return fitting;
  }
  return undefined;
}

/** A label is laid out in dots, and any language of label printers says where they are. */
function isComposed({ kind, formats }: RouteSettings, format: RenditionFormat): boolean {
  return formats.includes(format) || (kind === 'label' && hasDots(format));
}

function onDevice(input: RouteInput, device: Device): Hop {
  return checkFormat(input, { channel: 'print', deviceId: device.id, destination: device.id, format: device.driver });
}

function checkFormat({ document, typeSettings }: RouteInput, delivery: RoutedDelivery): Hop {
  // The e-mail's words are composed for every type that is mailed at all; what travels attached is the PDF.
  const needed = delivery.channel === 'email' ? 'pdf' : delivery.format;
  if (isComposed(typeSettings, needed)) return delivery;
  return {
    code: 'dispatch.format-unsupported',
    reason: `${delivery.destination} needs ${needed}; ${document.type} is composed as ${typeSettings.formats.join(', ')}.`,
  };
}
