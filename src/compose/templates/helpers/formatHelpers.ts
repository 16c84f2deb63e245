import type { Address, Identifier, Party, Period } from '../../../model/message.ts';
import type { Helper } from './helper.ts';
import { optionalText, textOf } from './helper.ts';

/** Helpers that write values of the message as the locale writes them. */
export const formatHelpers: Readonly<Record<string, Helper>> = {
  /** `{{money amount currency}}`: "1.234,56 €". */
  money: (data, _, amount, currency) => data.locale.money(textOf(amount), textOf(currency)),
  /** `{{amount amount currency}}`: the same without the currency, for columns. */
  amount: (data, _, amount, currency) => data.locale.amount(textOf(amount), textOf(currency)),
  /** `carry-format="{{carryFormat currency}}"`: least decimals, and two figures from which layout learns the rest. */
  carryFormat(data, _, currency) {
    const write = (figure: string): string => data.locale.amount(figure, textOf(currency));
    const decimals = Array.from(write('0')).filter((letter) => /\p{Nd}/u.test(letter)).length - 1;
    return `${decimals}|${write('1234567.89')}|${write('-1234567.89')}`;
  },
  /** `{{amount (negated allowance.amount) currency}}`: EN 16931 gives allowances without sign. */
  negated(_, __, amount) {
    const text = textOf(amount);
    if (!/[1-9]/.test(text)) return text;
    return text.startsWith('-') ? text.slice(1) : `-${text.replace('+', '')}`;
  },
  /** `{{number value min=2}}`. */
  number: (data, named, value) => data.locale.number(textOf(value), Number(named['min'] ?? 0)),
  /** `{{percent rate}}`: "20 %". */
  percent: (data, _, rate) => data.locale.percent(textOf(rate)),
  /** `{{date isoDate}}`; in a phrase nothing where there is no date. */
  date: (data, _, date) => (date === undefined ? undefined : data.locale.date(textOf(date))),
  /** `{{quantity value unit}}`: "12 Stk."; without unit only the number. */
  quantity: (data, _, value, unit) => data.locale.quantity(textOf(value), optionalText(unit)),
  /** `{{measure weight}}`: a value with its unit. */
  measure(data, _, measure) {
    const { value, unit } = measure as { value: string; unit: string };
    return data.locale.quantity(value, unit);
  },
  /** `{{unit code quantity}}`: only the word. */
  unit: (data, _, code, quantity) => data.locale.unit(textOf(code), optionalText(quantity)),
  /** `{{packages "PX" count}}`: "2 Paletten", by UN/ECE Recommendation 21. */
  packages: (data, _, code, count) =>
    count === undefined
      ? data.locale.unit(`X${textOf(code)}`, '1')
      : data.locale.quantity(textOf(count), `X${textOf(code)}`),
  /** `{{period invoicingPeriod}}`: "01.–31.10.2026", or the end that is there. */
  period(data, _, period) {
    const { startDate, endDate } = (period ?? {}) as Period;
    const { locale } = data;
    if (startDate === undefined)
      return endDate === undefined ? '' : locale.text('common:until', { date: locale.date(endDate) });
    if (endDate === undefined) return locale.text('common:from', { date: locale.date(startDate) });
    return startDate === endDate ? locale.date(startDate) : locale.dateRange(startDate, endDate);
  },
  /** `{{#with (ownNumber party) as |number|}}`: the identifier without scheme, by which the two know each other. */
  ownNumber(_, __, party) {
    const { identifiers = [] } = (party ?? {}) as Party;
    return identifiers.find(({ scheme, value }) => scheme === undefined && value !== '')?.value;
  },
  /** `{{phrase "common:origin" value=(country item.originCountry)}}`: nothing where there is no code. */
  country(data, _, code) {
    const found = optionalText(code);
    return found === undefined ? undefined : data.locale.country(found);
  },
  /** `{{join " · " (itemNumber item.standardIdentifier)}}`: a GTIN is called so, other schemes speak for themselves. */
  itemNumber(data, _, identifier) {
    const { value, scheme } = (identifier ?? {}) as Partial<Identifier>;
    // ISO 6523 ICD 0160 is the GTIN.
    return value !== undefined && scheme === '0160' ? data.locale.text('common:gtin', { value }) : value;
  },
  /** `{{#each (addressLines address homeCountry)}}`: lines below the name. */
  addressLines: (data, _, address, home) =>
    address === undefined ? [] : data.locale.address(address as Address, optionalText(home) ?? null),
  /** `{{#each (partyLines party homeCountry)}}`: name, trading name and address. */
  partyLines(data, _, party, home) {
    const { name, tradingName, address } = (party ?? {}) as Party;
    const names = (tradingName === name ? [name] : [name, tradingName]).filter(
      (line): line is string => line !== undefined && line.trim() !== '',
    );
    return data.locale.party(names, address ?? {}, optionalText(home) ?? null);
  },
};
