import { describe, expect, it } from 'vitest';
import { documentNumberOf, identifiersOf, recipientNameOf } from '../../../src/intake/messageTerms.ts';
import { fullDeliveryNote, fullInvoice, fullShippingLabel } from './fullMessages.ts';

const invoice = { type: 'invoice', message: fullInvoice } as const;
const deliveryNote = { type: 'delivery-note', message: fullDeliveryNote } as const;
const label = { type: 'shipping-label', message: fullShippingLabel } as const;

describe('terms of a message', () => {
  it('numbers every type', () => {
    expect([invoice, deliveryNote, label].map(documentNumberOf)).toEqual(['R-2026-1001', 'LS-2026-6', 'S-1']);
  });

  it('names the recipient: buyer, receiver of the goods, ship-to', () => {
    expect(recipientNameOf(invoice)).toBe('Donau Logistik GmbH');
    expect(recipientNameOf(deliveryNote)).toBe('Donau Logistik GmbH');
    expect(recipientNameOf(label)).toBe('Duna Raktár Kft.');
    const buyer = { tradingName: 'Duna' };
    expect(recipientNameOf({ type: 'invoice', message: { ...fullInvoice, buyer } })).toBe('Duna');
    expect(recipientNameOf({ type: 'invoice', message: { ...fullInvoice, buyer: {} } })).toBeUndefined();
  });

  it('finds an invoice recipient by everything that identifies the buyer, and by nothing of the seller', () => {
    const seller = { ...fullInvoice.seller, vatIdentifier: 'SELLER' };
    expect(identifiersOf({ type: 'invoice', message: { ...fullInvoice, seller } })).toEqual([
      'invoice@example.com',
      'EM:invoice@example.com',
      'ATU12345678',
      '9100000000014',
      '0088:9100000000014',
      'FN 123456a',
      '9914:FN 123456a',
    ]);
  });

  it('puts the customer number of a delivery note first', () => {
    const found = identifiersOf(deliveryNote);
    expect(found[0]).toBe('K-10001');
    expect(found).toContain('E-1');
    expect(new Set(found).size).toBe(found.length);
  });

  it('has none for a label or for a party without', () => {
    expect(identifiersOf(label)).toEqual([]);
    expect(identifiersOf({ type: 'invoice', message: { ...fullInvoice, buyer: { name: 'x' } } })).toEqual([]);
  });

  it('knows the recipient of a type that is only a folder of templates', () => {
    const reminder = {
      number: 'M-1',
      recipient: { name: 'Donau', vatIdentifier: 'ATU1', identifiers: [{ value: 'K-1' }] },
    };
    const typed = { type: 'reminder', message: reminder } as unknown as Parameters<typeof recipientNameOf>[0];
    expect(recipientNameOf(typed)).toBe('Donau');
    expect(identifiersOf(typed)).toEqual(['ATU1', 'K-1']);
    const nobody = { type: 'reminder', message: { number: 'M-1' } } as unknown as typeof typed;
    expect([recipientNameOf(nobody), identifiersOf(nobody)]).toEqual([undefined, []]);
  });
});
