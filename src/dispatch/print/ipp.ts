import type { ConnectionOptions } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../model/outcome.ts';
import { delivered, failed } from '../outcome.ts';
import type { IppAttribute, IppGroup, IppMessage } from './ippCodec.ts';
import { openIppConnection } from './ippConnection.ts';
import {
  attribute,
  buildRequest,
  describeStatus,
  groupsOf,
  groupTags,
  numberOf,
  operations,
  statuses,
  textOf,
} from './ippMessages.ts';
import { outcomeOfHttp, outcomeOfJob, outcomeOfStatus, outcomeOfUnreachable } from './ippOutcome.ts';
import { chooseFormat, type Readiness, readinessAttributes, readReadiness } from './ippReadiness.ts';

export interface IppJob {
  /** Unique at the printer: by it a job is found again when the connection broke. At most 255 octets. */
  readonly jobName: string;
  readonly userName: string;
  /** `application/pdf` or `application/vnd.zebra-zpl`. */
  readonly documentFormat: string;
  readonly bytes: Uint8Array;
  /** Called once all bytes were handed to the operating system. */
  readonly onHandedOver?: () => void;
}

export interface IppOptions {
  readonly connectTimeoutMs?: number;
  /** ms one print may take altogether, asking a printer whose answer was lost included. */
  readonly timeoutMs?: number;
  /** ms to wait for the paper after the printer took the job; then the evidence stays `accepted`. */
  readonly completionWaitMs?: number;
  /** ms for which the printer's word that it is ready is believed. */
  readonly readinessMs?: number;
  /** ms of `timeoutMs` that are kept for asking after a job whose answer was lost. */
  readonly recoveryMs?: number;
  readonly tls?: ConnectionOptions;
}

export interface IppDevice {
  print(job: IppJob): Promise<Outcome>;
  close(): Promise<void>;
}

const jobAttributes = ['job-id', 'job-name', 'job-state', 'job-state-reasons', 'job-state-message'] as const;

/**
 * A printer spoken to by IPP (RFC 8010, RFC 8011) over one kept-alive connection, one job after the other.
 * Everything that can go wrong with it is an outcome; nothing is thrown.
 */
