import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../../../src/web/views/html.ts';

describe('html', () => {
  it('escapes values in content and in attributes', () => {
    expect(html`<p title="${'"><b>'}">${'<script>&'}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;b&gt;">&lt;script&gt;&amp;</p>',
    );
  });

  it('leaves out what is not there, joins lists and takes Html as it is', () => {
    expect(html`${null}${undefined}${false}${0}${[html`<i>a</i>`, ['b', 1]]}`.text).toBe('0<i>a</i>b1');
  });

  it('lets no text open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});
