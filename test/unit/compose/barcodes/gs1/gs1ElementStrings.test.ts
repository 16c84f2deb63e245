import { describe, expect, it } from 'vitest';
import {
  applicationIdentifier,
  applicationIdentifiers,
} from '../../../../../src/compose/barcodes/gs1/applicationIdentifiers.ts';
import { parseElementString } from '../../../../../src/compose/barcodes/gs1/elementString.ts';
import { unitFindings } from '../../../../../src/compose/barcodes/gs1/unitRules.ts';
import { checkPair } from '../../../../../src/compose/barcodes/gs1/valueChecks.ts';

/** Element strings by the formats of the GS1 General Specifications §3; check digits by §7.9. */
const valid = `
(00)376104250021234569|(01)09521234543213|(02)04012345000009(37)12|(03)09521234543213|(10)A|(10)ABCDEFGHIJ0123456789|(10)a-z_%&'()*+,./:;<=>?|
(11)261231|(11)261200|(12)280229|(13)261101|(15)270331|(16)261130|(17)270100|(20)42|(21)1|(21)ABC"def!|(22)2A|
(235)5vBZIF%!<B;?oa%|(240)ABC-123|(241)PART/7|(242)123456|(243)PCN1|(250)S2|(251)REF|(253)9521234543213|(253)9521234543213ABC|
(254)EXT.1|(255)9521234543213|(255)9521234543213123456789012|(30)8|(30)12345678|(3100)001250|(3105)999999|(3112)000100|(3202)000001|(3302)001250|
(3373)000001|(3563)000001|(3693)123456|(37)1|(37)12345678|(3902)1234|(3909)123456789012345|(3912)9781234|(3922)199|(3932)978199|(3941)0125|(3953)000123|
(400)ORDER-4711|(401)9521ABC|(402)95212345678901235|(403)1234+567|(410)9521234543213|(411)9521234543213|(412)9521234543213|(413)9521234543213|
(414)9521234543213|(415)9521234543213(8020)R1|(416)9521234543213|(417)9521234543213|(420)1010|(421)0401010|(422)040|(423)040|(423)040276|
(423)040276348804268|(424)276|(425)276756|(426)040|(427)W|(4300)A+B%20C|(4301)NAME|(4302)STREET+1|(4303)DOOR|(4304)SUB|(4305)WIEN|(4306)W|(4307)AT|(4308)+4315555|
(4309)02790858483015297971|(4310)R|(4316)REG|(4317)HU|(4318)1011|(4319)+361|(4320)EXPRESS|(4321)1|(4322)0|(4323)1|(4324)2611011200|(4325)2611302359|
(4326)261130|(4330)001250|(4331)001250-|(4332)000400-|(4333)000200|(7001)1234567890123|(7002)CUT|(7003)2611301200|(7004)1234|(7005)27.3.a|(7006)261130|(7007)261130|
(7007)261101261130|(7008)COD|(7009)GEAR|(7010)A1|(7011)261130|(7011)2611301200|(7020)R|(7021)F|(7022)R|(7023)9521X|(7030)040ABC|(7039)999X|
(7040)1AB_|(7041)PX|(710)PZN1|(716)AIC|(7230)ENCERT|(7240)P|(7241)01|(7242)V1|(7250)19800229|(7251)198002291200|
(7252)9|(7253)M%C3%BCller|(7258)1/2|(8001)12345678912301|(8002)+43555|(8003)09521234543213|(8003)09521234543213XYZ|(8004)9521ABC|(8005)000199|
(8006)095212345432130102|(8007)AT611904300234573201|(8008)26113012|(8008)261130123059|(8009)OPT|(8010)9521#/AB-1|(8011)0|(8011)123456789012|(8012)V1|
(8013)1987654Ad4X4bL5ttr2310c2K|(8017)952123454321000003|(8018)952123454321000003|(8019)1234567890|(8020)REF|(8026)095212345432130102|
(8030)aGk-_w|(8040)123456789012345|(8043)12345678901234567899|(8111)1234|(8200)https://example.com|(90)X|(91)ABC|(99)${'x'.repeat(90)}
`;

