import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import type { Outcome } from '../../model/outcome.ts';
import { delivered, failed } from '../outcome.ts';
import { openSocketConnection, socketAddress, type SocketConnection } from './socketConnection.ts';

export interface LpdOptions {
  readonly connectTimeoutMs?: number;
  /** ms one print may take altogether. */
  readonly timeoutMs?: number;
}

export interface LpdJob {
  readonly jobName: string;
  readonly userName: string;
  readonly bytes: Uint8Array;
  readonly onHandedOver?: () => void;
}

export interface LpdDevice {
  print(job: LpdJob): Promise<Outcome>;
  /** What the daemon says of its queue, as it says it (RFC 1179 §5.4); an outcome when it says nothing. */
  queueText(): Promise<string | Outcome>;
}

const defaultPort = 515;

/**
 * A queue of a line printer daemon (RFC 1179), `lpd://host[:515]/queue`: one connection for every job. The daemon
 * acknowledges each step with one octet, so what it has is known; what comes out of it is not (`accepted`).
 */
export function openLpdDevice(uri: string, options: LpdOptions = {}): LpdDevice {
  const url = new URL(uri);
  const { host, port } = socketAddress(url, defaultPort);
  const queue = decodeURIComponent(url.pathname.slice(1)) || 'lp';
  const timeoutMs = options.timeoutMs ?? 30_000;

  const connected = async (): Promise<SocketConnection | Outcome> => {
    const opened = await openSocketConnection(host, port, options.connectTimeoutMs ?? Math.min(5_000, timeoutMs));
    return 'lost' in opened ? unreachable(opened.lost) : opened;
  };

  return {
    async print(job) {
      const open = await connected();
      if ('kind' in open) return open;
      try {
        return await send(open, queue, job, timeoutMs);
      } finally {
        open.destroy();
      }
    },
    async queueText() {
      const open = await connected();
      if ('kind' in open) return open;
      try {
        // §5.3: 03 queue SP list LF; the daemon answers in text and closes.
        const sent = await open.write(Buffer.from(`\x03${queue} \n`, 'latin1'), timeoutMs);
        if (sent !== 'written') return unreachable(sent.lost);
        await open.finish(timeoutMs);
        const text = open.rest();
        return text === '' ? unreachable('it said nothing of its queue') : text.trim();
      } finally {
        open.destroy();
      }
    },
  };
}

async function send(open: SocketConnection, queue: string, job: LpdJob, timeoutMs: number): Promise<Outcome> {
  const number = String(randomInt(1_000)).padStart(3, '0');
  const from = hostname().replace(/[^\w.-]/g, '') || 'postwerk';
  const dataFile = `dfA${number}${from}`;
  const control = Buffer.from(
    // §7: H host, P user, J job name, l print as it is, U unlink, N name of the file.
    [`H${from}`, `P${line(job.userName, 31)}`, `J${line(job.jobName, 99)}`, `l${dataFile}`, `U${dataFile}`]
      .concat(`N${line(job.jobName, 131)}`)
      .map((text) => `${text}\n`)
      .join(''),
  );
  const steps: readonly { readonly bytes: Buffer; readonly refused: (code: number) => Outcome }[] = [
    { bytes: Buffer.from(`\x02${queue}\n`), refused: (code) => refusal('stop', `the queue "${queue}"`, code) },
    {
      bytes: Buffer.from(`\x02${control.length} cfA${number}${from}\n`),
      refused: (code) => refusal('retry', 'the job', code),
    },
    { bytes: Buffer.concat([control, Buffer.of(0)]), refused: (code) => refusal('retry', 'the control file', code) },
    {
      bytes: Buffer.from(`\x03${job.bytes.byteLength} ${dataFile}\n`),
      refused: (code) => refusal('retry', 'the document', code),
    },
  ];
  for (const { bytes, refused } of steps) {
    const sent = await open.write(bytes, timeoutMs / 3);
    const answer = sent === 'written' ? await open.octets(1, timeoutMs / 3) : sent;
    // Nothing of the document has left us yet.
    if ('lost' in answer) return unreachable(answer.lost);
    if (answer[0] !== 0) return refused(answer[0] ?? 0);
  }
  const sent = await open.write(Buffer.concat([job.bytes, Buffer.of(0)]), timeoutMs / 3);
  if (sent !== 'written') return unknown(sent.lost);
  job.onHandedOver?.();
  const answer = await open.octets(1, timeoutMs / 3);
  if ('lost' in answer) return unknown(answer.lost);
  if (answer[0] !== 0) return refusal('retry', 'the document', answer[0] ?? 0);
  return delivered('accepted', `The print server has it in its queue "${queue}"; more it does not say.`);
}

/** A line of a control file has a limit (§7) and no line ends. */
function line(text: string, limit: number): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').slice(0, limit);
}

function refusal(kind: 'stop' | 'retry', what: string, code: number): Outcome {
  const detail = `The print server refused ${what} (${code}).`;
  return failed(kind, kind === 'stop' ? 'dispatch.device-refused' : 'dispatch.device-busy', detail);
}

function unreachable(detail: string): Outcome {
  return failed('stop', 'dispatch.device-unreachable', `The print server did not answer (${detail}).`, ['offline']);
}

function unknown(detail: string): Outcome {
  return failed('unknown', 'dispatch.unknown-outcome', `The document was sent and nothing was confirmed (${detail}).`);
}
