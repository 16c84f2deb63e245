/** Something a sink received, as its index knows it. */
export interface SinkItem {
  /** Counts from 1 in the order of arrival. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly size: number;
  /** What the sender called it: job-name, subject line, or null. */
  readonly name: string | null;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly mediaType: string;
  /** The delivery it carries, read from job-name, `^FX` comment or header; null when it carries none. */
  readonly deliveryId: string | null;
  /** What else the protocol said: user, envelope and the like. */
  readonly details: Readonly<Record<string, string>>;
}

export interface SinkState {
  readonly kind: 'printer' | 'label-printer' | 'mailbox';
  readonly name: string;
  /** Where it listens: the address of a device or mail server. */
  readonly url: string;
  readonly switch: string;
  /** What the switch may be set to. */
  readonly switches: readonly string[];
  readonly received: number;
}

/** A real server of a real protocol that keeps what arrives, so that one can look at it. */
export interface Sink<Switch extends string = string> {
  /** Newest first; `after` is the `next` of the page before. */
  items(page?: { readonly limit?: number; readonly after?: string }): {
    readonly items: readonly SinkItem[];
    readonly next: string | null;
  };
  get(id: string): Promise<{ readonly item: SinkItem; readonly bytes: Uint8Array } | null>;
  state(): SinkState;
  set(to: Switch): Promise<void>;
  close(): Promise<void>;
}
