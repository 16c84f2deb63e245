import { decode } from 'bysquare/pay';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBarcode } from '../../../../src/compose/barcodes/encodeBarcode.ts';
import type { Symbology } from '../../../../src/compose/barcodes/symbologies.ts';
import { hub3Payload } from '../../../../src/compose/payment/hub3Payload.ts';
import { ipsPayload } from '../../../../src/compose/payment/ipsPayload.ts';
import { mnbPayload } from '../../../../src/compose/payment/mnbPayload.ts';
import { payBySquarePayload } from '../../../../src/compose/payment/payBySquarePayload.ts';
import { spaydPayload } from '../../../../src/compose/payment/spaydPayload.ts';
import { upnPayload } from '../../../../src/compose/payment/upnPayload.ts';
import { prepareProof, proveBarcodes } from '../../../../src/compose/proof/proveBarcodes.ts';
import { orderTo } from './orders.ts';

const czech = orderTo('CZ6508000000192000145399', { currency: 'CZK', reference: '2026000417', bic: 'GIBACZPX' });
const slovak = orderTo('SK3112000000198742637541', {
  bic: 'TATRSKBX',
  reference: '2026000417',
  name: 'Žilinská cesta s.r.o.',
});
const slovene = orderTo('SI56192001234567892', {
  name: 'Prevoznik Črnič d.o.o.',
  address: { line1: 'Dunajska cesta 5', postCode: '1000', city: 'Ljubljana', country: 'SI' },
  reference: 'SI00 2026417',
});
const croatian = orderTo('HR1210010051863000160', {
  name: 'Jadranski prijevoz i logistika d.o.o.',
  reference: 'HR01 2026-419-4',
});
const serbian = orderTo('RS35105008123123123173', {
  currency: 'RSD',
  name: 'Вожд превоз д.о.о.',
  reference: 'RE-2026-417',
});
const hungarian = orderTo('HU42117730161111101800000000', { currency: 'HUF', amount: '127600.00', bic: 'OTPVHUHB' });

describe('SPAYD', () => {
  it('holds account, amount, day and symbols in upper-case basic Latin', () => {
    expect(spaydPayload(czech)).toBe(
      'SPD*1.0*ACC:CZ6508000000192000145399+GIBACZPX*AM:1276.20*CC:CZK*DT:20261202*RN:ALPENFRACHT LOGISTIK AG*' +
        'MSG:RE-2026-417 2026000417*X-VS:2026000417',
    );
  });

  it('escapes what would end a field or begin an escape, and drops accents', () => {
    expect(spaydPayload({ ...czech, name: 'Žluťoučký * kůň' })).toContain('*RN:ZLUTOUCKY %2A KUN*');
    expect(spaydPayload({ ...czech, name: '+5 %' })).toContain('*RN:%2B5 %25*');
    expect(spaydPayload({ ...czech, name: '%'.repeat(30) })).toContain(`*RN:${'%25'.repeat(11)}*`);
    expect(spaydPayload({ ...czech, name: '物流' })).not.toContain('RN:');
  });

  it('has no amounts of ten millions', () => {
    expect(spaydPayload({ ...czech, amount: '9999999.99' })).toContain('*AM:9999999.99*');
    expect(spaydPayload({ ...czech, amount: '10000000.00' })).toBeNull();
  });

  it('is only for Czech accounts', () => {
    expect(spaydPayload({ ...czech, country: 'AT' })).toBeNull();
    expect(spaydPayload({ ...czech, currency: 'USD' })).toBeNull();
  });
});

