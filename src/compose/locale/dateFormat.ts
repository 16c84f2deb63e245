import type { IsoDate } from '../../model/message.ts';
import { PostwerkError } from '../../errors.ts';

export type DateStyle = 'short' | 'medium' | 'long' | 'numeric';

export interface DateFormat {
  /** A calendar date as business papers of the language write it. */
  readonly date: (date: IsoDate) => string;
  /** A span of days, both included: "01.–31.10.2026". */
  readonly dateRange: (start: IsoDate, end: IsoDate) => string;
}

const pattern = /^(\d{4})-(\d{2})-(\d{2})/;

/**
 * @param tag BCP 47 tag given to `Intl`.
 * @param dateStyle The style that is unambiguous and usual on paper in this language (`medium`: 5 Nov 2026);
 *   `numeric` is 05.11.2026 where the language's own short and medium styles cut the year or spell the month.
 */
export function createDateFormat(tag: string, dateStyle: DateStyle): DateFormat {
  const style =
    dateStyle === 'numeric' ? ({ day: '2-digit', month: '2-digit', year: 'numeric' } as const) : { dateStyle };
  const format = new Intl.DateTimeFormat(tag, { ...style, timeZone: 'UTC' });
  const written = new Map<IsoDate, string>();
  const write = (date: IsoDate): string => {
    let text = written.get(date);
    if (text === undefined) {
      text = unbroken(format.format(toUtc(date)));
      // The papers of one day name a handful of dates; a long-lived process must not collect them for ever.
      if (written.size > 2000) written.clear();
      written.set(date, text);
    }
    return text;
  };
  return {
    date: write,
    dateRange(start, end) {
      const parts = format.formatRangeToParts(toUtc(start), toUtc(end));
      const lastOfStart = parts.findLastIndex(({ source }) => source === 'startRange');
      const between = parts[lastOfStart + 1];
      const twice = parts.some(({ type, source }) => type === 'year' && source === 'startRange');
      // Where CLDR writes both dates in full it may do so in another style than a single date's (cs: 01.10.2026).
      if (twice && between?.source === 'shared') return rangeOf(write(start), between.value, write(end));
      return unbroken(parts.map(({ value }) => value).join(''));
    },
  };
}

/** A line may end after the dash of a range, not before it and not within a date. */
function rangeOf(start: string, between: string, end: string): string {
  // What ends a date stands between two of them too ("г. – "); the dates bring their own.
  const dash = /\s*\S\s*$/u.exec(between)?.[0] ?? ' – ';
  return start + unbroken(dash).replace(/\u00a0$/, ' ') + end;
}

/** CLDR sets plain and thin spaces, which let the line break there. */
function unbroken(text: string): string {
  return text.replaceAll(/[ \u2009]/g, '\u00a0');
}

/** A calendar date has no time zone: it is formatted as midnight UTC in UTC. */
function toUtc(date: IsoDate): Date {
  const match = typeof date === 'string' ? pattern.exec(date) : null;
  const [year, month, day] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  const utc = new Date(Date.UTC(year, month - 1, day));
  if (match === null || utc.getUTCMonth() !== month - 1 || utc.getUTCDate() !== day) {
    throw new PostwerkError(
      'compose.template-failed',
      `${JSON.stringify(date) ?? 'nothing'} is not a date of the form YYYY-MM-DD.`,
    );
  }
  return utc;
}
