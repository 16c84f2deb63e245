import type { IppAttribute, IppGroup, IppMessage } from '../../dispatch/print/ippCodec.ts';
import {
  attribute,
  booleanOf,
  buildResponse,
  groupsOf,
  groupTags,
  jobStates,
  numberOf,
  operations,
  printerStates,
  statuses,
  textOf,
  textsOf,
} from '../../dispatch/print/ippMessages.ts';
import { valueTags } from '../../dispatch/print/ippValues.ts';
import type { IppJobRecord, IppJobs } from './ippJobs.ts';

export interface IppPrinter {
  readonly jobs: IppJobs;
  readonly name: string;
  readonly uri: string;
  /** Why it prints nothing: printer-state-reasons and printer-state-message; null when it prints. */
  readonly trouble: { readonly reason: string; readonly message: string } | null;
  readonly busy: boolean;
  /** Knows no job template attributes at all. */
  readonly plain: boolean;
}

/** Job template attributes this printer does, with the values it takes. */
const supported: Readonly<Record<string, (value: unknown) => boolean>> = {
  copies: (value) => typeof value === 'number' && value >= 1 && value <= 99,
  sides: (value) => sides.includes(String(value)),
  media: (value) => value === a4,
  'media-col': () => true,
};
const a4 = 'iso_a4_210x297mm';
const sides = ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'];

export interface IppAnswer {
  readonly message: IppMessage;
  /** Whether the request put a document on paper. */
  readonly printed: boolean;
}

const formats = ['application/pdf', 'application/vnd.zebra-zpl', 'image/pwg-raster', 'application/octet-stream'];
const operationNames = Object.values(operations);

/** What a small printer answers to one request (RFC 8011 §4). */
export function answerIpp(request: IppMessage, document: Uint8Array, printer: IppPrinter): IppAnswer {
  const operation = groupsOf(request, groupTags.operation)[0];
  const name = textOf(operation, 'job-name') ?? 'untitled';
  const user = textOf(operation, 'requesting-user-name') ?? 'anonymous';
  const format = textOf(operation, 'document-format') ?? 'application/octet-stream';
  const jobId = numberOf(operation, 'job-id') ?? idFromUri(textOf(operation, 'job-uri'));
  const say = (status: number, groups: readonly IppGroup[] = [], text?: string): IppAnswer => ({
    message: buildResponse(request, status, groups, text),
    printed: false,
  });
  const refused = unsupportedOf(request, printer.plain);
  const must = booleanOf(operation, 'ipp-attribute-fidelity') === true;
  // RFC 8011 §4.1.7: what it does not know it ignores and says so, or refuses the job where the client insists.
  const taken = refused === null ? statuses.ok : statuses.okIgnoredAttributes;
  const withJob = (job: IppJobRecord): readonly IppGroup[] => [
    ...(refused === null ? [] : [refused]),
    jobGroup(job, printer, []),
  ];
  const cannot = (): IppAnswer | null => {
    if (refused !== null && must) return say(statuses.attributesOrValuesNotSupported, [refused]);
    if (printer.trouble !== null) return say(statuses.busy, [], printer.trouble.message);
    return printer.busy ? say(statuses.busy, [], 'busy with another job') : null;
  };
  const options = optionsOf(request);

  // RFC 8011 §4.1.8: only versions 1 and 2 are known here.
  if (request.version[0] < 1 || request.version[0] > 2) return say(statuses.versionNotSupported);
  const flaw = flawOf(request, operation);
  if (flaw !== null) return say(statuses.badRequest, [], flaw);

  switch (request.code) {
    case operations.getPrinterAttributes:
      return say(statuses.ok, [printerGroup(printer, textsOf(operation, 'requested-attributes'))]);
    case operations.validateJob:
      if (!formats.includes(format)) return say(statuses.documentFormatNotSupported);
      if (refused === null) return say(statuses.ok);
      return say(must ? statuses.attributesOrValuesNotSupported : statuses.okIgnoredAttributes, [refused]);
    case operations.printJob: {
      if (!formats.includes(format)) return say(statuses.documentFormatNotSupported, [], `${format} is not supported`);
      const no = cannot();
      if (no !== null) return no;
      if (document.byteLength === 0) return say(statuses.badRequest, [], 'there is no document');
      const job = printer.jobs.print({ name, user, options, mediaType: format, bytes: document });
      return { message: buildResponse(request, taken, withJob(job)), printed: true };
    }
    case operations.createJob:
      return cannot() ?? say(taken, withJob(printer.jobs.create(name, user, options)));
    case operations.sendDocument: {
      if (!formats.includes(format)) return say(statuses.documentFormatNotSupported, [], `${format} is not supported`);
      const no = cannot();
      if (no !== null) return no;
      // One document a job: this printer has no multiple-document-jobs-supported (RFC 8011 §5.4.16).
      if (booleanOf(operation, 'last-document') === null)
        return say(statuses.badRequest, [], 'last-document is missing');
      const job = jobId === null ? null : printer.jobs.send(jobId, format, document);
      if (job === null)
        return say(jobId !== null && printer.jobs.find(jobId) ? statuses.notPossible : statuses.notFound);
      return { message: buildResponse(request, statuses.ok, withJob(job)), printed: true };
    }
    case operations.getJobs: {
      const which = textOf(operation, 'which-jobs') === 'completed' ? 'completed' : 'not-completed';
      const wanted = textsOf(operation, 'requested-attributes');
      const jobs = printer.jobs.list(which, numberOf(operation, 'limit') ?? 100);
      // RFC 8011 §4.2.6.1: without a wish, only job-id and job-uri are given.
      const chosen = wanted.length === 0 ? ['job-id', 'job-uri'] : wanted;
      return say(
        statuses.ok,
        jobs.map((job) => jobGroup(job, printer, chosen)),
      );
    }
    case operations.getJobAttributes: {
      const job = jobId === null ? null : printer.jobs.find(jobId);
      if (job === null) return say(statuses.notFound);
      return say(statuses.ok, [jobGroup(job, printer, textsOf(operation, 'requested-attributes'))]);
    }
    case operations.cancelJob: {
      const result = jobId === null ? 'unknown' : printer.jobs.cancel(jobId);
      if (result === 'unknown') return say(statuses.notFound);
      return say(result === 'canceled' ? statuses.ok : statuses.notPossible);
    }
    default:
      return say(statuses.operationNotSupported);
  }
}

