import { valueTags } from './ippValues.ts';
import type { IppAttribute, IppGroup, IppMessage, IppValue } from './ippCodec.ts';

/** operation-id (RFC 8011 §5.4.15). */
export const operations = {
  printJob: 0x0002,
  validateJob: 0x0004,
  createJob: 0x0005,
  sendDocument: 0x0006,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

/** status-code (RFC 8011 appendix B.1). Below 0x0100 the operation succeeded. */
export const statuses = {
  ok: 0x0000,
  okIgnoredAttributes: 0x0001,
  badRequest: 0x0400,
  forbidden: 0x0401,
  notAuthenticated: 0x0402,
  notAuthorized: 0x0403,
  notPossible: 0x0404,
  timeout: 0x0405,
  notFound: 0x0406,
  gone: 0x0407,
  requestEntityTooLarge: 0x0408,
  documentFormatNotSupported: 0x040a,
  attributesOrValuesNotSupported: 0x040b,
  documentFormatError: 0x0411,
  internalError: 0x0500,
  operationNotSupported: 0x0501,
  serviceUnavailable: 0x0502,
  versionNotSupported: 0x0503,
  deviceError: 0x0504,
  temporaryError: 0x0505,
  notAcceptingJobs: 0x0506,
  busy: 0x0507,
  jobCanceled: 0x0508,
} as const;

/** job-state (RFC 8011 §5.3.7). */
export const jobStates = {
  pending: 3,
  held: 4,
  processing: 5,
  stopped: 6,
  canceled: 7,
  aborted: 8,
  completed: 9,
} as const;

/** printer-state (RFC 8011 §5.4.11). */
export const printerStates = { idle: 3, processing: 4, stopped: 5 } as const;

export const groupTags = { operation: 0x01, job: 0x02, printer: 0x04, unsupported: 0x05 } as const;

type Content = string | number | boolean | Date;

/** An attribute with values of one tag. */
export function attribute(name: string, tag: keyof typeof valueTags, ...values: readonly Content[]): IppAttribute {
  return { name, values: values.map((value): IppValue => ({ tag: valueTags[tag], value })) };
}

export interface RequestParts {
  readonly operation: number;
  readonly requestId: number;
  readonly version: readonly [number, number];
  readonly printerUri: string;
  readonly userName: string;
  /** Operation attributes after the ones every request has. */
  readonly operationAttributes?: readonly IppAttribute[];
}

/**
 * A request with the operation attributes every request needs, in the order RFC 8011 §4.1.4 and §4.1.5 demand:
 * charset, natural language, target, then the rest.
 */
export function buildRequest(parts: RequestParts): IppMessage {
  return {
    version: parts.version,
    code: parts.operation,
    requestId: parts.requestId,
    groups: [
      {
        tag: groupTags.operation,
        attributes: [
          attribute('attributes-charset', 'charset', 'utf-8'),
          attribute('attributes-natural-language', 'naturalLanguage', 'en'),
          attribute('printer-uri', 'uri', parts.printerUri),
          attribute('requesting-user-name', 'name', parts.userName),
          ...(parts.operationAttributes ?? []),
        ],
      },
    ],
  };
}

/** A response (RFC 8011 §4.1.4.2): the operation group says charset and language, then the given groups. */
export function buildResponse(
  request: IppMessage,
  status: number,
  groups: readonly IppGroup[] = [],
  message?: string,
): IppMessage {
  return {
    version: request.version,
    code: status,
    requestId: request.requestId,
    groups: [
      {
        tag: groupTags.operation,
        attributes: [
          attribute('attributes-charset', 'charset', 'utf-8'),
          attribute('attributes-natural-language', 'naturalLanguage', 'en'),
          ...(message === undefined ? [] : [attribute('status-message', 'text', message)]),
        ],
      },
      ...groups,
    ],
  };
}

export function groupsOf(message: IppMessage, tag: number): readonly IppGroup[] {
  return message.groups.filter((group) => group.tag === tag);
}

function valuesOf(group: IppGroup | undefined, name: string): readonly IppValue[] {
  return group?.attributes.find((candidate) => candidate.name === name)?.values ?? [];
}

/** Texts of an attribute, whatever string syntax the device chose; a text with language gives its text. */
export function textsOf(group: IppGroup | undefined, name: string): string[] {
  return valuesOf(group, name).flatMap(({ value }) => {
    if (typeof value === 'string') return [value];
    if (value !== null && typeof value === 'object' && 'text' in value) return [value.text];
    return [];
  });
}

export function textOf(group: IppGroup | undefined, name: string): string | null {
  return textsOf(group, name)[0] ?? null;
}

export function numberOf(group: IppGroup | undefined, name: string): number | null {
  const value = valuesOf(group, name)[0]?.value;
  return typeof value === 'number' ? value : null;
}

export function numbersOf(group: IppGroup | undefined, name: string): number[] {
  return valuesOf(group, name).flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
}

/** Resolutions of an attribute in dots per inch (units 3; RFC 8011 §5.1.16), finest first. */
export function resolutionsOf(group: IppGroup | undefined, name: string): number[] {
  return valuesOf(group, name)
    .flatMap(({ value }) =>
      value !== null && typeof value === 'object' && 'units' in value && value.units === 3 ? [value.feed] : [],
    )
    .toSorted((a, b) => b - a);
}

export function booleanOf(group: IppGroup | undefined, name: string): boolean | null {
  const value = valuesOf(group, name)[0]?.value;
  return typeof value === 'boolean' ? value : null;
}

/** `client-error-not-found (0x0406)`, with the device's own status-message where it gave one. */
export function describeStatus(message: IppMessage): string {
  const name = Object.entries(statuses).find(([, code]) => code === message.code)?.[0] ?? 'status';
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const kind = message.code >= 0x0500 ? 'server-error-' : message.code >= 0x0400 ? 'client-error-' : '';
  const said = textOf(groupsOf(message, groupTags.operation)[0], 'status-message');
  return `${kind}${words} (0x${message.code.toString(16).padStart(4, '0')})${said ? `: ${said.replace(/[.\s]+$/, '')}` : ''}`;
}
