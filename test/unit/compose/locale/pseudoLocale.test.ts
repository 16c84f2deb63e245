import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createLocaleLibrary } from '../../../../src/compose/locale/localeLibrary.ts';
import { pseudoText } from '../../../../src/compose/locale/pseudoLocale.ts';

const localesDir = fileURLToPath(new URL('../../../../locales', import.meta.url));

describe('the pseudo-locale', () => {
  it('makes a text longer, accented and bracketed', () => {
    expect(pseudoText('Page')).toBe('[Þåĝé öñé]');
    expect(pseudoText('Delivery note').length).toBeGreaterThanOrEqual('Delivery note'.length * 1.4);
  });

  it('leaves values as they are and does not count their names', () => {
    expect(pseudoText('of {{count}}')).toBe('[öƒ {{count}} öñé]');
  });

  it('is English in everything but its words, and only there when it is asked for', () => {
    const locales = createLocaleLibrary(localesDir, true);
    const pseudo = locales.get('en-XA');
    expect(pseudo.text('common:page')).toBe('[Þåĝé öñé]');
    expect(pseudo.money('1234.5', 'EUR')).toBe(locales.get('en').money('1234.5', 'EUR'));
    expect(pseudo.text('common:from', { date: '1 May' })).toContain('1 May');
    expect(createLocaleLibrary(localesDir).names).not.toContain('en-XA');
  });
});