describe('PAY by square', () => {
  it('is read by an independent decoder', () => {
    const payload = payBySquarePayload(slovak) ?? '';
    expect(payload).toMatch(/^[0-9A-V]+$/);
    const { invoiceId, payments } = decode(payload) as unknown as {
      invoiceId: string;
      payments: { amount: number; paymentDueDate: string; beneficiary: object; bankAccounts: object[] }[];
    };
    expect(invoiceId).toBe('RE-2026-41');
    expect(payments[0]).toMatchObject({
      amount: 1276.2,
      currencyCode: 'EUR',
      paymentDueDate: '20261202',
      variableSymbol: '2026000417',
      paymentNote: '2026000417',
      bankAccounts: [{ iban: 'SK3112000000198742637541', bic: 'TATRSKBX' }],
      beneficiary: { name: 'Žilinská cesta s.r.o.', street: 'Industriestraße 14', city: '6020 Innsbruck' },
    });
  });

  it('survives texts of any length and letters', () => {
    for (let length = 0; length < 140; length += 7) {
      const reference = Array.from({ length }, (_, index) => String.fromCodePoint(0x21 + ((index * 37) % 0x200))).join(
        '',
      );
      expect(() => decode(payBySquarePayload({ ...slovak, reference: `x${reference}` }) ?? '')).not.toThrow();
    }
  });
});

describe('UPN QR', () => {
  it('has nineteen lines and their control sum', () => {
    const lines = upnPayload(slovene)?.split('\n') ?? [];
    expect(lines).toHaveLength(21);
    expect(lines[0]).toBe('UPNQR');
    expect(lines.slice(5, 9)).toEqual(['Danubia Kft.', 'Fő utca 1', '1011 Budapest', '00000127620']);
    expect(lines.slice(11, 19)).toEqual([
      'GDSV',
      'RE-2026-417 SI00 2026417',
      '02.12.2026',
      'SI56192001234567892',
      'SI002026417',
      'Prevoznik Črnič d.o.o.',
      'Dunajska cesta 5',
      '1000 Ljubljana',
    ]);
    const length = lines.slice(0, 19).reduce((sum, line) => sum + line.length + 1, 0);
    expect(lines[19]).toBe(String(length).padStart(3, '0'));
  });

  it('keeps within the field lengths and ISO 8859-2', () => {
    const lines = upnPayload({ ...slovene, name: `Łódź ${'x'.repeat(60)}`, reference: 'Ωμέγα' })?.split('\n') ?? [];
    expect(lines[16]).toHaveLength(33);
    expect(lines[12]).toBe('RE-2026-417');
    expect(lines[15]).toBe('SI99');
  });

  it.each([
    ['SI12 1234567890 9', 'SI1212345678909'],
    ['SI12 1234567890 1', 'SI99'],
    ['SI05 12-345-6789', 'SI0512-345-6789'],
    ['SI00 1-2-3-4', 'SI99'],
    ['RF18 5390 0754 7034', 'RF18539007547034'],
    ['RF19 5390 0754 7034', 'SI99'],
  ])('says of the reference %s: %s', (reference, said) => {
    expect(upnPayload({ ...slovene, reference })?.split('\n')[15]).toBe(said);
  });

  it('needs a payee and a purpose with letters', () => {
    expect(upnPayload({ ...slovene, name: '物流' })).toBeNull();
    expect(upnPayload({ ...slovene, number: ' ', reference: ' ' })).toBeNull();
    expect(upnPayload({ ...slovene, number: '物流', reference: '物流' })).toBeNull();
  });
});

describe('HUB3', () => {
  it('has fourteen lines within their lengths, in letters of Croatian', () => {
    expect(hub3Payload(croatian)?.split('\n')).toEqual([
      'HRVHUB30',
      'EUR',
      '000000000127620',
      'Danubia Kft.',
      'Fo utca 1',
      '1011 Budapest',
      'Jadranski prijevoz i logi',
      'Industriestrasse 14',
      '6020 Innsbruck',
      'HR1210010051863000160',
      'HR01',
      '2026-419-4',
      'GDSV',
      'RE-2026-417',
      '',
    ]);
  });

  it.each([
    ['HR01 2026-419-8', ['HR00', '2026-419-8']],
    ['HR00 331-1-1', ['HR00', '331-1-1']],
    ['2026-417', ['HR00', '2026-417']],
    ['HR05 1-2-3-4', ['HR05', '1-2-3-4']],
    ['HR00 1-2-3-4', ['HR99', '']],
    ['HR99', ['HR99', '']],
    ['slobodan tekst', ['HR99', '']],
  ])('says of the reference %s: %s', (reference, said) => {
    expect(
      hub3Payload({ ...croatian, reference })
        ?.split('\n')
        .slice(10, 12),
    ).toEqual(said);
  });
});

