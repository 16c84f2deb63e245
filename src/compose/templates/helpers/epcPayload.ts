import type { InvoiceMessage } from '../../../model/invoice.ts';
import { isCreditNote } from './invoiceHelpers.ts';

/**
 * Content of an EPC QR code, which a banking app reads as a SEPA credit transfer (EPC069-12 v3.0, version 002), or
 * null where the invoice is not payable by one: another currency, no IBAN, nothing or too much to pay, paid by card
 * or direct debit.
 */
export function epcPayload(message: InvoiceMessage): string | null {
  const transfer = message.payment?.creditTransfers?.find(({ account }) => isIban(compact(account)));
  const payable = message.totals.payableAmount;
  const name = clean(transfer?.accountName ?? message.payee?.name ?? message.seller.name ?? '', 70);
  if (transfer === undefined || message.currency !== 'EUR' || name === '' || !isPayable(payable)) return null;
  if (message.payment?.directDebit !== undefined || isCreditNote(message)) return null;

  const bic = compact(transfer.bic ?? '');
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    // Optional in version 002 within the EEA; a BIC of the wrong form would make apps refuse the code.
    /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(bic) ? bic : '',
    name,
    compact(transfer.account),
    `EUR${plain(payable)}`,
    '',
    '',
    clean(message.payment?.remittanceInformation ?? message.number, 140),
  ].join('\n');
}

/** EPC069-12: 0.01 to 999999999.99 with at most two decimals. */
function isPayable(amount: string): boolean {
  return /^\+?0*\d{1,9}(?:\.\d{0,2}0*)?$/.test(amount) && /[1-9]/.test(amount);
}

function plain(amount: string): string {
  const [whole = '0', fraction = ''] = amount.replace('+', '').split('.');
  const cents = fraction.slice(0, 2).padEnd(2, '0');
  return `${whole.replace(/^0+(?=\d)/, '')}.${cents}`;
}

/** ISO 13616-1: mod 97 of the rearranged account, letters as 10 to 35, must be 1. */
export function isIban(account: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account)) return false;
  let remainder = 0;
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

function compact(text: string): string {
  return text.replaceAll(/\s/g, '').toUpperCase();
}

/** One line without controls, cut to the length the standard allows. */
function clean(text: string, length: number): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, length)
    .trim();
}
