import type { Outcome } from '../../model/outcome.ts';
import { failed } from '../outcome.ts';
import type { IppGroup, IppMessage } from './ippCodec.ts';
import { booleanOf, groupsOf, groupTags, numberOf, printerStates, textOf, textsOf } from './ippMessages.ts';

/** Attributes asked of a printer before it is given a job. */
export const readinessAttributes = [
  'printer-state',
  'printer-state-reasons',
  'printer-state-message',
  'printer-is-accepting-jobs',
  'document-format-supported',
] as const;

/** printer-state-reasons (RFC 8011 §5.4.12) with which nothing comes out, in words for a person at the device. */
const blockingReasons: Readonly<Record<string, string>> = {
  'media-empty': 'out of paper',
  'media-needed': 'waits for paper',
  'media-jam': 'paper jam',
  'cover-open': 'cover open',
  'door-open': 'door open',
  'interlock-open': 'cover or door open',
  offline: 'offline',
  paused: 'paused',
  'moving-to-paused': 'paused',
  shutdown: 'switched off',
  'toner-empty': 'toner empty',
  'marker-supply-empty': 'ink or toner empty',
  'marker-waste-full': 'waste container full',
  'output-area-full': 'output tray full',
  'output-tray-missing': 'output tray missing',
  'input-tray-missing': 'paper tray missing',
  'spool-area-full': 'memory full',
};

export interface Readiness {
  /** `stop` when the printer cannot print now. */
  readonly stop: Outcome | null;
  readonly formats: readonly string[];
}

/** Judges a Get-Printer-Attributes answer. */
export function readReadiness(message: IppMessage): Readiness {
  const printer = groupsOf(message, groupTags.printer)[0];
  const formats = textsOf(printer, 'document-format-supported').map((format) => format.toLowerCase());
  const problem = problemOf(printer);
  return { stop: problem === null ? null : failed('stop', 'dispatch.device-stopped', problem), formats };
}

function problemOf(printer: IppGroup | undefined): string | null {
  const reasons = textsOf(printer, 'printer-state-reasons').filter((reason) => reason !== 'none');
  // A keyword without suffix is an error; -report and -warning do not stop the printer (RFC 8011 §5.4.12).
  const blocking = reasons
    .filter((reason) => !/-(report|warning)$/.test(reason))
    .map((reason) => reason.replace(/-error$/, ''));
  const known = blocking.flatMap((reason) => blockingReasons[reason] ?? []);
  const said = textOf(printer, 'printer-state-message');
  const words = [...new Set(known.length > 0 ? known : blocking)].join(', ');
  const detail = [words, said].filter((part) => part !== null && part !== '').join('; ');
  if (booleanOf(printer, 'printer-is-accepting-jobs') === false) {
    return `The printer does not accept jobs${detail === '' ? '' : `: ${detail}`}.`;
  }
  if (numberOf(printer, 'printer-state') === printerStates.stopped) {
    return `The printer is stopped${detail === '' ? '' : `: ${detail}`}.`;
  }
  return known.length > 0 ? `The printer says: ${detail}.` : null;
}

/** Formats under which a printer may take the same bytes, best first. */
const sameBytes: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['application/pdf'],
  // Zebra's own name first, then CUPS' raw queues, then "whatever it is" (RFC 8011 §5.1.9: auto-sensed).
  'application/vnd.zebra-zpl': [
    'application/vnd.zebra-zpl',
    'application/vnd.zebra-zpl2',
    'x-application/zpl',
    'application/vnd.cups-raw',
    'application/octet-stream',
  ],
};

/** The document-format to send `wanted` as, or null when the printer takes none. A printer that lists none is tried. */
export function chooseFormat(wanted: string, formats: readonly string[]): string | null {
  if (formats.length === 0) return wanted;
  return (sameBytes[wanted] ?? [wanted]).find((format) => formats.includes(format)) ?? null;
}