const invalid: readonly (readonly [string, string])[] = [
  ['(00)376104250021234568', 'it should be 9'],
  ['(00)37610425002123456', '18 are needed'],
  ['(00)3761042500212345690', '18 are needed'],
  ['(00)37610425002123456A', 'digits only'],
  ['(01)09521234543214', 'it should be 3'],
  ['(01)9521234543213', '14 are needed'],
  ['(02)0401234500000X', 'digits only'],
  ['(03)09521234543210', 'it should be 3'],
  ['(04)1', 'no GS1 application identifier'],
  ['(05)1', 'no GS1 application identifier'],
  ['(10)', 'no value'],
  ['(10)ABCDEFGHIJ01234567890', 'at most 20'],
  ['(10)Grün', 'character set 82'],
  ['(10)A B', 'character set 82'],
  ['(10)A#B', 'character set 82'],
  ['(10)A~B', 'character set 82'],
  ['(11)261301', 'not a date'],
  ['(11)260001', 'not a date'],
  ['(11)260230', 'not a date'],
  ['(12)270229', 'not a date'],
  ['(13)26113', '6 are needed'],
  ['(15)2611300', '6 are needed'],
  ['(16)AB1130', 'digits only'],
  ['(17)261132', 'not a date'],
  ['(14)261130', 'no GS1 application identifier'],
  ['(18)261130', 'no GS1 application identifier'],
  ['(20)1', '2 are needed'],
  ['(20)123', '2 are needed'],
  ['(21)ABCDEFGHIJ01234567890', 'at most 20'],
  ['(22)ABCDEFGHIJ01234567890', 'at most 20'],
  [`(235)${'x'.repeat(29)}`, 'at most 28'],
  [`(240)${'x'.repeat(31)}`, 'at most 30'],
  ['(242)1234567', 'at most 6'],
  ['(242)12A', 'digits only'],
  ['(253)9521234543210', 'it should be 3'],
  ['(253)952123454321', 'at least 13'],
  ['(253)9521234543213ABCDEFGHIJ12345678', 'at most 30'],
  ['(255)9521234543213A', 'digits only'],
  ['(30)123456789', 'at most 8'],
  ['(30)1.5', 'digits only'],
  ['(3106)001250', 'no GS1 application identifier'],
  ['(310)001250', 'no GS1 application identifier'],
  ['(3100)1250', '6 are needed'],
  ['(3100)00125A', 'digits only'],
  ['(3170)001250', 'no GS1 application identifier'],
  ['(3302)0012500', '6 are needed'],
  ['(37)123456789', 'at most 8'],
  ['(3902)1234567890123456', 'at most 15'],
  ['(3912)0001234', 'currency'],
  ['(3912)978', 'at least 4'],
  ['(3942)12345', '4 are needed'],
  [`(400)${'1'.repeat(31)}`, 'at most 30'],
  ['(401)ABC9521', 'company prefix'],
  ['(402)95212345678901230', 'it should be 5'],
  ['(402)9521234567890123', '17 are needed'],
  ['(410)9521234543210', 'it should be 3'],
  ['(414)952123454321', '13 are needed'],
  ['(418)9521234543213', 'no GS1 application identifier'],
  ['(420)123456789012345678901', 'at most 20'],
  ['(421)9991010', 'country'],
  ['(421)04', 'at least 4'],
  ['(421)0401234567890', 'at most 12'],
  ['(422)999', 'country'],
  ['(422)04', '3 are needed'],
  ['(423)04027', '6 are needed'],
  ['(423)040276348804268250', 'at most 15'],
  ['(425)000', 'country'],
  ['(427)ABCD', 'at most 3'],
  ['(4300)A%2', 'hexadecimal'],
  ['(4300)A%ZZ', 'hexadecimal'],
  ['(4307)XX', 'country code'],
  ['(4307)at', 'country code'],
  ['(4309)18000000010000000000', 'latitude'],
  ['(4309)00000000003600000001', 'longitude'],
  ['(4309)0000000000', '20 are needed'],
  ['(4321)2', 'not 0 or 1'],
  ['(4324)2611012400', 'not a time'],
  ['(4324)2611011260', 'not a time'],
  ['(4325)2613011200', 'not a date'],
  ['(4326)261100', 'not a date'],
  ['(4330)001250+', 'hyphen'],
  ['(4327)1', 'no GS1 application identifier'],
  ['(7001)123456789012', '13 are needed'],
  ['(7003)261130', '10 are needed'],
  ['(7003)2611302400', 'not a time'],
  ['(7004)12345', 'at most 4'],
  ['(7006)261100', 'not a date'],
  ['(7007)26113026', '12 are needed'],
  ['(7011)26113012', '10 are needed'],
  ['(7023)X9521', 'company prefix'],
  ['(7030)888ABC', 'country'],
  ['(7040)AABC', 'digits only'],
  ['(7041)PXXXX', 'at most 4'],
  ['(7041)px', 'package type'],
  ['(718)1', 'no GS1 application identifier'],
  ['(7230)EN', 'at least 3'],
  ['(7241)20', 'AIDC'],
  ['(7250)20260230', 'not a date'],
  ['(7252)3', '5218'],
  ['(7258)2/1', 'sequence'],
  ['(7258)1-2', 'sequence'],
  ['(8001)00005678912301', 'zero'],
  ['(8001)12345678912351', 'not 0, 1 or 9'],
  ['(8003)19521234543213', 'can only be 0'],
  ['(8003)09521234543210', 'it should be 3'],
  ['(8004)AB9521', 'company prefix'],
  ['(8005)1234', '6 are needed'],
  ['(8006)095212345432130201', 'piece'],
  ['(8006)095212345432130001', 'piece'],
  ['(8007)AT611904300234573202', 'IBAN'],
  ['(8008)26113024', 'hour'],
  ['(8008)2611301260', 'number from 00 to 59'],
  ['(8010)9521a', 'character set 39'],
  ['(8011)01', 'begins with zero'],
  ['(8011)1234567890123', 'at most 12'],
  ['(8013)1987654Ad4X4bL5ttr2310c2L', 'check characters'],
  ['(8014)19876540000000000', 'check characters'],
  ['(8017)952123454321000002', 'it should be 3'],
  ['(8019)12345678901', 'at most 10'],
  ['(8026)095212345432130', '18 are needed'],
  ['(8030)a b', 'character set 64'],
  ['(8040)12345678901234', '15 are needed'],
  ['(8110)12', 'coupon'],
  ['(8111)12345', '4 are needed'],
  ['(90)1234567890123456789012345678901', 'at most 30'],
  [`(91)${'x'.repeat(91)}`, 'at most 90'],
  ['(9999)1', 'no GS1 application identifier'],
  ['(1)1', 'element string'],
  ['01 09521234543213', 'element string'],
  ['(01)09521234543213(01)04012345000009', 'stands twice'],
  ['(01)09521234543213(02)04012345000009', 'must not stand together'],
  ['(01)09521234543213(37)5', 'must not stand together'],
  ['(01)09521234543213(3100)001250(3101)012500', 'must not stand together'],
  ['(01)09521234543213(21)A(235)B', 'must not stand together'],
  ['(420)1010(421)0401010', 'must not stand together'],
  ['(01)09521234543213(422)040(426)040', 'must not stand together'],
  ['(4330)001250(4331)001250', 'must not stand together'],
  ['(255)9521234543213(3902)1234(3941)0125', 'must not stand together'],
];

