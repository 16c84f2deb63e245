import { describe, expect, it } from 'vitest';
import { html } from '../../../src/web/views/html.ts';
import { page } from '../../../src/web/views/layout.ts';

const content = { title: 'Documents', main: html`<p>–</p>` };

describe('a page', () => {
  it('says its language and, where that is written right to left, its direction', () => {
    expect(page(content)).toContain('<html lang="en">');
    expect(page({ ...content, lang: 'sr-Latn' })).toContain('<html lang="sr-Latn">');
    expect(page({ ...content, lang: 'ar' })).toContain('<html lang="ar" dir="rtl">');
  });
});
