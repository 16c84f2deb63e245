import { crc32 } from './crc32.ts';
import { lzmaLiterals } from './lzmaLiterals.ts';
import { oneLine, placeOf, type PaymentOrder } from './paymentOrder.ts';
import { variableSymbol } from './spaydPayload.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUV';
/** bysquare type 0 (PAY), version 1 (1.1.0: with beneficiary), document type 0, reserved 0. */
const header = [0x01, 0x00];

/**
 * Content of a PAY by square code (Slovak Banking Association, by square 1.1.0 §3), or null for an account that is not
 * Slovak or another currency than euro: fields between tabs, checked by CRC-32, packed by LZMA, written in base 32.
 */
export function payBySquarePayload(order: PaymentOrder): string | null {
  if (order.country !== 'SK' || order.currency !== 'EUR') return null;
  const fields = [
    oneLine(order.number, 10),
    '1',
    // A payment order.
    '1',
    order.amount.replace(/\.?0+$/, ''),
    order.currency,
    order.dueDate?.replaceAll('-', '') ?? '',
    variableSymbol(order) ?? '',
    '',
    '',
    '',
    oneLine(order.reference, 140),
    '1',
    order.account,
    order.bic,
    // No standing order, no direct debit.
    '0',
    '0',
    oneLine(order.name, 70),
    oneLine(order.address.line1 ?? '', 70),
    oneLine(placeOf(order.address), 70),
  ];
  const text = new TextEncoder().encode(fields.join('\t'));
  const checked = new Uint8Array(4 + text.length);
  new DataView(checked.buffer).setUint32(0, crc32(text), true);
  checked.set(text, 4);
  const length = [checked.length & 0xff, checked.length >> 8];
  return base32hex(Uint8Array.from([...header, ...length, ...lzmaLiterals(checked)]));
}

/** RFC 4648 §7, without padding. */
function base32hex(bytes: Uint8Array): string {
  let out = '';
  let pending = 0;
  let count = 0;
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xfff;
    count += 8;
    while (count >= 5) {
      count -= 5;
      out += alphabet.charAt((pending >> count) & 31);
    }
  }
  return count === 0 ? out : out + alphabet.charAt((pending << (5 - count)) & 31);
}
