import type { IsoDate, Period } from '../../model/message.ts';
import type { XmlElement } from './xml.ts';
import { attribute, first, invalidTerm, isDay, isoDateOf, toldOrAbsent } from './xmlTerms.ts';

/** UNTDID 2379 formats that begin with the day: 102 CCYYMMDD, 203 with hours and minutes, 204 with seconds. */
const dayFormats = new Set(['102', '203', '204']);

/**
 * The date in a ram:…DateTime element, whatever its inner element is called (udt:DateTimeString, qdt:DateTimeString,
 * udt:DateString or udt:DateTime).
 *
 * @throws PostwerkError intake.invalid-term when it is no calendar date
 */
export function ciiDate(from: XmlElement | undefined, path: string, term: string): IsoDate | undefined {
  const holder = first(from, path);
  const element = holder?.children.find((child) => child.text !== '') ?? holder;
  if (element === undefined || element.text === '') return undefined;
  const format = attribute(element, 'format');
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?$/u.exec(element.text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return isoDateOf(element, element.text, term);
  if ((format !== undefined && !dayFormats.has(format)) || !isDay(+year, +month, +day)) {
    throw invalidTerm(element, term, 'a calendar date YYYYMMDD with format="102"');
  }
  return `${year}-${month}-${day}`;
}

/** ram:BillingSpecifiedPeriod: BG-14, BG-26. */
export function ciiPeriod(period: XmlElement | undefined, term: string): Period | undefined {
  return toldOrAbsent<Period>({
    startDate: ciiDate(period, 'ram:StartDateTime', term),
    endDate: ciiDate(period, 'ram:EndDateTime', term),
  });
}
