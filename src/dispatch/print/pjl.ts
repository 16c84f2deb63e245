import type { DeviceReason } from '../../model/deviceReport.ts';

/** "Universal Exit Language" (PJL Technical Reference Manual): ends whatever language the printer is in. */
export const exitLanguage = '\x1b%-12345X';
/** Ends an answer. */
export const endOfAnswer = '\f';

export const statusRequest = `${exitLanguage}@PJL INFO STATUS\r\n${exitLanguage}`;
export const identityRequest = `${exitLanguage}@PJL INFO ID\r\n${exitLanguage}`;

export interface PjlStatus {
  readonly code: number;
  /** What stands on its display. */
  readonly display: string;
  readonly online: boolean;
}

/** Reads `@PJL INFO STATUS` or `@PJL USTATUS DEVICE` with `CODE=`, `DISPLAY=` and `ONLINE=`; null when it is no such. */
export function readPjlStatus(text: string): PjlStatus | null {
  const code = /^CODE\s*=\s*(\d+)/m.exec(text)?.[1];
  if (code === undefined) return null;
  return {
    code: Number(code),
    display: (/^DISPLAY\s*=\s*"([^"]*)"/m.exec(text)?.[1] ?? '').trim(),
    online: !/^ONLINE\s*=\s*FALSE/m.test(text),
  };
}

/** Status codes with a meaning of their own; the rest go by their group (PJL manual, appendix D "PJL Status Codes"). */
const single: Readonly<Record<number, DeviceReason>> = {
  40010: 'ink-out',
  40021: 'cover-open',
  40022: 'paper-jam',
  40079: 'offline',
  40600: 'ink-out',
};

/** Why the printer prints nothing now; empty when it does. */
export function pjlReasons({ code, online }: PjlStatus): DeviceReason[] {
  const known = single[code];
  if (known) return [known];
  const group = Math.floor(code / 1000);
  if (group === 41) return ['paper-out'];
  if (group === 42 || group === 44) return ['paper-jam'];
  if (group === 43 || group === 50) return ['other'];
  // 40000 is sleep, from which a job wakes it; others of the group wait for a person.
  if (group === 40 && code !== 40000) return ['other'];
  return online || group === 35 || code === 40000 ? [] : ['offline'];
}

/** A document with what makes the printer tell when the job has begun and ended (`@PJL USTATUS JOB`). */
export function wrapInPjl(name: string, bytes: Uint8Array): Buffer {
  const safe = pjlName(name);
  const head = `${exitLanguage}@PJL USTATUSOFF\r\n@PJL USTATUS JOB = ON\r\n@PJL USTATUS DEVICE = ON\r\n@PJL JOB NAME = "${safe}"\r\n@PJL ENTER LANGUAGE = PDF\r\n`;
  return Buffer.concat([
    Buffer.from(head, 'latin1'),
    bytes,
    Buffer.from(`${exitLanguage}@PJL EOJ NAME = "${safe}"\r\n${exitLanguage}`, 'latin1'),
  ]);
}

/** A name as PJL takes it: printable ASCII without quotation marks, at most 80. */
export function pjlName(name: string): string {
  return name.replaceAll(/[^\x20-\x7e]|"/g, '?').slice(-80);
}
