import { describe, expect, it } from 'vitest';
import { code128Bars } from '../../../../../src/compose/barcodes/code128.ts';
import { code128Field } from '../../../../../src/compose/drivers/zpl/code128Field.ts';

const fieldOf = (text: string) => code128Field(code128Bars(Array.from(text, (letter) => letter.charCodeAt(0))));

describe('the field data of a Code 128', () => {
  it('names the code set it begins with and where it leaves set C', () => {
    expect(fieldOf('123456')).toBe('>;123456');
    expect(fieldOf('AB-7')).toBe('>:AB-7');
    expect(fieldOf('123456AB')).toBe('>;123456>6AB');
  });

  it('is not used where interpreters lose the only character behind a change to set B', () => {
    expect(fieldOf('123456A')).toBeNull();
  });
});
