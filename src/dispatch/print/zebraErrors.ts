import type { DeviceReason } from '../../model/deviceReport.ts';

/** "~HQES": errors and warnings (ZPL II Programming Guide, "~HQ Host Query"). */
export const zebraErrorsRequest = '~HQES';

const errorBits: readonly (readonly [number, DeviceReason])[] = [
  [0x1, 'paper-out'],
  [0x2, 'ribbon-out'],
  [0x4, 'head-open'],
  [0x8, 'cutter-fault'],
  [0x10, 'too-hot'],
  [0x20, 'too-hot'],
  [0x40, 'other'],
  [0x80, 'other'],
  [0x1000, 'paper-jam'],
  [0x2000, 'paper-jam'],
  [0x8000, 'paper-jam'],
  [0x10000, 'paused'],
];
const warningBits: readonly (readonly [number, DeviceReason])[] = [
  [0x1, 'other'],
  [0x2, 'other'],
  [0x4, 'other'],
  [0x8, 'paper-low'],
];

export interface ZebraErrors {
  readonly reasons: readonly DeviceReason[];
  readonly warnings: readonly DeviceReason[];
}

/** Reads `ERRORS: 1 00000000 00000005` and `WARNINGS: …`: a flag, group 2, group 1. Null when it is no such answer. */
export function readZebraErrors(text: string): ZebraErrors | null {
  const errors = /ERRORS:\s*([01])\s+([0-9A-Fa-f]{8})\s+([0-9A-Fa-f]{8})/.exec(text);
  const warnings = /WARNINGS:\s*([01])\s+([0-9A-Fa-f]{8})\s+([0-9A-Fa-f]{8})/.exec(text);
  if (!errors || !warnings) return null;
  return { reasons: reasonsIn(errors, errorBits), warnings: reasonsIn(warnings, warningBits) };
}

function reasonsIn(
  [, flag, , group = '0']: RegExpExecArray,
  bits: readonly (readonly [number, DeviceReason])[],
): DeviceReason[] {
  if (flag !== '1') return [];
  const value = Number.parseInt(group, 16);
  const known = bits.filter(([bit]) => (value & bit) !== 0).map(([, reason]) => reason);
  // A flag without a bit we know is a fault all the same.
  return known.length > 0 ? [...new Set(known)] : ['other'];
}
