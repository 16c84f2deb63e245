import type { Address, Identifier, Party, Period } from '../../../model/message.ts';
import type { Helper } from './helper.ts';
import { optionalText, textOf } from './helper.ts';

/** Helpers that write values of the message as the locale writes them. */
export const formatHelpers: Readonly<Record<string, Helper>> = {
  /** `{{money amount currency}}`: "1.234,56 €". */
  money: ([amount, currency], data) => data.locale.money(textOf(amount), textOf(currency)),
  /** `{{amount amount currency}}`: the same without the currency, for columns. */
  amount: ([amount, currency], data) => data.locale.amount(textOf(amount), textOf(currency)),
  /** `carry-format="{{carryFormat currency}}"`: least decimals, and two figures from which layout learns the rest. */
  carryFormat([currency], data) {
    const write = (figure: string): string => data.locale.amount(figure, textOf(currency));
    const decimals = Array.from(write('0')).filter((letter) => /\p{Nd}/u.test(letter)).length - 1;
    return `${decimals}|${write('1234567.89')}|${write('-1234567.89')}`;
  },
  /** `{{amount (negated allowance.amount) currency}}`: EN 16931 gives allowances without sign. */
  negated([amount]) {
    const text = textOf(amount);
    if (!/[1-9]/.test(text)) return text;
    return text.startsWith('-') ? text.slice(1) : `-${text.replace('+', '')}`;
  },
  /** `{{number value min=2}}`. */
  number: ([value], data, hash) => data.locale.number(textOf(value), Number(hash['min'] ?? 0)),
  /** `{{percent rate}}`: "20 %". */
  percent: ([rate], data) => data.locale.percent(textOf(rate)),
  /** `{{date isoDate}}`; in a phrase nothing where there is no date. */
  date: ([date], data) => (date === undefined ? undefined : data.locale.date(textOf(date))),
  /** `{{quantity value unit}}`: "12 Stk."; without unit only the number. */
  quantity: ([value, unit], data) => data.locale.quantity(textOf(value), optionalText(unit)),
  /** `{{measure weight}}`: a value with its unit. */
  measure([measure], data) {
    const { value, unit } = measure as { value: string; unit: string };
    return data.locale.quantity(value, unit);
  },
  /** `{{unit code quantity}}`: only the word. */
  unit: ([code, quantity], data) => data.locale.unit(textOf(code), optionalText(quantity)),
  /** `{{packages "PX" count}}`: "2 Paletten", by UN/ECE Recommendation 21. */
  packages: ([code, count], data) =>
    count === undefined
      ? data.locale.unit(`X${textOf(code)}`, '1')
      : data.locale.quantity(textOf(count), `X${textOf(code)}`),
  /** `{{period invoicingPeriod}}`: "01.–31.10.2026", or the end that is there. */
  period([period], data) {
    const { startDate, endDate } = (period ?? {}) as Period;
    const { locale } = data;
    if (startDate === undefined)
      return endDate === undefined ? '' : locale.text('common:until', { date: locale.date(endDate) });
    if (endDate === undefined) return locale.text('common:from', { date: locale.date(startDate) });
    return startDate === endDate ? locale.date(startDate) : locale.dateRange(startDate, endDate);
  },
  /** `{{#with (ownNumber party) as |number|}}`: the identifier without scheme, by which the two know each other. */
  ownNumber([party]) {
    const { identifiers = [] } = (party ?? {}) as Party;
    return identifiers.find(({ scheme, value }) => scheme === undefined && value !== '')?.value;
  },
  /** `{{phrase "common:origin" value=(country item.originCountry)}}`: nothing where there is no code. */
  country([code], data) {
    const found = optionalText(code);
    return found === undefined ? undefined : data.locale.country(found);
  },
  /** `{{join " · " (itemNumber item.standardIdentifier)}}`: a GTIN is called so, other schemes speak for themselves. */
  itemNumber([identifier], data) {
    const { value, scheme } = (identifier ?? {}) as Partial<Identifier>;
    // ISO 6523 ICD 0160 is the GTIN.
    return value !== undefined && scheme === '0160' ? data.locale.text('common:gtin', { value }) : value;
  },
  /** `{{#each (addressLines address homeCountry)}}`: lines below the name. */
  addressLines: ([address, home], data) =>
    address === undefined ? [] : data.locale.address(address as Address, optionalText(home) ?? null),
  /** `{{#each (partyLines party homeCountry)}}`: name, trading name and address. */
  partyLines([party, home], data) {
    const { name, tradingName, address } = (party ?? {}) as Party;
    const names = (tradingName === name ? [name] : [name, tradingName]).filter(
      (line): line is string => line !== undefined && line.trim() !== '',
    );
    return data.locale.party(names, address ?? {}, optionalText(home) ?? null);
  },
};
