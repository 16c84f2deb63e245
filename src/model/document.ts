import type { Channel, Evidence, RenditionFormat, State, StoredFormat } from './states.ts';
import type { DeliveryRequest } from './job.ts';
import type { DocumentType, Message } from './message.ts';

export interface Document {
  readonly id: string;
  readonly jobId: string;
  /** 1-based place in its job: the order in which a device prints the job. */
  readonly position: number;
  readonly type: DocumentType;
  readonly number: string;
  readonly reference: string | null;
  readonly recipientId: string | null;
  readonly recipientName: string | null;
  readonly senderId: string | null;
  readonly siteId: string | null;
  /** The locale asked for with the document; null lets recipient, sender and default decide. */
  readonly locale: string | null;
  readonly state: State;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  /** 1 is most urgent (labels), 10 least (batches). */
  readonly priority: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A document claimed for composing: the row, its message and the fence that a finish must show. */
export interface ClaimedDocument extends Document {
  readonly fence: number;
  readonly attempts: number;
  readonly message: Message['message'];
  readonly deliveryRequests: readonly DeliveryRequest[] | null;
}

export interface Rendition {
  readonly id: string;
  readonly documentId: string;
  readonly format: StoredFormat;
  /** Of a label: the print head it is laid out for, dots per inch. */
  readonly dpi: number | null;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  readonly pages: number;
  readonly locale: string;
  readonly createdAt: Date;
}

export interface Delivery {
  readonly id: string;
  readonly documentId: string;
  readonly channel: Channel;
  readonly deviceId: string | null;
  /** email: the address; portal: the recipient id; print: the device id. */
  readonly destination: string;
  readonly format: RenditionFormat;
  readonly state: State;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly evidence: Evidence | null;
  readonly possibleDuplicate: boolean;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Attempt {
  readonly id: string;
  readonly deliveryId: string;
  readonly number: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly outcome: string | null;
  readonly code: string | null;
  readonly detail: string | null;
}

export interface AuditEntry {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly jobId: string | null;
  readonly documentId: string | null;
  readonly deliveryId: string | null;
  readonly deviceId: string | null;
  readonly fromState: State | null;
  readonly toState: State | null;
  readonly reasonCode: string | null;
  readonly detail: string | null;
}
