/** Element strings of one section of the GS1 General Specifications. */
export interface Group {
  readonly section: string;
  readonly valid: readonly string[];
  /** String, what is found, and what is found in its raw form where that has other words for it. */
  readonly invalid: readonly (readonly [string, string, string?])[];
}

const x = (length: number): string => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij'.slice(0, length);

export const groups: readonly Group[] = [
  {
    section: '§3.2.1 and §3.3.1: SSCC, 18 digits with check digit',
    valid: ['(00)376104250021234569', '(00)095210000000000001', '(00)390123450030118404', '(00)006141411234567890'],
    invalid: [
      ['(00)376104250021234568', '(00) SSCC "376104250021234568" has check digit 8, it should be 9'],
      [
        '(00)37610425002123456',
        '(00) SSCC "37610425002123456" has 17 characters, 18 are needed',
        '(00) SSCC has 18 characters, but the string ends after 17',
      ],
      [
        '(00)3761042500212345690',
        '(00) SSCC "3761042500212345690" has 19 characters, 18 are needed',
        'no application identifier begins at character 21 ("0")',
      ],
      ['(00)37610425002123456A', '(00) SSCC "37610425002123456A" must be digits only'],
      ['(00)', '(00) has no value', '(00) SSCC has 18 characters, but the string ends after 0'],
    ],
  },
  {
    section: '§3.3.2 and §3.3.3: GTIN (01) and contained GTIN (02), 14 digits with check digit',
    valid: [
      '(01)09521234543213',
      '(01)19012345201101',
      '(01)00000096385074',
      '(01)00614141000036',
      '(02)04012345000009(37)12',
      '(02)98412345000013(37)4(3103)012500',
    ],
    invalid: [
      ['(01)09521234543214', '(01) GTIN "09521234543214" has check digit 4, it should be 3'],
      [
        '(01)9521234543213',
        '(01) GTIN "9521234543213" has 13 characters, 14 are needed',
        '(01) GTIN has 14 characters, but the string ends after 13',
      ],
      ['(01)0952123454321X', '(01) GTIN "0952123454321X" must be digits only'],
      ['(02)04012345000008(37)12', '(02) CONTENT "04012345000008" has check digit 8, it should be 9'],
      [
        '(02)040123450000(37)12',
        '(02) CONTENT "040123450000" has 12 characters, 14 are needed',
        '(12) DUE DATE has 6 characters, but the string ends after 0',
      ],
    ],
  },
  {
    section: '§3.4.1: batch or lot (10), up to 20 characters of set 82, separator behind it',
    valid: [
      '(10)A',
      `(10)${x(20)}`,
      "(10)a-z_%&'()*+,./:;<=>?",
      '(10)"!LOT"',
      '(10)B260914(15)270331',
      '(15)270331(10)B260914',
      '(10)00123',
    ],
    invalid: [
      ['(10)', '(10) has no value'],
      [
        `(10)${x(21)}`,
        `(10) BATCH/LOT "${x(21)}" has 21 characters, at most 20 are allowed`,
        '(10) BATCH/LOT has 21 characters, at most 20: is FNC1 missing behind it?',
      ],
      ['(10)Größe', '(10) BATCH/LOT "Größe" has a character outside GS1 character set 82'],
      ['(10)A B', '(10) BATCH/LOT "A B" has a character outside GS1 character set 82'],
      ['(10)A#B', '(10) BATCH/LOT "A#B" has a character outside GS1 character set 82'],
      ['(10)ПАРТІЯ', '(10) BATCH/LOT "ПАРТІЯ" has a character outside GS1 character set 82'],
      ['(10)A~B', '(10) BATCH/LOT "A~B" has a character outside GS1 character set 82'],
      ['(10)[1]', '(10) BATCH/LOT "[1]" has a character outside GS1 character set 82'],
    ],
  },
  {
    section: '§3.4.2 to §3.4.7: dates YYMMDD (11) (12) (13) (15) (16) (17); day 00 is allowed',
    valid: [
      '(11)261231',
      '(11)261200',
      '(12)280229',
      '(13)261101',
      '(15)270331',
      '(15)270200',
      '(16)261130',
      '(17)000101',
      '(17)991231',
      '(11)261101(15)270331(17)280331',
    ],
    invalid: [
      ['(11)261301', '(11) PROD DATE "261301" is not a date YYMMDD'],
      ['(11)260001', '(11) PROD DATE "260001" is not a date YYMMDD'],
      ['(12)270229', '(12) DUE DATE "270229" is not a date YYMMDD'],
      [
        '(13)26113',
        '(13) PACK DATE "26113" has 5 characters, 6 are needed',
        '(13) PACK DATE has 6 characters, but the string ends after 5',
      ],
      ['(15)260230', '(15) BEST BEFORE or BEST BY "260230" is not a date YYMMDD'],
      ['(15)260431', '(15) BEST BEFORE or BEST BY "260431" is not a date YYMMDD'],
      [
        '(15)20270331',
        '(15) BEST BEFORE or BEST BY "20270331" has 8 characters, 6 are needed',
        'no application identifier begins at character 9 ("31")',
      ],
      ['(16)AB1130', '(16) SELL BY "AB1130" must be digits only'],
      ['(17)261132', '(17) USE BY or EXPIRY "261132" is not a date YYMMDD'],
      ['(17)27-3-1', '(17) USE BY or EXPIRY "27-3-1" must be digits only'],
    ],
  },
  {
    section: '§3.5.2: serial number (21), up to 20 characters of set 82, separator behind it',
    valid: ['(21)1', `(21)${x(20)}`, '(21)SN-4711/2', '(01)09521234543213(21)12345'],
    invalid: [
      [
        `(21)${x(21)}`,
        `(21) SERIAL "${x(21)}" has 21 characters, at most 20 are allowed`,
        '(21) SERIAL has 21 characters, at most 20: is FNC1 missing behind it?',
      ],
      ['(21)№5', '(21) SERIAL "№5" has a character outside GS1 character set 82'],
      ['(21)', '(21) has no value'],
    ],
  },
  {
    section: '§3.6.1 and §3.6.9: counts (30) and (37), up to 8 digits, separator behind them',
    valid: ['(30)1', '(30)12345678', '(37)48', '(37)00000048', '(02)04012345000009(37)12(10)LOT'],
    invalid: [
      [
        '(30)123456789',
        '(30) VAR. COUNT "123456789" has 9 characters, at most 8 are allowed',
        '(30) VAR. COUNT has 9 characters, at most 8: is FNC1 missing behind it?',
      ],
      ['(30)1.5', '(30) VAR. COUNT "1.5" must be digits only'],
      [
        '(37)123456789',
        '(37) COUNT "123456789" has 9 characters, at most 8 are allowed',
        '(37) COUNT has 9 characters, at most 8: is FNC1 missing behind it?',
      ],
      ['(37)-4', '(37) COUNT "-4" must be digits only'],
      ['(37)', '(37) has no value'],
    ],
  },
  {
    section: '§3.6.2 and §3.6.3: trade and logistic measures (310n) to (369n), 6 digits, n from 0 to 5',
    valid: [
      '(3100)000125',
      '(3103)001250',
      '(3105)999999',
      '(3112)000100',
      '(3123)000800',
      '(3152)000150',
      '(3163)001200',
      '(3202)000001',
      '(3213)000123',
      '(3302)001250',
      '(3303)438000',
      '(3310)000001',
      '(3363)001440',
      '(3373)000001',
      '(3402)096500',
      '(3500)000012',
      '(3563)000001',
      '(3572)000335',
      '(3600)000001',
      '(3693)123456',
    ],
    invalid: [
      [
        '(3106)001250',
        '(3106) is no GS1 application identifier',
        'no application identifier begins at character 1 ("3106")',
      ],
      [
        '(3309)001250',
        '(3309) is no GS1 application identifier',
        'no application identifier begins at character 1 ("3309")',
      ],
      [
        '(3170)001250',
        '(3170) is no GS1 application identifier',
        'no application identifier begins at character 1 ("3170")',
      ],
      [
        '(310)001250',
        '(310) is no GS1 application identifier',
        '(3100) NET WEIGHT (kg) has 6 characters, but the string ends after 5',
      ],
      [
        '(3100)1250',
        '(3100) NET WEIGHT (kg) "1250" has 4 characters, 6 are needed',
        '(3100) NET WEIGHT (kg) has 6 characters, but the string ends after 4',
      ],
      ['(3103)0012.5', '(3103) NET WEIGHT (kg) "0012.5" must be digits only'],
      ['(3302)00125A', '(3302) GROSS WEIGHT (kg) "00125A" must be digits only'],
    ],
  },
  {
    section: '§3.7.1 to §3.7.4: order (400), consignment (401), shipment (402), route (403)',
    valid: [
      '(400)ORDER-4711',
      `(400)${x(30)}`,
      '(401)9521ABC',
      `(401)9521${x(26)}`,
      '(402)95212345678901235',
      '(403)1234+567',
      '(403)WIEN-2',
      '(402)95212345678901235(403)R1',
    ],
    invalid: [
      [
        `(400)${x(31)}`,
        `(400) ORDER NUMBER "${x(31)}" has 31 characters, at most 30 are allowed`,
        '(400) ORDER NUMBER has 31 characters, at most 30: is FNC1 missing behind it?',
      ],
      ['(400)DH 88213', '(400) ORDER NUMBER "DH 88213" has a character outside GS1 character set 82'],
      ['(401)ABC9521', '(401) GINC "ABC9521" does not begin with a GS1 company prefix'],
      [
        `(401)9521${x(27)}`,
        `(401) GINC "9521${x(27)}" has 31 characters, at most 30 are allowed`,
        '(401) GINC has 31 characters, at most 30: is FNC1 missing behind it?',
      ],
      ['(402)95212345678901230', '(402) GSIN "95212345678901230" has check digit 0, it should be 5'],
      ['(402)9521234567890123', '(402) GSIN "9521234567890123" has 16 characters, 17 are needed'],
      ['(402)9521234567890123X', '(402) GSIN "9521234567890123X" must be digits only'],
      ['(403)WIEN 2', '(403) ROUTE "WIEN 2" has a character outside GS1 character set 82'],
      [
        `(403)${x(31)}`,
        `(403) ROUTE "${x(31)}" has 31 characters, at most 30 are allowed`,
        '(403) ROUTE has 31 characters, at most 30: is FNC1 missing behind it?',
      ],
    ],
  },
  {
    section: '§3.7.5 to §3.7.12: locations and parties (410) to (417), GLN of 13 digits',
    valid: ['410', '411', '412', '413', '414', '416', '417']
      .map((ai) => `(${ai})9521234543213`)
      .concat('(415)9521234543213(8020)R1'),
    invalid: [
      ...['410', '411', '412', '413', '414', '415', '416', '417'].map((ai): [string, string] => [
        `(${ai})9521234543210`,
        '"9521234543210" has check digit 0, it should be 3',
      ]),
      [
        '(410)952123454321',
        '(410) SHIP TO LOC "952123454321" has 12 characters, 13 are needed',
        '(410) SHIP TO LOC has 13 characters, but the string ends after 12',
      ],
      ['(414)952123454321X', '(414) LOC No. "952123454321X" must be digits only'],
      [
        '(418)9521234543213',
        '(418) is no GS1 application identifier',
        'no application identifier begins at character 1 ("4189")',
      ],
    ],
  },
  {
    section: '§3.7.13 and §3.7.14: ship to post code (420), with ISO country (421)',
    valid: ['(420)1010', '(420)SW1A1AA', '(420)60-175', '(421)0401010', '(421)276D20095', '(421)84090210'],
    invalid: [
      [
        '(420)123456789012345678901',
        '(420) SHIP TO POST "123456789012345678901" has 21 characters, at most 20 are allowed',
        '(420) SHIP TO POST has 21 characters, at most 20: is FNC1 missing behind it?',
      ],
      ['(420)SW1A 1AA', '(420) SHIP TO POST "SW1A 1AA" has a character outside GS1 character set 82'],
      ['(421)9991010', '(421) SHIP TO POST "9991010" ("999") is not a country number of ISO 3166-1'],
      ['(421)AT1010', '(421) SHIP TO POST "AT1010" must be digits only'],
      ['(421)040', '(421) SHIP TO POST "040" has 3 characters, at least 4 are needed'],
      [
        '(421)0401234567890',
        '(421) SHIP TO POST "0401234567890" has 13 characters, at most 12 are allowed',
        '(421) SHIP TO POST has 13 characters, at most 12: is FNC1 missing behind it?',
      ],
    ],
  },
  {
    section: '§3.9.3 and §3.3.5: returnable asset (8003), filler zero, check digit, serial of 16 characters',
    valid: ['(8003)09521234543213', '(8003)09521234543213SN-1', `(8003)09521234543213${x(16)}`],
    invalid: [
      ['(8003)19521234543213', '(8003) GRAI "19521234543213" ("1") can only be 0'],
      ['(8003)09521234543210', '(8003) GRAI "09521234543210" ("9521234543210") has check digit 0, it should be 3'],
      [
        `(8003)09521234543213${x(17)}`,
        'has 31 characters, at most 30 are allowed',
        '(8003) GRAI has 31 characters, at most 30: is FNC1 missing behind it?',
      ],
    ],
  },
];
