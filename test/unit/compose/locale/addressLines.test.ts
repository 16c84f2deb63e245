import { describe, expect, it } from 'vitest';
import { addressLines, partyLines } from '../../../../src/compose/locale/addressLines.ts';
import type { Address } from '../../../../src/model/message.ts';

const named = (code: string): string => `<${code}>`;
const atHome = (address: Address): string[] => addressLines(address, named, address.country ?? null);

/** Made-up addresses as the country's post would have them written, name and country left out. */
const written: readonly (readonly [country: string, address: Address, lines: readonly string[]])[] = [
  ['AT', { line1: 'Lagerhausweg 3', postCode: '4020', city: 'Linz' }, ['Lagerhausweg 3', '4020 Linz']],
  ['DE', { line1: 'Hafenstraße 9', postCode: '20457', city: 'Hamburg' }, ['Hafenstraße 9', '20457 Hamburg']],
  ['CH', { line1: 'Bahnhofplatz 4', postCode: '8001', city: 'Zürich' }, ['Bahnhofplatz 4', '8001 Zürich']],
  ['FR', { line1: '12 rue du Port', postCode: '69002', city: 'Lyon' }, ['12 rue du Port', '69002 Lyon']],
  [
    'IT',
    { line1: 'Via Roma 5', postCode: '20121', city: 'Milano', subdivision: 'MI' },
    ['Via Roma 5', '20121 Milano MI'],
  ],
  [
    'ES',
    { line1: 'Calle Mayor 7', postCode: '28802', city: 'Alcalá de Henares', subdivision: 'Madrid' },
    ['Calle Mayor 7', '28802 Alcalá de Henares', 'Madrid'],
  ],
  ['PL', { line1: 'ul. Długa 14', postCode: '00-238', city: 'Warszawa' }, ['ul. Długa 14', '00-238 Warszawa']],
  ['CZ', { line1: 'Dlouhá 12', postCode: '110 00', city: 'Praha 1' }, ['Dlouhá 12', '110 00 Praha 1']],
  ['HU', { line1: 'Fűzfa utca 8.', postCode: '9024', city: 'Győr' }, ['9024 Győr', 'Fűzfa utca 8.']],
  ['SE', { line1: 'Storgatan 2', postCode: '114 55', city: 'Stockholm' }, ['Storgatan 2', '114 55 Stockholm']],
  ['LV', { line1: 'Brīvības iela 20', postCode: 'LV-1010', city: 'Rīga' }, ['Brīvības iela 20', 'Rīga, LV-1010']],
  [
    'GB',
    { line1: '41 Northgate Road', city: 'Leeds', postCode: 'LS10 1DJ' },
    ['41 Northgate Road', 'Leeds', 'LS10 1DJ'],
  ],
  [
    'IE',
    { line1: '3 Quay Street', city: 'Cobh', subdivision: 'Co. Cork', postCode: 'P24 X0X0' },
    ['3 Quay Street', 'Cobh', 'Co. Cork', 'P24 X0X0'],
  ],
  [
    'UA',
    { line1: 'вул. Заводська, 5', city: 'м. Бориспіль', subdivision: 'Київська обл.', postCode: '08300' },
    ['вул. Заводська, 5', 'м. Бориспіль, Київська обл., 08300'],
  ],
  ['GE', { line1: 'რუსთაველის გამზ. 12', postCode: '0108', city: 'თბილისი' }, ['რუსთაველის გამზ. 12', '0108 თბილისი']],
  [
    'TR',
    { line1: 'Liman Cad. No: 8', postCode: '34349', city: 'Beşiktaş', subdivision: 'İstanbul' },
    ['Liman Cad. No: 8', '34349 Beşiktaş/İstanbul'],
  ],
  ['GR', { line1: 'Οδός Ερμού 15', postCode: '105 63', city: 'Αθήνα' }, ['Οδός Ερμού 15', '105 63 Αθήνα']],
  [
    'AE',
    { line1: 'Warehouse 4, Jebel Ali', postCode: '17777', city: 'Dubai' },
    ['Warehouse 4, Jebel Ali', 'P.O. Box 17777', 'Dubai'],
  ],
  ['AE', { line1: 'جبل علي، مستودع 4', postCode: '17777', city: 'دبي' }, ['جبل علي، مستودع 4', 'ص.ب. 17777', 'دبي']],
  ['AE', { line1: 'Jebel Ali', postCode: '00000', city: 'Dubai' }, ['Jebel Ali', 'Dubai']],
  ['SA', { line1: '2929 King Fahd Rd', city: 'Riyadh', postCode: '12313' }, ['2929 King Fahd Rd', 'Riyadh 12313']],
  [
    'US',
    { line1: '500 Lake St', line2: 'Suite 3', city: 'Chicago', subdivision: 'IL', postCode: '60601' },
    ['500 Lake St', 'Suite 3', 'Chicago, IL 60601'],
  ],
  [
    'CA',
    { line1: '10 Wellington St', city: 'Ottawa', subdivision: 'ON', postCode: 'K1A 0B1' },
    ['10 Wellington St', 'Ottawa ON K1A 0B1'],
  ],
  [
    'AU',
    { line1: '7 Harbour Rd', city: 'Perth', subdivision: 'WA', postCode: '6000' },
    ['7 Harbour Rd', 'Perth WA 6000'],
  ],
  [
    'BR',
    { line1: 'Rua do Porto, 30', city: 'Santos', subdivision: 'SP', postCode: '11013-000' },
    ['Rua do Porto, 30', '11013-000 Santos-SP'],
  ],
  ['IN', { line1: '4 MG Road', city: 'Pune', postCode: '411001' }, ['4 MG Road', 'Pune 411001']],
  ['SG', { line1: '1 Raffles Quay', city: 'Singapore', postCode: '048583' }, ['1 Raffles Quay', 'Singapore 048583']],
  [
    'CN',
    { line1: '世纪大道100号', city: '上海市', subdivision: '上海市', postCode: '200120' },
    ['200120', '上海市世纪大道100号'],
  ],
  [
    'CN',
    { line1: '88 Shennan Rd', city: 'Shenzhen', subdivision: 'Guangdong', postCode: '518000' },
    ['88 Shennan Rd', 'Shenzhen, Guangdong 518000'],
  ],
  [
    'TW',
    { line1: '忠孝東路一段1號', city: '中正區', subdivision: '臺北市', postCode: '100' },
    ['100 臺北市中正區忠孝東路一段1號'],
  ],
  [
    'JP',
    { line1: '丸の内1-1-1', line2: '港ビル3階', city: '千代田区', subdivision: '東京都', postCode: '100-0005' },
    ['〒100-0005', '東京都千代田区丸の内1-1-1', '港ビル3階'],
  ],
  [
    'JP',
    { line1: '1-1-1 Marunouchi', city: 'Chiyoda-ku', subdivision: 'Tokyo', postCode: '100-0005' },
    ['1-1-1 Marunouchi', 'Chiyoda-ku, Tokyo 100-0005'],
  ],
  [
    'KR',
    { line1: '세종대로 110', city: '중구', subdivision: '서울특별시', postCode: '04524' },
    ['서울특별시 중구 세종대로 110', '04524'],
  ],
];

