import type { Measure } from '../../../model/deliveryNote.ts';
import type { LabelParty, ShippingLabelMessage } from '../../../model/shippingLabel.ts';
import type { Gs1Element } from './elementString.ts';
import { countryNumberOf } from './isoCodes.ts';

/** What a logistic label says besides the SSCC, by the blocks of the GS1 Logistic Label Guideline. */
export interface LogisticElements {
  /** The goods: known when they are packed. */
  readonly supplier: readonly Gs1Element[];
  /** Where and for which order they go: known when they are ordered. */
  readonly customer: readonly Gs1Element[];
  /** How they get there: known when they leave. */
  readonly carrier: readonly Gs1Element[];
}

/**
 * The elements of a shipping label. Data that no element can hold (a batch in Cyrillic, an order of 40 characters), and
 * data that must not stand without what the message does not have (a batch without GTIN, a contained GTIN without its
 * count: GS1 General Specifications §4.13), are left out: they stand on the label as text.
 */
export function logisticElements(message: ShippingLabelMessage): LogisticElements {
  return {
    supplier: goods(message),
    customer: [
      ...element('410', message.shipTo.gln),
      ...element('400', characters(message.purchaseOrderReference, 30)),
    ],
    carrier: [
      ...postCode(message.shipTo, message.shipFrom),
      ...element('402', message.gsin),
      ...element('401', /^\d{4}/.test(message.consignment ?? '') ? characters(message.consignment, 30) : undefined),
      ...element('403', characters(message.route, 30)),
      ...weight('33', '34', message.grossWeight),
    ],
  };
}

function goods({ gtin: own, content = {} }: ShippingLabelMessage): Gs1Element[] {
  const { gtin: contained, count, variableCount, netWeight, batch, productionDate, bestBefore, expiryDate } = content;
  // Shorter GTINs get leading zeros (General Specifications §3.3.2).
  const gtin = (own ?? contained)?.padStart(14, '0');
  if (gtin === undefined) return [];
  const measures = isFixed(gtin)
    ? []
    : [...element('30', wholeNumber(variableCount)), ...weight('31', '32', netWeight)];
  if (gtin.startsWith('9') && measures.length === 0) return [];
  const counted = wholeNumber(count);
  if (own === undefined && counted === undefined) return [];
  return [
    ...(own === undefined ? [...element('02', gtin), ...element('37', counted)] : element('01', gtin)),
    ...measures,
    ...element('15', shortDate(bestBefore)),
    ...element('17', shortDate(expiryDate)),
    ...element('10', characters(batch, 20)),
    ...element('11', shortDate(productionDate)),
  ];
}

/** First digits 1 to 8: a grouping of items that are all alike (General Specifications §2.1.10). */
function isFixed(gtin: string): boolean {
  return /^[1-8]/.test(gtin);
}

/** (420) inside of a country, (421) with the number of the country across a border (§3.7.13, §3.7.14). */
function postCode({ address: to }: LabelParty, { address: from }: LabelParty): Gs1Element[] {
  const code = characters(to.postCode?.replaceAll(/\s/gu, ''), 20);
  if (code === undefined) return [];
  if (to.country === undefined || to.country === from.country) return element('420', code);
  const number = countryNumberOf.get(to.country);
  return number === undefined || code.length > 9 ? [] : element('421', number + code);
}

/** A weight as six digits whose last are decimals, as many as the last digit of the identifier says (§3.6.2). */
function weight(kilograms: string, pounds: string, measure: Measure | undefined): Gs1Element[] {
  const stem = measure?.unit === 'KGM' ? kilograms : measure?.unit === 'LBR' ? pounds : undefined;
  const [, whole = '', decimals = ''] = /^0*(\d{1,6})(?:\.(\d*?)0*)?$/.exec(measure?.value ?? '') ?? [];
  const digits = whole + decimals;
  if (stem === undefined || whole === '' || digits.length > 6 || decimals.length > 5) return [];
  return element(`${stem}0${decimals.length}`, digits.padStart(6, '0'));
}

function element(ai: string, value: string | undefined): Gs1Element[] {
  return value === undefined || value === '' ? [] : [{ ai, value }];
}

/** A text of character set 82 (§7.11) that is not too long. */
function characters(text: string | undefined, most: number): string | undefined {
  return text !== undefined && text.length <= most && /^[!"%-?A-Z_a-z]+$/.test(text) ? text : undefined;
}

function wholeNumber(count: string | undefined): string | undefined {
  return /^(\d{1,8})(?:\.0*)?$/.exec(count ?? '')?.[1];
}

function shortDate(date: string | undefined): string | undefined {
  return date?.slice(2, 10).replaceAll('-', '');
}
