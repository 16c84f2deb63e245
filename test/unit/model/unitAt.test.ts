import { expect, it } from 'vitest';
import { unitAt } from '../../../src/model/unitAt.ts';

it('gives the UTF-16 unit of any kind of string, and NaN outside of it', () => {
  const joined = `${'Süd'.repeat(8)}bahn – 😀`;
  for (const text of ['Ab', joined, joined.slice(3, 30), '']) {
    for (let index = -1; index <= text.length; index += 1) expect(unitAt(text, index)).toBe(text.charCodeAt(index));
  }
});
