import { describe, expect, it } from 'vitest';
import { parseElementString } from '../../../../../src/compose/barcodes/gs1/elementString.ts';
import { parseRawElementString } from '../../../../../src/compose/barcodes/gs1/rawElementString.ts';
import { unitFindings } from '../../../../../src/compose/barcodes/gs1/unitRules.ts';
import { rawOf } from './rawOf.ts';

/** Codes of one unit, behind a plus sign; what is found when all are taken together. */
const units: readonly (readonly [string, readonly string[]])[] = [
  // §4.13.1 Invalid pairs.
  [
    '(01)09521234543213 + (02)04012345000009 + (00)376104250021234569(37)4',
    [
      '(01) GTIN and (37) COUNT must not stand together: (37) counts what a logistic unit contains and goes with (02) (§4.13.1); leave one out',
      '(02) CONTENT and (01) GTIN must not stand together: (01) is the unit itself, (02) what a logistic unit contains (§4.13.1); leave one out',
    ],
  ],
  [
    '(01)09521234543213 + (01)04012345000009',
    ['(01) GTIN stands twice, as "09521234543213" and "04012345000009": a unit has one; leave one out'],
  ],
  ['(01)09521234543213 + (01)09521234543213(10)A', []],
  [
    '(01)09521234543213 + (255)9521234543213',
    ['(01) GTIN and (255) GCN must not stand together: a trade item is no coupon (§4.13.1); leave one out'],
  ],
  [
    '(420)1010 + (421)0401010',
    [
      '(420) SHIP TO POST and (421) SHIP TO POST must not stand together: a unit goes to one post code, and (421) names its country (§4.13.1); leave one out',
    ],
  ],
  [
    '(00)376104250021234569(3302)001250 + (3303)012500',
    [
      '(3302) GROSS WEIGHT (kg) and (3303) GROSS WEIGHT (kg) must not stand together: a measure is given once, with one position of its decimal point (§4.13.1); leave one out',
    ],
  ],
  [
    '(01)09521234543213(422)040 + (426)040',
    [
      '(422) ORIGIN and (426) COUNTRY - FULL PROCESS must not stand together: (426) says that all was done in one country (§4.13.1); leave one out',
    ],
  ],
  [
    '(01)09521234543213(21)A + (235)B',
    ['(21) SERIAL and (235) TPX must not stand together: an item has one serial number (§4.13.1); leave one out'],
  ],
  ['(00)376104250021234569(3302)001250 + (3402)002756', []],
  // §4.13.2 Mandatory associations.
  ['(02)04012345000009', ['(02) CONTENT needs (00) with (37) (§4.13.2); add it, or leave (02) out']],
  [
    '(02)04012345000009(37)4',
    [
      '(02) CONTENT needs (00) with (37) (§4.13.2); add it, or leave (02) out',
      '(37) COUNT needs (00) with (02) or (00) with (8026) (§4.13.2); add it, or leave (37) out',
    ],
  ],
  [
    '(00)376104250021234569 + (02)04012345000009',
    ['(02) CONTENT needs (00) with (37) (§4.13.2); add it, or leave (02) out'],
  ],
  [
    '(00)376104250021234569 + (37)4',
    ['(37) COUNT needs (00) with (02) or (00) with (8026) (§4.13.2); add it, or leave (37) out'],
  ],
  ['(00)376104250021234569 + (02)04012345000009(37)4', []],
  ['(00)376104250021234569 + (02)04012345000009(37)4(15)270331(10)LOT', []],
  [
    '(17)261231',
    [
      '(17) USE BY or EXPIRY needs (01) or (02) or (03) or (255) or (8006) or (8026) (§4.13.2); add it, or leave (17) out',
    ],
  ],
  ['(12)261231(8020)R1 + (415)9521234543213', []],
  ['(12)261231', ['(12) DUE DATE needs (8020) (§4.13.2); add it, or leave (12) out']],
  [
    '(00)376104250021234569 + (02)04012345000009(37)4 + (21)A',
    ['(21) SERIAL needs (01) or (03) or (8006) (§4.13.2); add it, or leave (21) out'],
  ],
  ['(01)09521234543213(21)A', []],
  ['(30)4', ['(30) VAR. COUNT needs (01) or (02) (§4.13.2); add it, or leave (30) out']],
  ['(3103)001250', ['(3103) NET WEIGHT (kg) needs (01) or (02) (§4.13.2); add it, or leave (3103) out']],
  ['(3303)001250', ['(3303) GROSS WEIGHT (kg) needs (00) or (01) (§4.13.2); add it, or leave (3303) out']],
  ['(3373)001250', ['(3373) KG PER m² needs (01) (§4.13.2); add it, or leave (3373) out']],
  ['(00)376104250021234569 + (3303)001250', []],
  ['(403)R1', ['(403) ROUTE needs (00) (§4.13.2); add it, or leave (403) out']],
  ['(00)376104250021234569 + (403)R1', []],
  ['(400)ORDER', []],
  ['(401)9521ABC', []],
  ['(402)95212345678901235', []],
  ['(410)9521234543213', []],
  ['(415)9521234543213', ['(415) PAY TO needs (8020) (§4.13.2); add it, or leave (415) out']],
  ['(420)1010', []],
  ['(421)0401010', []],
  // §4.13.2, rows of the GTIN that begins with 9, and §2.1.10.
  ['(01)98412345000013(3103)001250', []],
  ['(01)98412345000013(30)4', []],
  ['(01)98412345000013(242)4711', []],
  ['(01)98412345000013(8001)12345678912301', []],
  [
    '(01)98412345000013',
    [
      '(01) GTIN 98412345000013 begins with 9, a variable measure, and needs one of (30), (31nn), (32nn), (35nn), (36nn), (8001) or, made to order, (242) (§4.13.2); add it, or use the GTIN of a fixed measure',
    ],
  ],
  [
    '(00)376104250021234569 + (02)98412345000013(37)4 + (3303)001250',
    [
      '(02) CONTENT 98412345000013 begins with 9, a variable measure, and needs one of (30), (31nn), (32nn), (35nn), (36nn), (8001) or, made to order, (242) (§4.13.2); add it, or use the GTIN of a fixed measure',
    ],
  ],
  ['(00)376104250021234569 + (02)98412345000013(37)4(3103)001250', []],
  [
    '(01)19012345201101(30)4',
    [
      '(30) VAR. COUNT does not go with (01) GTIN 19012345201101, whose first digit says that its measure is fixed (§4.13.2); leave (30) out',
    ],
  ],
];

describe('the codes of one unit (§4.13)', () => {
  it.each(units)('%s', (codes, findings) => {
    const elements = codes.split(' + ').flatMap((code) => parseElementString(code));
    expect(unitFindings(elements)).toEqual(findings);
    const scanned = codes.split(' + ').flatMap((code) => parseRawElementString(rawOf(code)));
    expect(unitFindings(scanned)).toEqual(findings);
  });
});

it.each(['10', '11', '13', '15', '16'])('(%s) needs a trade item (§4.13.2)', (ai) => {
  const elements = parseElementString(`(00)376104250021234569(${ai})261231`);
  expect(unitFindings(elements)).toEqual([
    expect.stringMatching(/ needs \(01\) or \(02\) or \(03\) or \(8006\) or \(8026\) \(§4\.13\.2\); add it, or leave/),
  ]);
});
