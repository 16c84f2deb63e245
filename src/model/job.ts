import type { Channel, State } from './states.ts';
import type { Message } from './message.ts';
import type { PdfProtection } from './protection.ts';

/** Where the integrator wants a document to go, overriding recipient and type. */
export interface DeliveryRequest {
  readonly channel: Channel;
  /** print: a device id. */
  readonly device?: string;
  /** email: an address. */
  readonly to?: string;
  /** print: composed at once, printed when somebody at the site scans one of its numbers. */
  readonly when?: 'scan';
  /** email: the PDF attached is protected. */
  readonly protection?: PdfProtection;
}

/** Reason code of a print that is held at the site until it is scanned. */
export const scanWait = 'dispatch.waits-for-scan';

/** One document as an integrator submits it: an element of a JSON job's `documents`, or one NDJSON line. */
export interface SubmittedDocument {
  readonly type: Message['type'];
  readonly message: Message['message'];
  /** The integrator's own key of the document, given back everywhere. */
  readonly reference?: string;
  /** Recipient id; without it the recipient is looked up by the identifiers in the message. */
  readonly recipient?: string;
  readonly sender?: string;
  readonly site?: string;
  readonly locale?: string;
  readonly deliveries?: readonly DeliveryRequest[];
  readonly hold?: boolean;
}

export interface Job {
  readonly id: string;
  readonly state: State;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly format: 'json' | 'ndjson' | 'ubl' | 'cii';
  readonly accepted: number;
  readonly refused: number;
  readonly receivedAt: Date;
  readonly acceptedAt: Date | null;
}

/** The truth about one element or line of a job. `position` counts from 1 (for NDJSON it is the line number). */
export type DocumentResult =
  | {
      readonly position: number;
      readonly status: 'accepted';
      readonly documentId: string;
      readonly number: string;
      readonly reference?: string;
    }
  | {
      readonly position: number;
      readonly status: 'refused';
      readonly code: string;
      readonly field?: string;
      readonly detail: string;
      readonly reference?: string;
    };