const validStrings = valid.split(/[|\n]/u).filter((text) => text !== '');

describe('GS1 element strings', () => {
  it('are more than 150 valid ones and 130 invalid ones', () => {
    expect(validStrings.length).toBeGreaterThan(150);
    expect(invalid.length).toBeGreaterThan(130);
  });

  it.each(validStrings)('%s is valid', (text) => {
    expect(() => parseElementString(text)).not.toThrow();
  });

  it.each(invalid)('%s is refused', (text, why) => {
    expect(() => parseElementString(text)).toThrow(why);
  });
});

describe('companions', () => {
  it.each([
    ['(01)09521234543213(250)S', '(250) SECONDARY SERIAL needs (01) with (21) or (03) with (21) or (8006) with (21)'],
    ['(4303)D', '(4303) SHIP TO ADD2 needs (4302)'],
    ['(01)09521234543213(3932)978199', '(3932) PRICE needs (30) or (31nn) or (32nn) or (35nn) or (36nn)'],
  ])('of %s are missed', (text, expected) => {
    expect(unitFindings(parseElementString(text))).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    '(01)09521234543213(10)LOT(17)261231',
    '(00)376104250021234569(02)04012345000009(37)12(403)R',
    '(01)09521234543213(3103)001250(3932)978199',
  ])('of %s are all there', (text) => {
    expect(unitFindings(parseElementString(text))).toEqual([]);
  });
});

it('the table knows some 500 identifiers, each with a title', () => {
  expect(applicationIdentifiers.size).toBeGreaterThan(480);
  for (const ai of applicationIdentifiers) expect(applicationIdentifier(ai)?.title).toMatch(/\S/u);
});

it('a Global Model Number has the check characters of the specification', () => {
  // General Specifications §7.9.5, worked example.
  expect(checkPair('1987654Ad4X4bL5ttr2310c')).toBe('2K');
});
