import { PostwerkError } from '../../errors.ts';
import { type State, states } from '../../model/states.ts';
import type { DocumentFilter } from '../../store/documentSearch.ts';

/** The query parameters by which documents are found, in the API and in the console alike. */
export interface DocumentQuery {
  readonly q?: string;
  readonly number?: string;
  readonly recipient?: string;
  readonly type?: string;
  readonly state?: State;
  readonly from?: string;
  readonly to?: string;
  readonly reference?: string;
  readonly jobId?: string;
  readonly limit?: number;
  readonly after?: string;
}

const text = (description: string) => ({ type: 'string', minLength: 1, maxLength: 200, description }) as const;

export const documentQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    q: text('Beginning of the number, the reference or the recipient’s name, in any case.'),
    number: text('The number on the document.'),
    recipient: text('Recipient id.'),
    type: text('`invoice`, `delivery-note`, `shipping-label` or another folder of templates/.'),
    state: { type: 'string', enum: states, description: 'State of the document.' },
    from: text(
      'Accepted at or after: a date (`2026-11-22`, from its first moment in UTC) or a time (`2026-11-22T08:00:00Z`).',
    ),
    to: text('Accepted before: a time, or a date, which is included to its last moment in UTC.'),
    reference: text('Your own key, as submitted.'),
    jobId: { type: 'string', format: 'uuid', description: 'Documents of one job.' },
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 50, description: 'Documents per page.' },
    after: text('`next` of the page before.'),
  },
} as const;

/** @throws PostwerkError web.invalid-request for a date that is none */
export function filterOf(query: DocumentQuery): DocumentFilter {
  const { q, from, to, ...same } = query;
  return {
    ...same,
    ...(q === undefined ? {} : { text: q }),
    ...(from === undefined ? {} : { from: moment('from', from, 0) }),
    ...(to === undefined ? {} : { to: moment('to', to, 1) }),
  };
}

/** A date means the start of that day, plus `days` for the end of a range; a time means itself. */
function moment(field: 'from' | 'to', value: string, days: number): Date {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(value);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(value);
  const time = isDate || isTime ? new Date(value) : new Date(Number.NaN);
  // Date takes 31 February for 3 March: the day must come back as it was written.
  if (Number.isNaN(time.getTime()) || (isDate && time.toISOString().slice(0, 10) !== value)) {
    const detail = `The query parameter ${field} is "${value}"; write a date as 2026-11-22 or a time as 2026-11-22T08:00:00Z.`;
    throw new PostwerkError('web.invalid-request', detail, { field });
  }
  return isDate ? new Date(time.getTime() + days * 86_400_000) : time;
}