export function openIppDevice(uri: string, options: IppOptions = {}): IppDevice {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const connection = openIppConnection(uri, {
    connectTimeoutMs: options.connectTimeoutMs ?? Math.min(5_000, timeoutMs),
    ...(options.tls ? { tls: options.tls } : {}),
  });
  const recoveryMs = options.recoveryMs ?? Math.min(5_000, timeoutMs / 3);
  let version: readonly [number, number] = [2, 0];
  let requestId = 0;
  let believed: { readonly readiness: Readiness; readonly until: number } | null = null;
  /** A job this printer took on this connection: while it is still listed, a job not listed was never taken. */
  let witness: number | null = null;

  const build = (operation: number, userName: string, operationAttributes: readonly IppAttribute[]): IppMessage => {
    requestId = (requestId % 0x7fffffff) + 1;
    return buildRequest({
      operation,
      requestId,
      version,
      printerUri: connection.printerUri,
      userName,
      operationAttributes,
    });
  };
  /** A question that changes nothing; it gets a third of the time, so that a silent printer leaves some for the rest. */
  const ask = async (operation: number, userName: string, attributes: readonly IppAttribute[]) => {
    const exchange = { repeatable: true, timeoutMs: timeoutMs / 3 };
    const answer = await connection.exchange(build(operation, userName, attributes), exchange);
    if (answer.kind === 'reply' && answer.message.code === statuses.versionNotSupported && version[0] > 1) {
      // RFC 8011 §4.1.8: fall back to a version that the printer knows.
      version = [1, 1];
      return connection.exchange(build(operation, userName, attributes), exchange);
    }
    return answer;
  };

  const readiness = async (userName: string): Promise<Readiness | Outcome> => {
    if (believed !== null && Date.now() < believed.until) return believed.readiness;
    believed = null;
    const answer = await ask(operations.getPrinterAttributes, userName, [
      attribute('requested-attributes', 'keyword', ...readinessAttributes),
    ]);
    if (answer.kind === 'lost') return outcomeOfUnreachable(answer.detail);
    if (answer.kind === 'http') return outcomeOfHttp(answer);
    if (answer.message.code >= 0x0100) return outcomeOfStatus(answer.message);
    const read = readReadiness(answer.message);
    if (read.stop === null) believed = { readiness: read, until: Date.now() + (options.readinessMs ?? 1_000) };
    return read;
  };

  const waitForPaper = async (job: IppGroup | undefined, userName: string): Promise<Outcome> => {
    const jobId = numberOf(job, 'job-id');
    const early = outcomeOfJob(job);
    if (early !== null) return early;
    const taken = `The printer took it${jobId === null ? '' : ` as job ${jobId}`}`;
    if (jobId === null) return delivered('accepted', `${taken} and gave no job-id to ask for.`);
    const until = Date.now() + (options.completionWaitMs ?? 1_500);
    for (let pauseMs = 0; Date.now() + pauseMs <= until; pauseMs = Math.min(500, pauseMs * 2 + 10)) {
      await sleep(pauseMs);
      const answer = await ask(operations.getJobAttributes, userName, [
        attribute('job-id', 'integer', jobId),
        attribute('requested-attributes', 'keyword', ...jobAttributes),
      ]);
      if (answer.kind !== 'reply') return delivered('accepted', `${taken}, then said no more (${answer.detail}).`);
      if (answer.message.code >= 0x0100)
        return delivered('accepted', `${taken}, then: ${describeStatus(answer.message)}.`);
      const state = groupsOf(answer.message, groupTags.job)[0];
      const outcome = outcomeOfJob(state);
      if (outcome !== null) return outcome;
    }
    return delivered('accepted', `${taken}; it had not reported it as printed yet.`);
  };

  /** Jobs of one kind the printer lists, or null when it does not say (RFC 8011 §4.2.6). */
  const listJobs = async (
    userName: string,
    which: 'completed' | 'not-completed',
  ): Promise<readonly IppGroup[] | null> => {
    const answer = await ask(operations.getJobs, userName, [
      attribute('limit', 'integer', 100),
      attribute('requested-attributes', 'keyword', ...jobAttributes),
      attribute('which-jobs', 'keyword', which),
      attribute('my-jobs', 'boolean', false),
    ]);
    if (answer.kind !== 'reply' || answer.message.code >= 0x0100) return null;
    return groupsOf(answer.message, groupTags.job);
  };

  /** The answer was lost after bytes had left: the printer itself is asked whether it took the job. */
  const recover = async (job: IppJob, left: 'part' | 'all', detail: string): Promise<Outcome> => {
    const until = Date.now() + recoveryMs;
    let absences = 0;
    for (let pauseMs = 100; absences < 2 && Date.now() + pauseMs <= until; pauseMs = Math.min(1_000, pauseMs * 2)) {
      // A device that has just lost a connection may still be taking the job in: it is asked twice, with a pause.
      await sleep(pauseMs);
      const open = await listJobs(job.userName, 'not-completed');
      const done = open === null ? null : await listJobs(job.userName, 'completed');
      if (open === null || done === null) continue;
      const jobs = [...open, ...done];
      const found = jobs.find((candidate) => textOf(candidate, 'job-name') === job.jobName);
      if (found !== undefined) return waitForPaper(found, job.userName);
      const remembers = witness !== null && jobs.some((candidate) => numberOf(candidate, 'job-id') === witness);
      // A printer that never got the whole document cannot have printed it; one that got it must prove its memory.
      if (left === 'part' || remembers) absences += 1;
    }
    if (absences >= 2) {
      return failed(
        'retry',
        'dispatch.device-unreachable',
        `The connection broke (${detail}) and the printer has no such job.`,
      );
    }
    return failed(
      'unknown',
      'dispatch.unknown-outcome',
      `The document was sent, the connection broke (${detail}), and the printer could not tell whether it took it.`,
    );
  };

  const print = async (job: IppJob): Promise<Outcome> => {
    const began = Date.now();
    const ready = await readiness(job.userName);
    if ('kind' in ready) return ready;
    if (ready.stop !== null) return ready.stop;
    const format = chooseFormat(job.documentFormat, ready.formats);
    if (format === null) {
      return failed(
        'hold',
        'dispatch.format-unsupported',
        `The printer does not take ${job.documentFormat}; it takes ${ready.formats.join(', ')}.`,
      );
    }
    const answer = await connection.exchange(
      build(operations.printJob, job.userName, [
        attribute('job-name', 'name', job.jobName),
        attribute('document-format', 'mimeMediaType', format),
      ]),
      {
        data: job.bytes,
        repeatable: false,
        timeoutMs: Math.max(100, timeoutMs - recoveryMs - (Date.now() - began)),
        ...(job.onHandedOver ? { onHandedOver: job.onHandedOver } : {}),
      },
    );
    if (answer.kind === 'reply' && answer.message.code < 0x0100) {
      const taken = groupsOf(answer.message, groupTags.job)[0];
      witness = numberOf(taken, 'job-id') ?? witness;
      return waitForPaper(taken, job.userName);
    }
    believed = null;
    if (answer.kind === 'http') return outcomeOfHttp(answer);
    if (answer.kind === 'lost') {
      return answer.left === 'nothing' ? outcomeOfUnreachable(answer.detail) : recover(job, answer.left, answer.detail);
    }
    const refused = outcomeOfStatus(answer.message);
    if (refused.kind !== 'retry') return refused;
    // Busy may hide a reason to stop for: out of paper is worth telling, and its queue must wait.
    const now = await readiness(job.userName);
    return 'kind' in now ? refused : (now.stop ?? refused);
  };

  return { print, close: async () => connection.close() };
}

export interface PrintRequest extends IppJob, IppOptions {
  readonly uri: string;
}

/** Prints one document on a connection of its own. For several to one device, open it once. */
export async function printIpp(request: PrintRequest): Promise<Outcome> {
  const device = openIppDevice(request.uri, request);
  try {
    return await device.print(request);
  } finally {
    await device.close();
  }
}
