import type { Address } from '../../model/message.ts';
import { isCreditorReference } from './iban.ts';
import { compact, oneLine, type PaymentOrder, streetOf } from './paymentOrder.ts';

/** What a payment part with QR code says (SIX, Swiss Implementation Guidelines QR-bill 2.3). */
export interface SwissPayment {
  /** Content of the Swiss QR code. */
  readonly data: string;
  readonly account: string;
  readonly creditor: readonly string[];
  readonly debtor: readonly string[];
  /** In groups, as it is printed; absent for a payment without reference. */
  readonly reference?: string;
  readonly message?: string;
  readonly currency: string;
  /** With a dot and groups between blanks: "1 276.20" (Style guide QR-bill §3.4). */
  readonly amount: string;
}

interface Reference {
  readonly type: 'QRR' | 'SCOR' | 'NON';
  readonly code: string;
  readonly printed?: string;
}

/**
 * The payment part of an invoice, or null where a QR-bill is not possible: an account outside of Switzerland and
 * Liechtenstein, another currency than CHF and EUR, an address without post code or town, or a QR-IBAN without its QR reference.
 */
export function swissPayment(order: PaymentOrder): SwissPayment | null {
  const { account, currency } = order;
  if ((order.country !== 'CH' && order.country !== 'LI') || (currency !== 'CHF' && currency !== 'EUR')) return null;
  const creditor = partyOf(order.name, order.address);
  const reference = referenceOf(order);
  const debtor = partyOf(order.payer.name, order.payer.address);
  if (creditor === null || debtor === null || reference === null || account.length !== 21) return null;
  const shown = reference.type === 'NON' ? order.reference : order.number;
  const message = swissText(shown, 140);
  const lines = [
    'SPC',
    '0200',
    '1',
    account,
    ...creditor.fields,
    // The ultimate creditor is for the future.
    ...noParty,
    order.amount,
    currency,
    ...debtor.fields,
    reference.type,
    reference.code,
    message,
    'EPD',
  ];
  return {
    data: lines.join('\n'),
    account: account.replaceAll(/(.{4})(?=.)/g, '$1 '),
    creditor: creditor.printed,
    debtor: debtor.printed,
    ...(reference.printed !== undefined && { reference: reference.printed }),
    ...(message !== '' && { message }),
    currency,
    amount: order.amount.replaceAll(/\B(?=(?:\d{3})+\.)/g, ' '),
  };
}

const noParty = ['', '', '', '', '', '', ''];

/** A structured address, the only one allowed since November 2025 (§4.2.2, address type S). */
function partyOf(
  name: string,
  address: Address,
): { readonly fields: readonly string[]; readonly printed: readonly string[] } | null {
  const { country = '', city = '', postCode: code = '' } = address;
  if ([name, city, code].some((part) => swissText(part, 16) === '') || !/^[A-Z]{2}$/.test(country)) return null;
  const { street, house } = streetOf(address);
  const [owner, road, place] = [swissText(name, 70), swissText(street, 70), swissText(city, 35)];
  const postCode = swissText(code, 16);
  const abroad = country === 'CH' || country === 'LI' ? '' : `${country}-`;
  return {
    fields: ['S', owner, road, swissText(house, 16), postCode, place, country],
    printed: [owner, `${road} ${house}`.trim(), `${abroad}${postCode} ${place}`.trim()].filter((line) => line !== ''),
  };
}

/** A QR-IBAN (institution 30000 to 31999) goes with a QR reference and only with it (§4.2.2, Annex B). */
function referenceOf({ account, reference }: PaymentOrder): Reference | null {
  const code = compact(reference);
  const institution = Number(account.slice(4, 9));
  if (institution >= 30000 && institution <= 31999) {
    const digits = code.padStart(27, '0');
    if (!/^\d{27}$/.test(digits) || !hasQrCheckDigit(digits)) return null;
    // Two digits, then groups of five (Style guide §3.6.2).
    return { type: 'QRR', code: digits, printed: digits.replaceAll(/\B(?=(?:\d{5})+$)/g, ' ') };
  }
  if (!isCreditorReference(code)) return { type: 'NON', code: '' };
  return { type: 'SCOR', code, printed: code.replaceAll(/(.{4})(?=.)/g, '$1 ') };
}

const carries = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

/** Modulo 10 recursive (§4.2.2 Annex B): the carry walks through the table digit by digit. */
export function hasQrCheckDigit(reference: string): boolean {
  let carry = 0;
  for (const digit of reference.slice(0, -1)) carry = carries[(carry + Number(digit)) % 10] ?? 0;
  return reference.endsWith(String((10 - carry) % 10));
}

/** Basic Latin, Latin-1 Supplement, Latin Extended-A, Ș ș Ț ț and the euro sign (§4.1.1); others become a dot. */
function swissText(text: string, length: number): string {
  return oneLine(text.normalize('NFC').replaceAll(/[^\u0020-\u007e\u00a0-\u017fȘșȚț€]/gu, '.'), length);
}