describe('an address', () => {
  it.each(written)('in %s is written as its post wants it: %j', (country, address, lines) => {
    expect(atHome({ ...address, country })).toEqual(lines);
  });

  it('is known for at least 25 countries', () => {
    expect(new Set(written.map(([country]) => country)).size).toBeGreaterThanOrEqual(25);
  });

  it('names its country only abroad, as the last line', () => {
    const address = { line1: 'Fűzfa utca 8.', postCode: '9024', city: 'Győr', country: 'HU' };
    expect(addressLines(address, named, 'AT').at(-1)).toBe('<HU>');
    expect(addressLines(address, named, 'HU')).not.toContain('<HU>');
    expect(addressLines(address, named, null).at(-1)).toBe('<HU>');
  });

  it.each([
    [{ city: 'Chicago', postCode: '60601', country: 'US' }, ['Chicago 60601']],
    [{ subdivision: 'IL', postCode: '60601', country: 'US' }, ['IL 60601']],
    [{ line1: 'Storgatan 2', country: 'SE' }, ['Storgatan 2']],
    [{ city: '千代田区', country: 'JP' }, ['千代田区']],
    [{ line1: ' ', city: 'Linz', subdivision: 'Linz' }, ['Linz']],
    [{ country: 'AT' }, []],
    [{}, []],
  ])('leaves no mark of what is not told: %j', (address: Address, lines) => {
    expect(atHome(address)).toEqual(lines);
  });
});

describe('one who is addressed', () => {
  it('stands above the address', () => {
    const address = { line1: 'Hafenstraße 9', postCode: '20457', city: 'Hamburg', country: 'DE' };
    expect(partyLines(['Nordlicht GmbH'], address, named, 'AT')).toEqual([
      'Nordlicht GmbH',
      'Hafenstraße 9',
      '20457 Hamburg',
      '<DE>',
    ]);
  });

  it('stands below it where addresses go from the large to the small', () => {
    const native = { line1: '世纪大道100号', city: '上海市', postCode: '200120', country: 'CN' };
    expect(partyLines(['东海商贸有限公司'], native, named, 'AT')).toEqual([
      '200120',
      '上海市世纪大道100号',
      '东海商贸有限公司',
      '<CN>',
    ]);
    const latin = { line1: '100 Century Avenue', city: 'Shanghai', postCode: '200120', country: 'CN' };
    expect(partyLines(['Donghai Trading'], latin, named, 'CN')[0]).toBe('Donghai Trading');
  });
});
