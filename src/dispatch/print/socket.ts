import type { DeviceReason } from '../../model/deviceReport.ts';
import type { Driver } from '../../model/device.ts';
import type { Outcome } from '../../model/outcome.ts';
import { delivered, failed } from '../outcome.ts';
import { openSocketConnection, socketAddress, type SocketConnection } from './socketConnection.ts';
import { hostStatusRequest, readZebraStatus, zebraProblem, zebraReasons } from './zebraStatus.ts';

export interface SocketOptions {
  /** `zpl` devices are asked for their status; others say nothing but that they close the connection. */
  readonly driver?: Driver;
  readonly connectTimeoutMs?: number;
  /** ms one print may take altogether; a third of it for asking whether the printer is ready. */
  readonly timeoutMs?: number;
  /** ms for which a label printer's word that it is ready is believed. */
  readonly readinessMs?: number;
}

export interface SocketDevice {
  print(bytes: Uint8Array, onHandedOver?: () => void): Promise<Outcome>;
  close(): Promise<void>;
}

/**
 * A printer behind a raw TCP port, usually 9100 ("JetDirect", "AppSocket"). The protocol has no acknowledgement, so
 * what can be proven depends on the device:
 *
 * - A ZPL printer is asked `~HS` before the first label, and after each: it answers in the order in which bytes came,
 *   so the answer after a label says that it has the label (`accepted`). Many labels go over one connection.
 * - Any other printer is sent one document per connection and must close it in turn: its FIN acknowledges every byte
 *   (`handed-over`).
 *
 * Options in the address, as CUPS' socket backend has them: `?status=none` for a label printer without a way back,
 * `?waiteof=false` for a device that never closes the connection by itself.
 */
export function openSocketDevice(uri: string, options: SocketOptions = {}): SocketDevice {
  const url = new URL(uri);
  const { host, port } = socketAddress(url);
  const timeoutMs = options.timeoutMs ?? 15_000;
  const asksStatus = options.driver === 'zpl' && url.searchParams.get('status') !== 'none';
  const waitsForEnd = url.searchParams.get('waiteof') !== 'false';
  let connection: SocketConnection | null = null;
  let readyUntil = 0;

  const drop = (): void => {
    connection?.destroy();
    connection = null;
    readyUntil = 0;
  };
  const ensureConnection = async (): Promise<SocketConnection | Outcome> => {
    if (connection?.alive()) return connection;
    drop();
    const opened = await openSocketConnection(host, port, options.connectTimeoutMs ?? Math.min(5_000, timeoutMs));
    if ('lost' in opened) return unreachable(opened.lost);
    connection = opened;
    return opened;
  };
  const readStatus = async (from: SocketConnection, waitMs: number): Promise<Problem | { lost: string } | null> => {
    const frames = await from.frames(3, waitMs);
    if ('lost' in frames) return frames;
    const status = readZebraStatus(frames);
    if (status === null) return { lost: 'its answer to ~HS is not one' };
    const words = zebraProblem(status);
    return words === null ? null : { words, reasons: zebraReasons(status) };
  };

  /** The connection to a label printer that has just said it is ready, or why there is none. */
  const ensureReady = async (): Promise<SocketConnection | Outcome> => {
    if (connection?.alive() && Date.now() < readyUntil) return connection;
    for (let attempt = 0; ; attempt += 1) {
      const kept = connection?.alive() === true;
      const open = await ensureConnection();
      if ('kind' in open) return open;
      open.forgetFrames();
      const sent = await open.write(hostStatusRequest, timeoutMs / 3);
      const problem = sent === 'written' ? await readStatus(open, timeoutMs / 3) : sent;
      if (problem === null) return open;
      if ('words' in problem) {
        return failed('stop', 'dispatch.device-stopped', `The label printer says: ${problem.words}.`, problem.reasons);
      }
      drop();
      // A kept connection may have died meanwhile; no label byte was sent, so a new one is tried once.
      if (!kept || attempt > 0) return unreachable(problem.lost);
    }
  };

  const printLabel = async (bytes: Uint8Array, onHandedOver?: () => void): Promise<Outcome> => {
    const open = await ensureReady();
    if ('kind' in open) return open;
    open.forgetFrames();
    const sent = await open.write(Buffer.concat([bytes, Buffer.from(hostStatusRequest)]), timeoutMs / 3);
    if (sent !== 'written') {
      drop();
      return unknown(sent.lost);
    }
    onHandedOver?.();
    const problem = await readStatus(open, timeoutMs / 3);
    if (problem === null) {
      readyUntil = Date.now() + (options.readinessMs ?? 1_000);
      return delivered('accepted', 'The label printer took it and says that it is ready.');
    }
    readyUntil = 0;
    if ('words' in problem) return delivered('accepted', `The label printer took it and says: ${problem.words}.`);
    drop();
    return unknown(problem.lost);
  };

  const printAndClose = async (bytes: Uint8Array, onHandedOver?: () => void): Promise<Outcome> => {
    const open = await ensureConnection();
    if ('kind' in open) return open;
    const sent = await open.write(bytes, timeoutMs / 2);
    if (sent !== 'written') {
      drop();
      return unknown(sent.lost);
    }
    onHandedOver?.();
    const ended = await open.finish(waitsForEnd ? timeoutMs / 2 : 500);
    drop();
    if (ended === 'closed') return delivered('handed-over', 'The device took every byte and closed the connection.');
    if (ended === 'still-open') {
      return waitsForEnd
        ? unknown(`it did not close the connection within ${timeoutMs / 2000} s`)
        : delivered('handed-over', 'Every byte was sent; this device says no more.');
    }
    return unknown(ended.lost);
  };

  return {
    print: asksStatus ? printLabel : printAndClose,
    async close() {
      // Everything sent was answered for; our FIN goes first all the same, because a reset may empty a printer's buffer.
      if (connection?.alive()) await connection.finish(200);
      drop();
    },
  };
}

/** Why a label printer cannot print now. */
interface Problem {
  readonly words: string;
  readonly reasons: readonly DeviceReason[];
}

function unreachable(detail: string): Outcome {
  return failed('stop', 'dispatch.device-unreachable', `The printer did not answer (${detail}).`, ['offline']);
}

function unknown(detail: string): Outcome {
  return failed('unknown', 'dispatch.unknown-outcome', `The document was sent and nothing was confirmed (${detail}).`);
}
