import { describe, expect, it } from 'vitest';
import { readZebraStatus, zebraProblem } from '../../../../src/dispatch/print/zebraStatus.ts';

const ready = ['030,0,0,1184,000,0,0,0,000,0,0,0', '000,0,0,0,0,2,4,0,00000000,1,000', '1234,0'] as const;

/** The answer of a ready printer with one field of one string changed. */
function changed(line: 0 | 1, field: number, value: string): string[] {
  const strings = [...ready] as string[];
  const fields = (strings[line] ?? '').split(',');
  fields[field] = value;
  strings[line] = fields.join(',');
  return strings;
}

describe('readZebraStatus', () => {
  it('finds nothing wrong with a printer that is ready', () => {
    const status = readZebraStatus(ready);
    expect(status).toMatchObject({ paperOut: false, headUp: false, formatsWaiting: 0, labelsRemaining: 0 });
    expect(status && zebraProblem(status)).toBeNull();
  });

  it.each([
    [0, 1, 'out of labels'],
    [0, 2, 'paused'],
    [0, 5, 'buffer full'],
    [0, 6, 'in diagnostic mode'],
    [0, 9, 'memory corrupt'],
    [0, 10, 'print head too cold'],
    [0, 11, 'print head too hot'],
    [1, 2, 'print head open'],
    [1, 3, 'ribbon out'],
  ] as const)('reads string %i, field %i as "%s"', (line, field, words) => {
    const status = readZebraStatus(changed(line, field, '1'));
    expect(status && zebraProblem(status)).toBe(words);
  });

  it('names everything that is wrong at once', () => {
    const [first = '', second = ''] = [changed(0, 1, '1')[0], changed(1, 2, '1')[1]];
    const status = readZebraStatus([first, second, '1234,0']);
    expect(status && zebraProblem(status)).toBe('out of labels, print head open');
  });

  it.each([[[]], [['030,0', '000', '1']], [['hello', 'there', '!']]])('does not take %j for a status', (strings) => {
    expect(readZebraStatus(strings)).toBeNull();
  });
});
