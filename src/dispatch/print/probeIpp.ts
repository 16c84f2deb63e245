import type { ConnectionOptions } from 'node:tls';
import { openIppConnection } from './ippConnection.ts';
import {
  attribute,
  buildRequest,
  describeStatus,
  groupsOf,
  groupTags,
  numberOf,
  operations,
  printerStates,
  resolutionsOf,
  statuses,
  textOf,
  textsOf,
} from './ippMessages.ts';
import { problemOf, warningsOf } from './ippReadiness.ts';
import type { Found } from './probeDevice.ts';

const wanted = [
  'printer-state',
  'printer-state-reasons',
  'printer-state-message',
  'printer-is-accepting-jobs',
  'printer-make-and-model',
  'printer-firmware-string-version',
  'printer-device-id',
  'printer-serial-number',
  'printer-resolution-default',
  'document-format-supported',
  'media-ready',
  'media-default',
  'queued-job-count',
  'printer-impressions-completed',
] as const;

/** Get-Printer-Attributes (RFC 8011 §4.2.5), in IPP 2.0 and, where the printer does not know that, 1.1. */
export async function probeIpp(uri: string, timeoutMs: number, tls?: ConnectionOptions): Promise<Found> {
  const connection = openIppConnection(uri, { connectTimeoutMs: timeoutMs / 2, ...(tls ? { tls } : {}) });
  const request = (version: readonly [number, number]) =>
    buildRequest({
      operation: operations.getPrinterAttributes,
      requestId: version[0],
      version,
      printerUri: connection.printerUri,
      userName: 'postwerk',
      operationAttributes: [attribute('requested-attributes', 'keyword', ...wanted)],
    });
  try {
    const exchange = { repeatable: true, timeoutMs: timeoutMs / 2 };
    let answer = await connection.exchange(request([2, 0]), exchange);
    if (answer.kind === 'reply' && answer.message.code === statuses.versionNotSupported) {
      answer = await connection.exchange(request([1, 1]), exchange);
    }
    const encrypted = connection.encrypted();
    if (answer.kind === 'lost') {
      return { answered: false, state: 'unreachable', detail: `It did not answer (${answer.detail}).` };
    }
    if (answer.kind === 'http') {
      const detail = `It answered ${answer.detail} instead of IPP.`;
      return { answered: false, state: 'unreachable', reasons: ['other'], detail, encrypted };
    }
    const printer = groupsOf(answer.message, groupTags.printer)[0];
    if (answer.message.code >= 0x0100 || !printer) {
      const detail = `It answered ${describeStatus(answer.message)}.`;
      return { answered: false, state: 'unreachable', reasons: ['other'], detail, encrypted };
    }
    const problem = problemOf(printer);
    const working = numberOf(printer, 'printer-state') === printerStates.processing;
    const ready = textsOf(printer, 'media-ready');
    return {
      answered: true,
      state: problem ? 'stopped' : working ? 'printing' : 'idle',
      reasons: problem?.reasons ?? [],
      warnings: warningsOf(printer),
      detail: problem?.detail ?? (textOf(printer, 'printer-state-message') || (working ? 'It is printing.' : 'Ready.')),
      model: textOf(printer, 'printer-make-and-model'),
      serial: textOf(printer, 'printer-serial-number') ?? serialIn(textOf(printer, 'printer-device-id')),
      firmware: textOf(printer, 'printer-firmware-string-version'),
      dpi: resolutionsOf(printer, 'printer-resolution-default')[0] ?? null,
      media: ready.length > 0 ? ready : textsOf(printer, 'media-default'),
      formats: textsOf(printer, 'document-format-supported'),
      printed: numberOf(printer, 'printer-impressions-completed'),
      waiting: numberOf(printer, 'queued-job-count'),
      encrypted,
    };
  } finally {
    connection.close();
  }
}

/** The serial number in an IEEE 1284 device id: `MFG:…;MDL:…;SN:…;`. */
function serialIn(deviceId: string | null): string | null {
  return /(?:^|;)(?:SN|SERN|SERIALNUMBER):([^;]+)/i.exec(deviceId ?? '')?.[1] ?? null;
}
