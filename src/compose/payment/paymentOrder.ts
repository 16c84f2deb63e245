import type { InvoiceMessage } from '../../model/invoice.ts';
import type { Address, IsoDate } from '../../model/message.ts';
import { isBic, isIban } from './iban.ts';
import { isCreditNote } from './isCreditNote.ts';

/** What every payment code says: the transfer that settles an invoice. */
export interface PaymentOrder {
  /** IBAN without blanks. */
  readonly account: string;
  /** Country of the account. */
  readonly country: string;
  /** A BIC of the right form, else ''. */
  readonly bic: string;
  readonly name: string;
  readonly address: Address;
  readonly payer: { readonly name: string; readonly address: Address };
  /** With two decimals, no leading zeros: "1276.20". */
  readonly amount: string;
  readonly currency: string;
  readonly dueDate?: IsoDate;
  readonly number: string;
  /** The creditor's reference or text for the payer (BT-83), else the number of the invoice. */
  readonly reference: string;
}

/**
 * The transfer, or null where none can or should be made: no IBAN, nothing to pay or fractions of a cent, paid by direct
 * debit, a credit note.
 */
export function paymentOrder(message: InvoiceMessage): PaymentOrder | null {
  const transfer = message.payment?.creditTransfers?.find(({ account }) => isIban(compact(account)));
  const name = oneLine(transfer?.accountName ?? message.payee?.name ?? message.seller.name ?? '', 140);
  if (transfer === undefined || name === '' || !isPayable(message.totals.payableAmount)) return null;
  if (message.payment?.directDebit !== undefined || isCreditNote(message)) return null;
  const account = compact(transfer.account);
  const bic = compact(transfer.bic ?? '');
  return {
    account,
    country: account.slice(0, 2),
    bic: isBic(bic) ? bic : '',
    name,
    address: message.seller.address ?? {},
    payer: { name: oneLine(message.buyer.name ?? '', 140), address: message.buyer.address ?? {} },
    amount: plainAmount(message.totals.payableAmount),
    currency: message.currency,
    ...(message.dueDate !== undefined && { dueDate: message.dueDate }),
    number: message.number,
    reference: message.payment?.remittanceInformation ?? message.number,
  };
}

/** 0.01 to 999999999.99 with at most two decimals: what all schemes allow. */
function isPayable(amount: string): boolean {
  return /^\+?0*\d{1,9}(?:\.\d{0,2}0*)?$/.test(amount) && /[1-9]/.test(amount);
}

function plainAmount(amount: string): string {
  const [whole = '0', fraction = ''] = amount.replace('+', '').split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${fraction.slice(0, 2).padEnd(2, '0')}`;
}

export function compact(text: string): string {
  return text.replaceAll(/\s/g, '').toUpperCase();
}

/** One line without controls, cut to the length that the standard allows. */
export function oneLine(text: string, length: number): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= length ? line : cut(line, length).trim();
}

/** Whole characters only: no half of a surrogate pair is left at the end. */
function cut(text: string, length: number): string {
  const part = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(part) ? part.slice(0, -1) : part;
}

/** Street and house number, where the line ends in one: "Bahnhofstrasse 12a". */
export function streetOf({ line1 = '' }: Address): { readonly street: string; readonly house: string } {
  const [, street, house] = /^(.*\p{L}.*?)\s+(\d+\s?[a-zA-Z]?(?:[-/]\d+\s?[a-zA-Z]?)*)$/u.exec(line1.trim()) ?? [];
  return street === undefined || house === undefined ? { street: line1.trim(), house: '' } : { street, house };
}

/** Post code and place on one line. */
export function placeOf({ postCode = '', city = '' }: Address): string {
  return `${postCode} ${city}`.trim();
}

/** Basic Latin of the same letters, for schemes without accents; what has none is left out. */
export function plainLetters(text: string): string {
  return text
    .replaceAll(/[ßæœøđłĐŁØÆŒ]/gu, (letter) => withoutStroke[letter] ?? '')
    .normalize('NFD')
    .replaceAll(/[^\u0020-\u007e]/gu, '');
}

/** Letters that a scheme does not know become their basic Latin ones; what has none is left out. */
export function lettersWithin(text: string, known: RegExp): string {
  return Array.from(text.normalize('NFC'), (letter) => (known.test(letter) ? letter : plainLetters(letter))).join('');
}

/** The longest beginning that stays within so many bytes of UTF-8. */
export function withinBytes(text: string, most: number): string {
  let end = text.length;
  while (Buffer.byteLength(cut(text, end)) > most) end -= 1;
  return cut(text, end).trim();
}

const withoutStroke: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Đ: 'D',
  Ł: 'L',
};
