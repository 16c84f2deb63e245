import { describe, expect, it } from 'vitest';
import { NumberList } from '../../../../../src/compose/drivers/pdf/numberList.ts';

describe('NumberList', () => {
  it('keeps numbers in order, however many', () => {
    const list = new NumberList();
    for (let index = 0; index < 5000; index += 1) list.push(index * 3 - 7);
    expect(list.length).toBe(5000);
    expect([0, 1, 1023, 1024, 4999].map((at) => list.at(at))).toEqual([-7, -4, 3062, 3065, 14_990]);
  });

  it('begins anew without what was there', () => {
    const list = new NumberList();
    for (let index = 1; index < 3000; index += 1) list.push(index);
    list.clear();
    list.push(5);
    expect([list.length, list.at(0), list.at(1), list.at(2000)]).toEqual([1, 5, 0, 0]);
  });

  it('gives up what a very long document needed', () => {
    const list = new NumberList();
    for (let index = 0; index < (1 << 20) + 1; index += 1) list.push(1);
    list.clear();
    list.push(2);
    expect([list.length, list.at(0)]).toEqual([1, 2]);
  });
});
