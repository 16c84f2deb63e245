import { describe, expect, it } from 'vitest';
import { gs1CheckDigit } from '../../../src/model/gs1CheckDigit.ts';
import { buildSscc, readSscc, ssccCapacity, ssccProblem } from '../../../src/model/sscc.ts';

describe('gs1CheckDigit', () => {
  it.each([
    // GS1 General Specifications §7.9.1: the worked examples of the check digit page.
    ['629104150021', '3'],
    ['37610425002123456', '9'],
    ['0401234500000', '9'],
    ['', '0'],
  ])('of %s is %s', (digits, expected) => {
    expect(gs1CheckDigit(digits)).toBe(expected);
  });
});

describe('buildSscc', () => {
  it.each([
    [{ extension: 3, companyPrefix: '7610425', serial: 2_123_456 }, '376104250021234569'],
    [{ extension: 3, companyPrefix: '9012345', serial: 30_118_404 }, '390123450301184046'],
    [{ extension: 0, companyPrefix: '9521', serial: 0 }, '095210000000000001'],
    [{ extension: 9, companyPrefix: '952112345678', serial: 9999 }, '995211234567899996'],
  ])('of %j is %s', (parts, sscc) => {
    expect(buildSscc(parts)).toBe(sscc);
    expect(ssccProblem(sscc)).toBeNull();
    expect(readSscc(sscc, parts.companyPrefix)).toEqual(parts);
  });

  it.each([
    [{ extension: 10, companyPrefix: '7610425', serial: 1 }, 'one digit from 0 to 9'],
    [{ extension: -1, companyPrefix: '7610425', serial: 1 }, 'one digit from 0 to 9'],
    [{ extension: 1.5, companyPrefix: '7610425', serial: 1 }, 'one digit from 0 to 9'],
    [{ extension: 3, companyPrefix: '761', serial: 1 }, '4 to 12 digits'],
    [{ extension: 3, companyPrefix: '7610425123456', serial: 1 }, '4 to 12 digits'],
    [{ extension: 3, companyPrefix: '76104A5', serial: 1 }, '4 to 12 digits'],
    [{ extension: 3, companyPrefix: '7610425', serial: 1_000_000_000 }, 'from 0 to 999999999 fit'],
    [{ extension: 3, companyPrefix: '7610425', serial: -1 }, 'from 0 to 999999999 fit'],
    [{ extension: 3, companyPrefix: '7610425', serial: 0.5 }, 'from 0 to 999999999 fit'],
  ])('refuses %j', (parts, why) => {
    expect(() => buildSscc(parts)).toThrow(expect.objectContaining({ code: 'model.sscc-impossible' }));
    expect(() => buildSscc(parts)).toThrow(why);
  });

  it('gives every serial number of a prefix a number of its own', () => {
    const numbers = new Set<string>();
    for (let serial = 0; serial < 2000; serial += 1) {
      numbers.add(buildSscc({ extension: 1, companyPrefix: '952112345678', serial }));
    }
    expect(numbers.size).toBe(2000);
    expect(ssccCapacity('952112345678')).toBe(10_000);
  });
});

describe('an SSCC', () => {
  it.each([
    ['376104250021234568', 'ends in 8; its check digit is 9'],
    ['37610425002123456', 'has 17 digits; 18 are needed'],
    ['37610425002123456A', 'is not digits only'],
    ['', 'is not digits only'],
  ])('%s is wrong', (sscc, problem) => {
    expect(ssccProblem(sscc)).toBe(problem);
    expect(readSscc(sscc, '7610425')).toBeNull();
  });

  it('of another company is not read', () => {
    expect(readSscc('376104250021234569', '7610426')).toBeNull();
  });
});
