import upnqr from 'upnqr';
import { describe, expect, it } from 'vitest';
import { endsInMod11, isCreditorReference, isIban } from '../../../../src/compose/payment/iban.ts';
import { hub3Payload } from '../../../../src/compose/payment/hub3Payload.ts';
import { ipsPayload } from '../../../../src/compose/payment/ipsPayload.ts';
import { spaydPayload } from '../../../../src/compose/payment/spaydPayload.ts';
import { swissPayment } from '../../../../src/compose/payment/swissPayment.ts';
import { upnPayload } from '../../../../src/compose/payment/upnPayload.ts';
import { judgeHub3, judgeIps, judgeSpayd, judgeUpn } from '../../../support/paymentTables.ts';
import { orderTo } from './orders.ts';

/** Without its due date, which the examples do not have. */
function undated(...order: Parameters<typeof orderTo>): ReturnType<typeof orderTo> {
  const { dueDate: _, ...rest } = orderTo(...order);
  return rest;
}

/** Examples that the publishers of the standards give, from the same data. What we always say differently is named. */
describe('published examples', () => {
  it('SPAYD: the one of the specification (qr-platba.cz, format), with the name of the payee', () => {
    const example = 'SPD*1.0*ACC:CZ2806000000000168540115*AM:450.00*CC:CZK*MSG:PLATBA ZA ZBOZI*X-VS:1234567890';
    const order = undated('CZ2806000000000168540115', {
      ...{ amount: '450.00', currency: 'CZK', bic: '', name: 'Obchod' },
      ...{ number: 'Platba za zboží', reference: '1234567890' },
    });
    const payload = spaydPayload(order) ?? '';
    expect(payload.replace('*RN:OBCHOD', '').replace('ZBOZI 1234567890', 'ZBOZI')).toBe(example);
    expect(judgeSpayd(payload)).toEqual([]);
  });

  it('HUB3: the order of annex A of HUB-3, in euro, with our purpose; its check digit is not that of model 01', () => {
    const example =
      'HRVHUB30\nHRK\n000000000012355\nŽELJKO SENEKOVIĆ\nIVANEČKA ULICA 125\n42000 VARAŽDIN\n2DBK d.d.\n' +
      'ALKARSKI PROLAZ 13B\n21230 SINJ\nHR1210010051863000160\nHR01\n7269-68949637676-00019\nCOST\n' +
      'Troškovi za 1. mjesec\n';
    const payload = hub3Payload(
      orderTo('HR1210010051863000160', {
        ...{ amount: '123.55', name: '2DBK d.d.', number: 'Troškovi za 1. mjesec' },
        address: { line1: 'ALKARSKI PROLAZ 13B', postCode: '21230', city: 'SINJ' },
        payer: {
          name: 'ŽELJKO SENEKOVIĆ',
          address: { line1: 'IVANEČKA ULICA 125', postCode: '42000', city: 'VARAŽDIN' },
        },
        reference: 'HR01 7269-68949637676-00019',
      }),
    );
    expect(payload?.replace('\nEUR\n', '\nHRK\n').replace('\nGDSV\n', '\nCOST\n').replace('\nHR00\n', '\nHR01\n')).toBe(
      example,
    );
    expect(judgeHub3(payload ?? '')).toEqual([]);
  });

  it('IPS QR: the bill for electricity that the National Bank of Serbia shows, with our purpose code', () => {
    const example =
      'K:PR|V:01|C:1|R:845000000040484987|N:JP EPS BEOGRAD\r\nBALKANSKA 13|I:RSD3596,13|' +
      'P:MRĐO MAČKATOVIĆ\r\nŽUPSKA 13\r\nBEOGRAD 6|SF:189|S:UPLATA PO RAČUNU ZA EL. ENERGIJU|RO:97163220000111111111000';
    const payload = ipsPayload(
      orderTo('RS00845000000040484987', {
        ...{ amount: '3596.13', currency: 'RSD', name: 'JP EPS BEOGRAD' },
        address: { line1: 'BALKANSKA 13' },
        payer: { name: 'MRĐO MAČKATOVIĆ', address: { line1: 'ŽUPSKA 13', city: 'BEOGRAD 6' } },
        number: 'UPLATA PO RAČUNU ZA EL. ENERGIJU',
        reference: '97 163220000111111111000',
      }),
    );
    expect(payload?.replace('|SF:221|', '|SF:189|')).toBe(example);
    expect(judgeIps(payload ?? '')).toEqual([]);
  });

  it('UPN QR: one that another generator publishes in its tests (QRCoder), with our purpose and without reference', () => {
    const example =
      'UPNQR\n\n\n\n\nJanez Novak\nSlovenska cesta 1\n1000 Ljubljana\n00000015050\n\n\nOTHR\nPayment for services\n\n' +
      'SI56011006001234567\nSI00\nPodjetje d.o.o.\nTrzaska cesta 10\n2000 Maribor\n167\n';
    const payload = upnPayload(
      undated('SI56011006001234567', {
        ...{
          amount: '150.50',
          name: 'Podjetje d.o.o.',
          number: 'Payment for services',
          reference: 'Payment for services',
        },
        address: { line1: 'Trzaska cesta 10', postCode: '2000', city: 'Maribor' },
        payer: {
          name: 'Janez Novak',
          address: { line1: 'Slovenska cesta 1', postCode: '1000', city: 'Ljubljana' },
        },
      }),
    );
    expect(payload?.replace('\nGDSV\n', '\nOTHR\n').replace('\nSI99\n', '\nSI00\n')).toBe(example);
    expect(judgeUpn(payload ?? '')).toEqual([]);
    expect(upnqr.decode(payload ?? '')).toMatchObject({ ime_prejemnika: 'Podjetje d.o.o.', znesek: 150.5 });
  });

  it('Swiss QR: the parties, reference and address of the implementation guidelines (SIX, annex A)', () => {
    const payment = swissPayment(
      orderTo('CH4431999123000889012', {
        ...{ amount: '1949.75', currency: 'CHF', name: 'Robert Schneider AG', number: 'Order of 15 June 2020' },
        address: { line1: 'Rue du Lac 1268/2/22', postCode: '2501', city: 'Biel', country: 'CH' },
        payer: {
          name: 'Pia-Maria Rutschmann-Schnyder',
          address: { line1: 'Grosse Marktgasse 28', postCode: '9400', city: 'Rorschach', country: 'CH' },
        },
        reference: '210000000003139471430009017',
      }),
    );
    expect(payment?.data).toBe(
      'SPC\n0200\n1\nCH4431999123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268/2/22\n2501\nBiel\nCH\n\n\n\n\n\n\n\n' +
        '1949.75\nCHF\nS\nPia-Maria Rutschmann-Schnyder\nGrosse Marktgasse\n28\n9400\nRorschach\nCH\nQRR\n' +
        '210000000003139471430009017\nOrder of 15 June 2020\nEPD',
    );
  });
});

describe('published check digits', () => {
  it.each([
    ['model HR01', '20207891', true],
    ['model SI12', '12345678909', true],
    ['another last digit', '12345678901', false],
  ])('%s', (_, digits, isRight) => {
    expect(endsInMod11(digits)).toBe(isRight);
  });

  it('IBAN and creditor reference of ISO 13616 and ISO 11649', () => {
    for (const iban of [
      'GB29NWBK60161331926819',
      'SI56191000000123438',
      'RS35260005601001611379',
      'HU42117730161111101800000000',
    ]) {
      expect({ iban, is: isIban(iban) }).toEqual({ iban, is: true });
    }
    expect(isCreditorReference('RF18539007547034')).toBe(true);
  });
});