describe('IPS QR', () => {
  it('has its tags in their order, in letters of Serbian', () => {
    expect(ipsPayload(serbian)).toBe(
      'K:PR|V:01|C:1|R:105008123123123173|N:Вожд превоз д.о.о.\r\nIndustriestrasse 14\r\n6020 Innsbruck|I:RSD1276,20|' +
        'P:Danubia Kft.\r\nFo utca 1\r\n1011 Budapest|SF:221|S:RE-2026-417',
    );
    expect(ipsPayload({ ...serbian, name: 'A | B' })).toContain('|N:A B\r\n');
    expect(ipsPayload({ ...serbian, name: '物流' })).toBeNull();
  });

  it.each([
    ['97 163220000111111111000', 'RO:97163220000111111111000'],
    ['97 70-20-260561', 'RO:977020260561'],
    ['2026-417', 'RO:002026-417'],
    ['Уговор 5', 'S:RE-2026-417 Уговор 5'],
  ])('says of the reference %s: %s', (reference, said) => {
    expect(
      ipsPayload({ ...serbian, reference })
        ?.split('|')
        .at(-1),
    ).toBe(said);
  });
});

describe('MNB QR', () => {
  it('has seventeen lines', () => {
    const payload = mnbPayload(hungarian) ?? '';
    expect(payload.split('\n').slice(0, 8)).toEqual([
      'HCT',
      '001',
      '1',
      'OTPVHUHBXXX',
      'Alpenfracht Logistik AG',
      'HU42117730161111101800000000',
      'HUF127600',
      '20261202235959+1',
    ]);
    expect(payload.split('\n')).toHaveLength(18);
  });

  it('knows summer time', () => {
    const valid = (dueDate: string): string =>
      mnbPayload({ ...hungarian, dueDate })
        ?.split('\n')[7]
        ?.slice(-2) ?? '';
    expect([valid('2026-03-28'), valid('2026-03-29'), valid('2026-07-01')]).toEqual(['+1', '+2', '+2']);
    expect([valid('2026-10-24'), valid('2026-10-25'), valid('2026-12-31')]).toEqual(['+2', '+1', '+1']);
  });

  it('needs BIC, day and whole forints', () => {
    const { dueDate: _, ...open } = hungarian;
    expect(mnbPayload(open)).toBeNull();
    expect(mnbPayload({ ...hungarian, bic: '' })).toBeNull();
    expect(mnbPayload({ ...hungarian, amount: '127600.50' })).toBeNull();
    expect(mnbPayload({ ...hungarian, name: '物流' })).toBeNull();
  });

  it('keeps within version 13: the message gives way', () => {
    const payload = mnbPayload({
      ...hungarian,
      name: 'ő'.repeat(70),
      number: 'ű'.repeat(35),
      reference: 'á'.repeat(70),
    });
    expect(Buffer.byteLength(payload ?? '')).toBeLessThanOrEqual(331);
    expect(payload?.split('\n')[9]).toMatch(/^á{8,}$/);
  });
});

describe('the codes', () => {
  beforeAll(prepareProof);

  it.each([
    ['SPAYD', 'qrcode', spaydPayload(czech)],
    ['PAY by square', 'qrcode', payBySquarePayload(slovak)],
    ['UPN', 'upnqr', upnPayload(slovene)],
    ['HUB3', 'pdf417', hub3Payload(croatian)],
    ['IPS', 'qrcode', ipsPayload(serbian)],
    ['MNB', 'qrcode', mnbPayload(hungarian)],
  ] as const)('of %s are read back', async (_, symbology: Symbology, payload) => {
    const options = symbology === 'pdf417' ? { columns: '9', eclevel: '4' } : {};
    const { data, matrix = [] } = encodeBarcode({ symbology, data: payload ?? '', options });
    if (symbology === 'upnqr') expect(matrix).toHaveLength(77);
    const item = {
      kind: 'barcode',
      symbology,
      data,
      x: 9,
      y: 9,
      module: 1,
      height: matrix.length,
      matrix,
      alt: '',
    } as const;
    expect(await proveBarcodes([{ item, page: 1 }])).toEqual([]);
  });
});
