import type { Outcome } from './outcome.ts';
import type { Evidence, State } from './states.ts';

/** What a site's agent and headquarters say to each other (docs/site-agent.md). Times are ISO 8601 text. */

/** Serials that the agent may use, as leased. */
export interface LeasedRange {
  readonly id: string;
  readonly companyPrefix: string;
  readonly extension: number;
  readonly first: number;
  readonly last: number;
}

/** What an agent says of itself with every call, so that headquarters can show it. */
export interface SiteStatus {
  /** Print deliveries that wait, are being printed, or are held at the site. */
  readonly waiting: number;
  readonly held: number;
  /** Reports that headquarters has not confirmed. */
  readonly reports: number;
  readonly freeNumbers: number;
  readonly devices: readonly {
    readonly id: string;
    readonly state: string;
    readonly reason: string | null;
    readonly reasons: readonly string[];
    readonly paused: boolean;
  }[];
}

/** The agent asks for work; headquarters answers when there is some, or after `wait` ms. */
export interface PullRequest {
  readonly version: string;
  readonly epoch: number;
  /** The store was found to be a restored one: a new epoch is needed. */
  readonly restored: boolean;
  /** Number of the last report that was ever sent in this epoch. */
  readonly reported: number;
  readonly bundle: string | null;
  /** Ranges the agent holds and how far they are used. */
  readonly ranges: readonly { readonly id: string; readonly next: number }[];
  /** So many numbers more are wanted; 0 for none. */
  readonly lease: number;
  /** Deliveries of earlier answers that are now in the agent's store. */
  readonly arrived: readonly { readonly id: string; readonly generation: number }[];
  readonly answers: readonly { readonly id: number; readonly answer: string }[];
  readonly status: SiteStatus;
  /** ms. */
  readonly wait: number;
}

export interface PullAnswer {
  readonly epoch: number;
  /** Another than the request's: everything of the old epoch is to be given up. */
  readonly site: string;
  readonly bundle: string;
  readonly ranges: readonly LeasedRange[];
  readonly documents: readonly TravellingDocument[];
  readonly requests: readonly SiteRequest[];
}

/** Headquarters asks for something to be done with a delivery that is in the agent's hands. */
export interface SiteRequest {
  readonly id: number;
  readonly deliveryId: string;
  readonly action: 'hold' | 'cancel';
  readonly actor: string;
  readonly reason: string | null;
}

/** A document on its way down or up: rows as they stand, bytes by SHA-256 in the same frame. */
export interface TravellingDocument {
  readonly id: string;
  readonly job: {
    readonly id: string;
    readonly format: string;
    readonly accepted: number;
    readonly receivedAt: string;
    readonly acceptedAt: string;
  };
  readonly document: {
    readonly position: number;
    readonly type: string;
    readonly number: string;
    readonly reference: string | null;
    readonly recipientId: string | null;
    readonly recipientName: string | null;
    readonly senderId: string | null;
    readonly siteId: string | null;
    readonly locale: string | null;
    readonly deliveryRequests: object | null;
    readonly priority: number;
    readonly state: State;
    readonly reasonCode: string | null;
    readonly reason: string | null;
    readonly composed: boolean;
    readonly createdAt: string;
  };
  /** Downwards: who the document names, so that the site can tell. */
  readonly recipient: object | null;
  /** Upwards only where headquarters may not have it: the document was made at the site. */
  readonly message: object | null;
  readonly renditions: readonly TravellingRendition[];
  readonly deliveries: readonly TravellingDelivery[];
  readonly attempts: readonly TravellingAttempt[];
}

export interface TravellingRendition {
  readonly id: string;
  readonly format: string;
  readonly dpi: number | null;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  readonly pages: number;
  readonly locale: string;
}

export interface TravellingDelivery {
  readonly id: string;
  /** Downwards: grows each time headquarters gives the delivery. Upwards 0. */
  readonly generation: number;
  readonly deviceId: string;
  readonly destination: string;
  readonly format: string;
  readonly dpi: number | null;
  readonly priority: number;
  readonly position: number;
  readonly state: State;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly evidence: Evidence | null;
  readonly possibleDuplicate: boolean;
  readonly superseded: boolean;
  readonly attempts: number;
  readonly createdAt: string;
}

export interface TravellingAttempt {
  readonly id: string;
  readonly deliveryId: string;
  readonly number: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly outcome: Outcome['kind'] | null;
  readonly code: string | null;
  readonly detail: string | null;
}

/** One entry of the agent's audit trail. */
export interface SiteEvent {
  /** Grows by one within an epoch. */
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly jobId: string | null;
  readonly documentId: string;
  readonly deliveryId: string | null;
  readonly deviceId: string | null;
  readonly fromState: State | null;
  readonly toState: State | null;
  readonly reasonCode: string | null;
  readonly detail: string | null;
}

/** What happened at the site, in order, with the documents it happened to as they stand now. */
export interface SiteReport<Numbers> {
  readonly epoch: number;
  readonly events: readonly SiteEvent[];
  readonly documents: readonly TravellingDocument[];
  readonly numbers: readonly Numbers[];
}

export interface ReportAnswer {
  /** Last report that headquarters has applied. */
  readonly applied: number;
  /** Documents that headquarters does not have, or not with all their bytes: to be sent whole. */
  readonly wanted: readonly string[];
}
