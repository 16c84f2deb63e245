/**
 * Why a device prints nothing now, or soon will not: one word each, the same for every protocol. `other` comes with
 * the device's own words.
 */
export const deviceReasons = [
  'offline',
  'paper-out',
  'paper-jam',
  'head-open',
  'cover-open',
  'ribbon-out',
  'ink-out',
  'paused',
  'buffer-full',
  'too-hot',
  'too-cold',
  'output-full',
  'tray-missing',
  'refuses-jobs',
  'label-not-taken',
  'cutter-fault',
  'paper-low',
  'ink-low',
  'ribbon-low',
  'other',
] as const;
export type DeviceReason = (typeof deviceReasons)[number];

/** What a device says of itself at one moment. What it does not say is null or empty, never guessed. */
export interface DeviceReport {
  /** When it was asked. */
  readonly at: Date;
  /** False: no answer that could be read (`reasons` then has `offline` or `other`, `detail` says why). */
  readonly answered: boolean;
  /** `silent`: it takes bytes and has no way to say how it is. */
  readonly state: 'idle' | 'printing' | 'stopped' | 'silent' | 'unreachable';
  /** What keeps it from printing. */
  readonly reasons: readonly DeviceReason[];
  /** What a person should know, and what does not stop it (paper low and the like). */
  readonly warnings: readonly DeviceReason[];
  /** One sentence for a person, with the device's own words. */
  readonly detail: string;
  readonly model: string | null;
  readonly serial: string | null;
  readonly firmware: string | null;
  /** Print head or engine resolution, dots per inch. */
  readonly dpi: number | null;
  /** Media loaded, by PWG 5101.1 names (`iso_a4_210x297mm`) or as the device calls it. */
  readonly media: readonly string[];
  /** Document formats it takes (MIME types); of a raw port nothing is known. */
  readonly formats: readonly string[];
  /** Labels or pages it has printed in its life. */
  readonly printed: number | null;
  /** Jobs or label formats waiting in the device itself. */
  readonly waiting: number | null;
  /** Whether the line to it is encrypted. */
  readonly encrypted: boolean;
}
