import type { DeviceReason } from '../../model/deviceReport.ts';
import { openLpdDevice } from './lpd.ts';
import { endOfAnswer, identityRequest, pjlReasons, readPjlStatus, statusRequest } from './pjl.ts';
import type { Found } from './probeDevice.ts';
import { type DeviceAddress, openSocketConnection, type SocketConnection } from './socketConnection.ts';
import { readZebraErrors, zebraErrorsRequest } from './zebraErrors.ts';
import { hostStatusRequest, readZebraStatus, zebraProblem, zebraReasons } from './zebraStatus.ts';

/** One connection for one question; a device that cannot be reached is an answer too. */
async function withConnection(
  { host, port }: DeviceAddress,
  timeoutMs: number,
  ask: (open: SocketConnection) => Promise<Found>,
): Promise<Found> {
  const open = await openSocketConnection(host, port, timeoutMs / 2);
  if ('lost' in open) return unreachable(open.lost);
  try {
    const found = await ask(open);
    await open.finish(50);
    return found;
  } finally {
    open.destroy();
  }
}

/** A device that has no way to say anything: it takes connections, or not. */
export function probeReach(address: DeviceAddress, timeoutMs: number): Promise<Found> {
  return withConnection(address, timeoutMs, async () => ({
    answered: true,
    state: 'silent',
    detail: 'It takes connections; it has no way to say how it is.',
  }));
}

const labelVariables = ['device.unique_id', 'odometer.total_label_count', 'head.resolution.in_dpi'] as const;

/** `~HI`, `~HS`, `~HQES` and Set-Get-Do of a ZPL printer; what an older one does not answer is left out. */
export function probeLabelPrinter(address: DeviceAddress, timeoutMs: number): Promise<Found> {
  return withConnection(address, timeoutMs, async (open) => {
    const sent = await open.write(hostStatusRequest, timeoutMs / 3);
    const frames = sent === 'written' ? await open.frames(3, timeoutMs / 3) : sent;
    const status = 'lost' in frames ? null : readZebraStatus(frames);
    if (status === null) {
      const why = 'lost' in frames ? frames.lost : 'its answer to ~HS is not one';
      return { answered: false, state: 'unreachable', detail: `It did not answer (${why}).` };
    }
    const questions = labelVariables.map((name) => `! U1 getvar "${name}"\r\n`).join('');
    await open.write(`~HI${zebraErrorsRequest}${questions}`, timeoutMs / 6);
    const more = await open.frames(2, timeoutMs / 6);
    const values = await open.quotes(labelVariables.length, timeoutMs / 6);
    const [identity = '', errorText = ''] = 'lost' in more ? [] : more;
    const [serial, printed, dpi] = ('lost' in values ? [] : values).map((value) => (value === '?' ? null : value));
    const [model, firmware, dotsPerMm] = identity.split(',').map((text) => text.trim());
    const errors = readZebraErrors(errorText);
    const reasons = [...new Set([...(errors?.reasons ?? []), ...zebraReasons(status)])];
    const problem = zebraProblem(status);
    return {
      answered: true,
      state: problem !== null || reasons.length > 0 ? 'stopped' : status.formatsWaiting > 0 ? 'printing' : 'idle',
      reasons: status.labelWaiting ? [...reasons, 'label-not-taken'] : reasons,
      warnings: errors?.warnings ?? [],
      detail: problem === null ? 'Ready.' : `It says: ${problem}.`,
      model: model || null,
      firmware: firmware || null,
      serial: serial ?? null,
      dpi: dpi ? Number(dpi) : (dotsPerInch[Number(dotsPerMm)] ?? null),
      printed: printed && /^\d+$/.test(printed) ? Number(printed) : null,
      waiting: status.formatsWaiting,
    };
  });
}

/** Dots per millimetre as `~HI` tells them, and what such a head is called. */
const dotsPerInch: Readonly<Record<number, number>> = { 6: 152, 8: 203, 12: 300, 24: 600 };

/** "<ESC>!?" (TSPL/TSPL2 Programming Language): one octet, a bit for each trouble. */
const tsplTroubles: readonly (readonly [number, DeviceReason, string])[] = [
  [0x01, 'head-open', 'print head open'],
  [0x02, 'paper-jam', 'label jam'],
  [0x04, 'paper-out', 'out of labels'],
  [0x08, 'ribbon-out', 'ribbon out'],
  [0x10, 'paused', 'paused'],
  [0x80, 'other', 'in error'],
];

export function probeTspl(address: DeviceAddress, timeoutMs: number): Promise<Found> {
  return withConnection(address, timeoutMs, async (open) => {
    const sent = await open.write(Buffer.of(0x1b, 0x21, 0x3f), timeoutMs / 3);
    const answer = sent === 'written' ? await open.octets(1, timeoutMs / 3) : sent;
    if ('lost' in answer) {
      return { answered: true, state: 'silent', detail: 'It takes connections and does not say how it is.' };
    }
    const octet = answer[0] ?? 0;
    const found = tsplTroubles.filter(([bit]) => (octet & bit) !== 0);
    const words = found.map(([, , word]) => word).join(', ');
    return {
      answered: true,
      state: found.length > 0 ? 'stopped' : (octet & 0x20) !== 0 ? 'printing' : 'idle',
      reasons: found.map(([, reason]) => reason),
      detail: words === '' ? 'Ready.' : `It says: ${words}.`,
    };
  });
}

export function probePjl(address: DeviceAddress, timeoutMs: number): Promise<Found> {
  return withConnection(address, timeoutMs, async (open) => {
    const sent = await open.write(statusRequest, timeoutMs / 4);
    const text = sent === 'written' ? await open.textUntil(endOfAnswer, timeoutMs / 4) : sent;
    const status = typeof text === 'string' ? readPjlStatus(text) : null;
    if (status === null) {
      return { answered: false, state: 'unreachable', detail: 'It did not answer to @PJL INFO STATUS.' };
    }
    await open.write(identityRequest, timeoutMs / 4);
    const id = await open.textUntil(endOfAnswer, timeoutMs / 4);
    const reasons = pjlReasons(status);
    return {
      answered: true,
      state: reasons.length > 0 ? 'stopped' : status.code === 10_023 ? 'printing' : 'idle',
      reasons,
      warnings: status.code === 10_006 ? ['ink-low'] : [],
      detail: status.display === '' ? `Status ${status.code}.` : `${status.display} (${status.code})`,
      model:
        typeof id === 'string' ? (/^"?([^"\r\n@]+)"?\r?\n/m.exec(id.replace(/^@PJL[^\n]*\n/, ''))?.[1] ?? null) : null,
    };
  });
}

/** The queue of a print server, in its own words (RFC 1179 §5.3). */
export async function probeLpd(uri: string, timeoutMs: number): Promise<Found> {
  const text = await openLpdDevice(uri, { timeoutMs: timeoutMs / 2 }).queueText();
  if (typeof text !== 'string') return { answered: false, state: 'unreachable', detail: text.detail };
  return { answered: true, state: 'silent', detail: `The print server says: ${text.slice(0, 300)}` };
}

function unreachable(detail: string): Found {
  return { answered: false, state: 'unreachable', detail: `It cannot be reached (${detail}).` };
}
