import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentUrl, contrast, readable } from '../../../src/web/views/accent.ts';

describe('accent', () => {
  it('keeps a colour that can be read', () => {
    expect(readable('#0b5d66', '#ffffff')).toBe('#0b5d66');
  });

  it('makes any colour readable on white and on dark', () => {
    const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(colour, fc.constantFrom('#ffffff', '#16191c'), (hex, background) => {
        expect(contrast(readable(hex, background), background)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it('knows the extremes of contrast', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#777777')).toBe(1);
  });

  it('takes nothing but a hex colour into an address', () => {
    expect(accentUrl('#0B5D66')).toBe('/assets/accent-0b5d66.css');
    expect(accentUrl('red;}body{')).toBeNull();
  });
});
