import type { DeviceReason } from '../../model/deviceReport.ts';
import type { Outcome } from '../../model/outcome.ts';
import { failed } from '../outcome.ts';
import type { IppGroup, IppMessage } from './ippCodec.ts';
import {
  booleanOf,
  groupsOf,
  groupTags,
  numberOf,
  numbersOf,
  printerStates,
  resolutionsOf,
  textOf,
  textsOf,
} from './ippMessages.ts';

/** Attributes asked of a printer before it is given a job. */
export const readinessAttributes = [
  'printer-state',
  'printer-state-reasons',
  'printer-state-message',
  'printer-is-accepting-jobs',
  'document-format-supported',
  'operations-supported',
  'printer-uri-supported',
  'uri-security-supported',
  'pwg-raster-document-resolution-supported',
  'pwg-raster-document-type-supported',
  'pwg-raster-document-sheet-back',
] as const;

/** printer-state-reasons (RFC 8011 §5.4.12) with which nothing comes out, in words for a person at the device. */
const blockingReasons: Readonly<Record<string, readonly [DeviceReason, string]>> = {
  'media-empty': ['paper-out', 'out of paper'],
  'media-needed': ['paper-out', 'waits for paper'],
  'media-jam': ['paper-jam', 'paper jam'],
  'cover-open': ['cover-open', 'cover open'],
  'door-open': ['cover-open', 'door open'],
  'interlock-open': ['cover-open', 'cover or door open'],
  offline: ['offline', 'offline'],
  paused: ['paused', 'paused'],
  'moving-to-paused': ['paused', 'paused'],
  shutdown: ['offline', 'switched off'],
  'toner-empty': ['ink-out', 'toner empty'],
  'marker-supply-empty': ['ink-out', 'ink or toner empty'],
  'marker-waste-full': ['other', 'waste container full'],
  'output-area-full': ['output-full', 'output tray full'],
  'output-tray-missing': ['tray-missing', 'output tray missing'],
  'input-tray-missing': ['tray-missing', 'paper tray missing'],
  'spool-area-full': ['buffer-full', 'memory full'],
};

/** What a person should see to before it stops the printer. */
const warningReasons: Readonly<Record<string, DeviceReason>> = {
  'media-low': 'paper-low',
  'toner-low': 'ink-low',
  'marker-supply-low': 'ink-low',
};

export interface Readiness {
  /** `stop` when the printer cannot print now. */
  readonly stop: Outcome | null;
  /** `stop` when it only warns of what keeps others from printing: paper missing in one tray, or for the job it has. */
  readonly complaint: Outcome | null;
  readonly formats: readonly string[];
  /** operations-supported; empty when it does not say. */
  readonly operations: readonly number[];
  /** What it takes of PWG raster (PWG 5102.4 and 5100.14): dots per inch, best first; types (`sgray_8`); how the back of a sheet lies. */
  readonly resolutions: readonly number[];
  readonly rasterTypes: readonly string[];
  readonly sheetBack: string | null;
  /** An address at which it offers TLS; null when it offers none. */
  readonly secureUri: string | null;
}

/** Judges a Get-Printer-Attributes answer. */
export function readReadiness(message: IppMessage): Readiness {
  const printer = groupsOf(message, groupTags.printer)[0];
  const formats = textsOf(printer, 'document-format-supported').map((format) => format.toLowerCase());
  const problem = problemOf(printer);
  const complaints = blockingIn(reasonsOf(printer, 'warning'));
  return {
    complaint:
      complaints.length === 0
        ? null
        : failed(
            'stop',
            'dispatch.device-stopped',
            `The printer takes no job now and says: ${complaints.map(([, word]) => word).join(', ')}.`,
            complaints.map(([reason]) => reason),
          ),
    stop: problem === null ? null : failed('stop', 'dispatch.device-stopped', problem.detail, problem.reasons),
    formats,
    operations: numbersOf(printer, 'operations-supported'),
    resolutions: resolutionsOf(printer, 'pwg-raster-document-resolution-supported'),
    rasterTypes: textsOf(printer, 'pwg-raster-document-type-supported'),
    sheetBack: textOf(printer, 'pwg-raster-document-sheet-back'),
    secureUri: secureUriOf(printer),
  };
}

/** printer-uri-supported and uri-security-supported stand side by side (RFC 8011 §5.4.2). */
function secureUriOf(printer: IppGroup | undefined): string | null {
  const security = textsOf(printer, 'uri-security-supported');
  const index = security.indexOf('tls');
  return index < 0 ? null : (textsOf(printer, 'printer-uri-supported')[index] ?? null);
}

/** Keywords without their severity: an error without suffix stops, `-report` and `-warning` do not (RFC 8011 §5.4.12). */
function reasonsOf(printer: IppGroup | undefined, severity: 'error' | 'warning'): string[] {
  return textsOf(printer, 'printer-state-reasons')
    .filter((reason) => reason !== 'none' && /-(?:report|warning)$/.test(reason) === (severity === 'warning'))
    .map((reason) => reason.replace(/-(?:error|warning|report)$/, ''));
}

function blockingIn(keywords: readonly string[]): (readonly [DeviceReason, string])[] {
  return keywords.flatMap((keyword) => {
    const entry = blockingReasons[keyword];
    return entry ? [entry] : [];
  });
}

/** What does not stop the printer yet. */
export function warningsOf(printer: IppGroup | undefined): DeviceReason[] {
  const warnings = reasonsOf(printer, 'warning');
  const low = [...warnings, ...reasonsOf(printer, 'error')].flatMap((reason) => warningReasons[reason] ?? []);
  return [...new Set([...low, ...blockingIn(warnings).map(([reason]) => reason)])];
}

/** Why the printer prints nothing now; null when it does. */
export function problemOf(
  printer: IppGroup | undefined,
): { readonly detail: string; readonly reasons: readonly DeviceReason[] } | null {
  const blocking = reasonsOf(printer, 'error');
  const known = blockingIn(blocking);
  const said = textOf(printer, 'printer-state-message');
  const words = [...new Set(known.length > 0 ? known.map(([, word]) => word) : blocking)].join(', ');
  const detail = [words, said].filter((part) => part !== null && part !== '').join('; ');
  const suffix = detail === '' ? '' : `: ${detail}`;
  const reasons = [...new Set(known.map(([reason]) => reason))];
  if (booleanOf(printer, 'printer-is-accepting-jobs') === false) {
    return { detail: `The printer does not accept jobs${suffix}.`, reasons: [...reasons, 'refuses-jobs'] };
  }
  if (numberOf(printer, 'printer-state') === printerStates.stopped) {
    return { detail: `The printer is stopped${suffix}.`, reasons: reasons.length > 0 ? reasons : ['other'] };
  }
  return known.length > 0 ? { detail: `The printer says: ${detail}.`, reasons } : null;
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
