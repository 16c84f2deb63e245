import type { DeviceReason } from '../../model/deviceReport.ts';
import { hostStatusRequest, readZebraStatus, zebraProblem, zebraReasons } from './zebraStatus.ts';

/**
 * What a label printer that counts says of itself in one answer: its counter, its name for itself and its status
 * (Set-Get-Do commands of the ZPL II Programming Guide, and `~HS`).
 */
export interface CounterReading {
  /** `odometer.total_label_count`: labels printed in its life; nobody can set it back. */
  readonly printed: number;
  /** `device.unique_id`: the serial number; empty when it does not say. */
  readonly of: string;
  /** `device.uptime` in seconds; null when it does not say. */
  readonly uptimeS: number | null;
  /** Why no label can come out now, or null. */
  readonly problem: string | null;
  readonly reasons: readonly DeviceReason[];
  /** Nothing is printing and nothing waits in the printer: the counter will not move any more by itself. */
  readonly atRest: boolean;
}

/** Variables asked for, in the order of the answers. An SGD command ends with CR LF. */
const variables = ['device.unique_id', 'device.uptime', 'odometer.total_label_count'] as const;

/** `~HS` comes last: its answer says that everything before was read. */
export const counterRequest = `${variables.map((name) => `! U1 getvar "${name}"\r\n`).join('')}${hostStatusRequest}`;
export const counterAnswers = variables.length;

/**
 * @param quoted the answers to the variables; `?` where the printer does not know one.
 * @param frames the three strings of `~HS`.
 * @returns null when these are no such answers, or the printer has no counter.
 */
export function readCounter(quoted: readonly string[], frames: readonly string[]): CounterReading | null {
  const status = readZebraStatus(frames);
  const [id = '?', uptime = '?', count = '?'] = quoted;
  if (status === null || !/^\d{1,15}$/.test(count.trim())) return null;
  return {
    printed: Number(count),
    of: id === '?' ? '' : id,
    uptimeS: secondsOf(uptime),
    problem: zebraProblem(status),
    reasons: zebraReasons(status),
    atRest: status.formatsWaiting === 0 && status.labelsRemaining === 0 && !status.labelWaiting,
  };
}

/** `3 days 01 hours 26 mins 35 secs`. */
function secondsOf(uptime: string): number | null {
  const [days, hours, minutes, seconds] = (uptime.match(/\d+/g) ?? []).map(Number);
  if (days === undefined || hours === undefined || minutes === undefined || seconds === undefined) return null;
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
