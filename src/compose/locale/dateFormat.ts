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
  return {
    date(date) {
      let text = written.get(date);
      if (text === undefined) {
        text = format.format(toUtc(date));
        // The papers of one day name a handful of dates; a long-lived process must not collect them for ever.
        if (written.size > 2000) written.clear();
        written.set(date, text);
      }
      return text;
    },
    dateRange: (start, end) =>
      // CLDR sets thin spaces around the dash, which let the line break there.
      format.formatRange(toUtc(start), toUtc(end)).replaceAll('\u2009', '\u00a0'),
  };
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