/** What every request must have (RFC 8011 §4.1.1, §4.1.4, §4.1.5), or null when it has it. */
function flawOf(request: IppMessage, operation: IppGroup | undefined): string | null {
  if (request.requestId < 1) return 'request-id is below 1';
  const names = operation?.attributes.map(({ name }) => name) ?? [];
  if (names[0] !== 'attributes-charset') return 'the first attribute is not attributes-charset';
  if (names[1] !== 'attributes-natural-language') return 'the second attribute is not attributes-natural-language';
  return names.includes('printer-uri') || names.includes('job-uri') ? null : 'there is no printer-uri';
}

function printerGroup(printer: IppPrinter, wanted: readonly string[]): IppGroup {
  const open = printer.jobs.list('not-completed', 1000);
  const busy = open.some((job) => job.state === jobStates.processing);
  const state = printer.trouble !== null ? printerStates.stopped : busy ? printerStates.processing : printerStates.idle;
  return {
    tag: groupTags.printer,
    attributes: choose(wanted, [
      attribute('printer-uri-supported', 'uri', printer.uri),
      attribute('uri-security-supported', 'keyword', 'none'),
      attribute('uri-authentication-supported', 'keyword', 'requesting-user-name'),
      attribute('printer-name', 'name', printer.name),
      attribute('printer-info', 'text', printer.name),
      attribute('printer-location', 'text', 'This computer'),
      attribute('printer-more-info', 'uri', printer.uri.replace('ipp:', 'http:')),
      attribute('printer-make-and-model', 'text', 'Postwerk virtual printer'),
      attribute('printer-state', 'enum', state),
      attribute('printer-state-reasons', 'keyword', printer.trouble?.reason ?? 'none'),
      attribute('printer-state-message', 'text', printer.trouble?.message ?? ''),
      attribute('printer-is-accepting-jobs', 'boolean', true),
      attribute('queued-job-count', 'integer', open.length),
      attribute('ipp-versions-supported', 'keyword', '1.0', '1.1', '2.0'),
      attribute('operations-supported', 'enum', ...operationNames),
      attribute('charset-configured', 'charset', 'utf-8'),
      attribute('charset-supported', 'charset', 'utf-8'),
      attribute('natural-language-configured', 'naturalLanguage', 'en'),
      attribute('generated-natural-language-supported', 'naturalLanguage', 'en'),
      attribute('document-format-default', 'mimeMediaType', 'application/pdf'),
      attribute('document-format-supported', 'mimeMediaType', ...formats),
      attribute('compression-supported', 'keyword', 'none'),
      attribute('media-default', 'keyword', a4),
      attribute('media-supported', 'keyword', a4),
      attribute('media-ready', 'keyword', a4),
      ...(printer.plain
        ? []
        : [
            attribute('sides-supported', 'keyword', ...sides),
            attribute('sides-default', 'keyword', 'one-sided'),
            attribute('copies-default', 'integer', 1),
          ]),
      attribute('printer-impressions-completed', 'integer', printer.jobs.printed),
      a4Collection,
      attribute('pdl-override-supported', 'keyword', 'not-attempted'),
      attribute('printer-up-time', 'integer', upTime()),
    ]),
  };
}

