import type { ConnectionOptions } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrintDefaults } from '../../model/device.ts';
import type { Outcome } from '../../model/outcome.ts';
import { delivered, failed } from '../outcome.ts';
import { createIppClient } from './ippClient.ts';
import type { IppAttribute, IppGroup } from './ippCodec.ts';
import { type IppExchange, openIppConnection } from './ippConnection.ts';
import { type JobSettings, jobTemplate, unsupportedIn } from './ippJobTemplate.ts';
import { attribute, groupsOf, groupTags, numberOf, operations, statuses } from './ippMessages.ts';
import { outcomeOfHttp, outcomeOfJob, outcomeOfStatus, outcomeOfUnreachable } from './ippOutcome.ts';
import { chooseFormat, type Readiness, readinessAttributes, readReadiness } from './ippReadiness.ts';
import { type DoubtfulJob, lookUpJobs, recoverLostJob } from './ippRecovery.ts';

export interface IppJob {
  /** Unique at the printer: by it a job is found again when the connection broke. At most 255 octets. */
  readonly jobName: string;
  /** `application/pdf` or `application/vnd.zebra-zpl`. */
  readonly documentFormat: string;
  readonly bytes: Uint8Array;
  /** Called once all bytes were handed to the operating system. */
  readonly onHandedOver?: () => void;
}

/** Makes PWG raster of a PDF for a printer that takes no PDF. */
export type Rasterize = (
  pdf: Uint8Array,
  printer: Pick<Readiness, 'resolutions' | 'rasterTypes' | 'sheetBack'> & { readonly sides: PrintDefaults['sides'] },
) => Promise<Uint8Array>;

export interface IppOptions extends JobSettings {
  readonly userName?: string;
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
  readonly rasterize?: Rasterize;
}

export interface IppDevice {
  print(job: IppJob): Promise<Outcome>;
  /** What became of jobs given to it earlier; null when it does not say. */
  lookUp(doubtful: readonly DoubtfulJob[]): Promise<ReadonlyMap<string, Outcome> | null>;
  close(): Promise<void>;
}

