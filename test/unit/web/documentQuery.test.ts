import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../src/errors.ts';
import { filterOf } from '../../../src/web/api/documentQuery.ts';

describe('filterOf', () => {
  it('takes a date for the whole day and a time for itself', () => {
    expect(filterOf({ q: 'x', from: '2026-11-22', to: '2026-11-22' })).toEqual({
      text: 'x',
      from: new Date('2026-11-22T00:00:00Z'),
      to: new Date('2026-11-23T00:00:00Z'),
    });
    expect(filterOf({ to: '2026-11-22T10:00:00+02:00' })).toEqual({ to: new Date('2026-11-22T08:00:00Z') });
  });

  it.each(['2026-02-31', '2026-13-01', 'gestern', '2026-11-22T08:00', '22.11.2026', ''])('refuses %j', (from) => {
    expect(() => filterOf({ from })).toThrow(PostwerkError);
  });
});
