import type { Channel } from './states.ts';
import type { DeviceMedia, Driver, LabelHandling, PrintDefaults } from './device.ts';
import type { DeviceReason } from './deviceReport.ts';
import type { DocumentType } from './message.ts';
import type { PdfProtection } from './protection.ts';

/** The company in whose name documents go out. */
export interface Sender {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  /** CSS hex colour of the one accent on paper and screen. */
  readonly accent: string;
  /** Name of a picture among the templates' that stands on the letterhead; null for the name in letters. */
  readonly logo: string | null;
  readonly emailFrom: string;
}

export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly locale: string | null;
  readonly email: string | null;
  /** Device printed to when this recipient's documents go to paper. */
  readonly deviceId: string | null;
  /** Channels by document type; `*` stands for every type not named. */
  readonly channels: Partial<Record<DocumentType | '*', readonly Channel[]>>;
  /** How PDFs e-mailed to this recipient are protected; absent: not at all. */
  readonly protection?: PdfProtection | null;
  /** VAT identifiers, customer numbers, GLNs, electronic addresses by which a message names this recipient. */
  readonly identifiers: readonly string[];
}

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly locale: string;
}

export type DeviceState = 'idle' | 'processing' | 'stopped';

/** A printer. */
export interface Device {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  /** `ipp://host:port/path`, `ipps://…`, `socket://host:port` or `lpd://host/queue`. */
  readonly uri: string;
  readonly driver: Driver;
  /** Print head resolution of a label printer, dots per inch. */
  readonly dpi: number | null;
  /** What lies in it; null where nobody said. */
  readonly media: DeviceMedia | null;
  /** Of a label printer. */
  readonly label: LabelHandling | null;
  readonly defaults: PrintDefaults;
  readonly state: DeviceState;
  readonly stateReason: string | null;
  /** Why it is stopped, one word each; empty while it is not, or where only the sentence is known. */
  readonly stateReasons: readonly DeviceReason[];
  /** When it came into its state. */
  readonly stateSince: Date;
  readonly paused: boolean;
  readonly nextAttemptAt: Date | null;
}

export const scopes = ['submit', 'read', 'operate', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** First characters of the key, to recognise it by. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}