interface Sent {
  readonly answer: IppExchange;
  readonly jobId: number | null;
  /** Attributes it ignored or replaced by its own. */
  readonly ignored: readonly string[];
}

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
  const client = createIppClient(connection, options.userName ?? 'postwerk', timeoutMs);
  const recoveryMs = options.recoveryMs ?? Math.min(5_000, timeoutMs / 3);
  let believed: { readonly readiness: Readiness; readonly until: number } | null = null;
  let template: { readonly attributes: readonly IppAttribute[]; readonly validated: boolean } = {
    attributes: jobTemplate(options),
    validated: false,
  };
  let witness: number | null = null;

  const readiness = async (): Promise<Readiness | Outcome> => {
    if (believed !== null && Date.now() < believed.until) return believed.readiness;
    believed = null;
    const wanted = attribute('requested-attributes', 'keyword', ...readinessAttributes);
    let answer = await client.ask(operations.getPrinterAttributes, [wanted]);
    // RFC 7472 §5, RFC 9110 §15.5.22: it wants to be spoken to in secret only.
    if (answer.kind === 'http' && answer.status === 426 && connection.encrypt(uri)) {
      answer = await client.ask(operations.getPrinterAttributes, [wanted]);
    }
    if (answer.kind === 'lost') return outcomeOfUnreachable(answer.detail);
    if (answer.kind === 'http') return outcomeOfHttp(answer);
    if (answer.message.code >= 0x0100) return outcomeOfStatus(answer.message);
    const read = readReadiness(answer.message);
    if (read.secureUri !== null && !connection.encrypted() && connection.encrypt(read.secureUri)) {
      const secret = await client.ask(operations.getPrinterAttributes, [wanted]);
      // Offered and not kept: in the open, as the address says, rather than not at all.
      if (secret.kind !== 'reply') connection.decrypt();
    }
    if (read.stop === null) believed = { readiness: read, until: Date.now() + (options.readinessMs ?? 1_000) };
    return read;
  };

  /** Validate-Job (RFC 8011 §4.2.3): what the printer does not support is left out from the beginning. */
  const validated = async (ready: Readiness, format: string): Promise<readonly IppAttribute[]> => {
    if (template.validated || template.attributes.length === 0) return template.attributes;
    if (!ready.operations.includes(operations.validateJob)) return template.attributes;
    const about = [fidelity, attribute('document-format', 'mimeMediaType', format)];
    const answer = await client.ask(operations.validateJob, about, template.attributes);
    if (answer.kind === 'reply') template = { ...template, validated: true };
    if (answer.kind === 'reply' && answer.message.code === statuses.attributesOrValuesNotSupported) {
      const refused = unsupportedIn(answer.message);
      template = { attributes: template.attributes.filter(({ name }) => !refused.includes(name)), validated: true };
    }
    return template.attributes;
  };

  /** Print-Job, or Create-Job and Send-Document where the printer knows both: then the job has an id before it has bytes. */
  const send = async (
    job: IppJob,
    ready: Readiness,
    format: string,
    bytes: Uint8Array,
    until: number,
  ): Promise<Sent> => {
    const attributes = await validated(ready, format);
    const name = attribute('job-name', 'name', job.jobName);
    const documentFormat = attribute('document-format', 'mimeMediaType', format);
    const exchange = () => ({
      data: bytes,
      repeatable: false,
      timeoutMs: Math.max(100, until - Date.now()),
      ...(job.onHandedOver ? { onHandedOver: job.onHandedOver } : {}),
    });
    const inTwo = [operations.createJob, operations.sendDocument].every((known) => ready.operations.includes(known));
    if (!inTwo) {
      const about = [name, ...(attributes.length > 0 ? [fidelity] : []), documentFormat];
      const answer = await connection.exchange(client.build(operations.printJob, about, attributes), exchange());
      return { answer, jobId: null, ignored: answer.kind === 'reply' ? unsupportedIn(answer.message) : [] };
    }
    const created = await connection.exchange(
      client.build(operations.createJob, [name, ...(attributes.length > 0 ? [fidelity] : [])], attributes),
      { repeatable: false, timeoutMs: Math.max(100, until - Date.now()) },
    );
    // A job without a document prints nothing, so whatever became of this request, nothing was delivered.
    if (created.kind === 'lost') return { answer: { ...created, left: 'nothing' }, jobId: null, ignored: [] };
    const jobId =
      created.kind === 'reply' && created.message.code < 0x0100
        ? numberOf(groupsOf(created.message, groupTags.job)[0], 'job-id')
        : null;
    if (created.kind === 'http' || jobId === null) return { answer: created, jobId: null, ignored: [] };
    const about = [attribute('job-id', 'integer', jobId), documentFormat, attribute('last-document', 'boolean', true)];
    const answer = await connection.exchange(client.build(operations.sendDocument, about), exchange());
    const refused = answer.kind === 'http' || (answer.kind === 'reply' && answer.message.code >= 0x0100);
    if (refused || (answer.kind === 'lost' && answer.left === 'nothing')) await client.cancel(jobId);
    return { answer, jobId, ignored: unsupportedIn(created.message) };
  };

  const follow = async (job: IppGroup | undefined): Promise<Outcome> => {
    const jobId = numberOf(job, 'job-id');
    const early = outcomeOfJob(job);
    if (early !== null) return early;
    const taken = `The printer took it${jobId === null ? '' : ` as job ${jobId}`}`;
    if (jobId === null) return delivered('accepted', `${taken} and gave no job-id to ask for.`);
    const until = Date.now() + (options.completionWaitMs ?? 1_500);
    for (let pauseMs = 0; Date.now() + pauseMs <= until; pauseMs = Math.min(500, pauseMs * 2 + 10)) {
      await sleep(pauseMs);
      const state = await client.job(jobId);
      if (state === null) return delivered('accepted', `${taken}, then said no more.`);
      const outcome = outcomeOfJob(state);
      if (outcome !== null) return outcome;
    }
    return delivered('accepted', `${taken}; it had not reported it as printed yet.`);
  };

  const print = async (job: IppJob): Promise<Outcome> => {
    const began = Date.now();
    const ready = await readiness();
    if ('kind' in ready) return ready;
    if (ready.stop !== null) return ready.stop;
    const document = await documentFor(job, ready, options);
    if ('kind' in document) return document;
    const until = began + timeoutMs - recoveryMs;
    const { answer, jobId, ignored } = await send(job, ready, document.format, document.bytes, until);
    if (answer.kind === 'reply' && answer.message.code < 0x0100) {
      const taken = groupsOf(answer.message, groupTags.job)[0];
      witness = numberOf(taken, 'job-id') ?? witness;
      return withIgnored(await follow(taken), ignored);
    }
    believed = null;
    if (answer.kind === 'http') return outcomeOfHttp(answer);
    if (answer.kind === 'lost') {
      if (answer.left === 'nothing') return outcomeOfUnreachable(answer.detail);
      const lost = { jobName: job.jobName, jobId, left: answer.left, detail: answer.detail, witness };
      return recoverLostJob(client, lost, recoveryMs, follow);
    }
    if (answer.message.code === statuses.attributesOrValuesNotSupported && template.attributes.length > 0) {
      // RFC 8011 §4.1.7: without fidelity it should have printed all the same. Without the attributes it will.
      const refused = unsupportedIn(answer.message).filter((name) =>
        template.attributes.some((one) => one.name === name),
      );
      const kept = refused.length > 0 ? template.attributes.filter(({ name }) => !refused.includes(name)) : [];
      template = { attributes: kept, validated: true };
      return withIgnored(await print(job), refused);
    }
    const refused = outcomeOfStatus(answer.message);
    if (refused.kind !== 'retry') return refused;
    // Busy may hide a reason to stop for: out of paper is worth telling, and its queue must wait.
    const now = await readiness();
    return 'kind' in now ? refused : (now.stop ?? now.complaint ?? refused);
  };

  return {
    print,
    lookUp: (doubtful) => lookUpJobs(client, doubtful),
    close: async () => connection.close(),
  };
}