/** media-col-default (PWG 5100.3 §3.13): A4 in hundredths of millimetres. */
const a4Collection: IppAttribute = {
  name: 'media-col-default',
  values: [
    {
      tag: valueTags.beginCollection,
      value: {
        members: [
          {
            name: 'media-size',
            values: [
              {
                tag: valueTags.beginCollection,
                value: {
                  members: [attribute('x-dimension', 'integer', 21_000), attribute('y-dimension', 'integer', 29_700)],
                },
              },
            ],
          },
        ],
      },
    },
  ],
};

/** The job template attributes of a request, as text for the landscape's page. */
function optionsOf(request: IppMessage): Readonly<Record<string, string>> {
  const attributes = groupsOf(request, groupTags.job).flatMap((group) => group.attributes);
  return Object.fromEntries(
    attributes.map(({ name, values }) => [name, values.map(({ value }) => wordsOf(value)).join(', ')]),
  );
}

function wordsOf(value: unknown): string {
  if (value === null || typeof value !== 'object' || !('members' in value)) return String(value);
  const { members } = value as { readonly members: readonly IppAttribute[] };
  return members.map(({ name, values }) => `${name} ${values.map((one) => wordsOf(one.value)).join(' ')}`).join(' ');
}

/** What of a request's job template this printer does not do, as an unsupported group; null when it does everything. */
function unsupportedOf(request: IppMessage, plain: boolean): IppGroup | null {
  const attributes = groupsOf(request, groupTags.job)
    .flatMap((group) => group.attributes)
    .filter(({ name, values }) => plain || supported[name]?.(values[0]?.value) !== true);
  if (attributes.length === 0) return null;
  const none = [{ tag: valueTags.unsupported, value: null }];
  return { tag: groupTags.unsupported, attributes: attributes.map(({ name }) => ({ name, values: none })) };
}

function jobGroup(job: IppJobRecord, printer: IppPrinter, wanted: readonly string[]): IppGroup {
  const done = job.state === jobStates.completed;
  const waits = job.state === jobStates.held;
  const ended = job.state >= jobStates.canceled;
  // Times are seconds of printer-up-time; a job from before the last start is older than that (RFC 8011 §5.3.14).
  const created = upTime() - Math.floor((Date.now() - job.createdAt) / 1_000);
  return {
    tag: groupTags.job,
    attributes: choose(wanted, [
      attribute('job-uri', 'uri', `${printer.uri}/${job.id}`),
      attribute('job-id', 'integer', job.id),
      attribute('job-printer-uri', 'uri', printer.uri),
      attribute('job-name', 'name', job.name),
      attribute('job-originating-user-name', 'name', job.user),
      attribute('job-state', 'enum', job.state),
      attribute('job-state-reasons', 'keyword', done ? 'job-completed-successfully' : waits ? 'job-incoming' : 'none'),
      attribute('number-of-documents', 'integer', waits ? 0 : 1),
      attribute('job-printer-up-time', 'integer', upTime()),
      attribute('time-at-creation', 'integer', created),
      timeOrNone('time-at-processing', ended || job.state === jobStates.processing ? created : null),
      timeOrNone('time-at-completed', ended ? created : null),
    ]),
  };
}

/** printer-up-time counts seconds from 1 (RFC 8011 §5.4.29). */
function upTime(): number {
  return Math.floor(process.uptime()) + 1;
}

function timeOrNone(name: string, seconds: number | null): IppAttribute {
  if (seconds !== null) return attribute(name, 'integer', seconds);
  return { name, values: [{ tag: valueTags.noValue, value: null }] };
}

/** RFC 8011 §4.2.5.1: a group keyword or nothing asks for everything. */
function choose(wanted: readonly string[], attributes: readonly IppAttribute[]): readonly IppAttribute[] {
  const everything =
    wanted.length === 0 || wanted.some((name) => ['all', 'printer-description', 'job-description'].includes(name));
  return everything ? attributes : attributes.filter(({ name }) => wanted.includes(name));
}

function idFromUri(uri: string | null): number | null {
  const id = Number(/\/(\d+)$/.exec(uri ?? '')?.[1] ?? Number.NaN);
  return Number.isInteger(id) ? id : null;
}