/** The printer may print with its own values where it does not know ours; it says so in its answer. */
const fidelity = attribute('ipp-attribute-fidelity', 'boolean', false);

/** The bytes in a format the printer takes: as they are, or a PDF as PWG raster. */
async function documentFor(
  job: IppJob,
  ready: Readiness,
  { rasterize, defaults }: IppOptions,
): Promise<{ readonly format: string; readonly bytes: Uint8Array } | Outcome> {
  const format = chooseFormat(job.documentFormat, ready.formats);
  if (format !== null) return { format, bytes: job.bytes };
  const raster = 'image/pwg-raster';
  if (job.documentFormat === 'application/pdf' && rasterize && ready.formats.includes(raster)) {
    return { format: raster, bytes: await rasterize(job.bytes, { ...ready, sides: defaults?.sides ?? null }) };
  }
  const detail = `The printer does not take ${job.documentFormat}; it takes ${ready.formats.join(', ')}.`;
  return failed('hold', 'dispatch.format-unsupported', detail);
}

/** A substitution is told with the outcome, because nobody sees it at the printer (RFC 8011 §4.1.7). */
function withIgnored(outcome: Outcome, ignored: readonly string[]): Outcome {
  if (outcome.kind !== 'ok' || ignored.length === 0) return outcome;
  return { ...outcome, detail: `${outcome.detail} It did not do as asked with: ${ignored.join(', ')}.` };
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
