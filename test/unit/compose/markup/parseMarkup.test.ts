import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';

const inDocument = (body: string): string => `<document title="T" lang="en">\n${body}\n</document>`;

function failure(xml: string): PostwerkError {
  try {
    parseMarkup(xml);
  } catch (error) {
    if (error instanceof PostwerkError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('parseMarkup', () => {
  it('reads lengths in points, lists, colours and booleans', () => {
    const { root, content } = parseMarkup(
      `<document title="T" lang="de-AT" size="100mm 50mm" margin="10mm 5pt" accent="#ABC">
         <table cols="25.4mm 2* auto" aligns="left right center" keep-together="true"><tbody/></table>
       </document>`,
    );
    expect(root.attributes).toMatchObject({ lang: 'de-AT', accent: '#aabbcc' });
    const [top, right, bottom, left] = root.attributes.margin ?? [];
    expect([top, right, bottom, left]).toEqual([expect.closeTo(28.346, 3), 5, expect.closeTo(28.346, 3), 5]);
    expect(content[0]?.attributes).toEqual({
      cols: [{ kind: 'fixed', width: 72 }, { kind: 'share', weight: 2 }, { kind: 'auto' }],
      aligns: ['left', 'right', 'center'],
      'keep-together': true,
    });
  });

  it('separates masters from the content and keeps the order of the content', () => {
    const { headers, footers, content, styles } = parseMarkup(
      inDocument(`<styles><style name="p" size="8pt"/></styles>
        <header height="10mm"/><p>a</p><box x="0" y="0" width="1mm" height="1mm"/><footer height="5mm"/><rule/>`),
    );
    expect([headers.length, footers.length, styles.get('p')?.size]).toEqual([1, 1, 8]);
    expect(content.map((node) => node.name)).toEqual(['p', 'box', 'rule']);
  });

  it('drops white space between blocks and in cells of blocks, and keeps it in text', () => {
    const { content } = parseMarkup(
      inDocument('<table cols="1*"><tbody><tr><td>\n <p>a <b>b</b></p>\n <rule/>\n</td></tr></tbody></table>'),
    );
    expect(content[0]).toMatchObject({
      children: [
        {
          children: [
            {
              children: [
                {
                  children: [{ name: 'p', text: null, children: [{ text: 'a ' }, { text: 'b' }] }, { name: 'rule' }],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('reads entities and CDATA as text', () => {
    const { content } = parseMarkup(inDocument('<p>R&amp;D &#x20AC;<![CDATA[ <5]]></p>'));
    const texts = content[0]?.children.map((child) => ('text' in child ? child.text : ''));
    expect(texts?.join('')).toBe('R&D € <5');
  });

  it('reads white space in attributes as XML 1.0 §3.3.3 has it, and ">" inside a value', () => {
    const { root } = parseMarkup('<document title="a\n b &#10;c > d" lang=\'en\'\n/>');
    expect(root.attributes.title).toBe('a  b \nc > d');
    expect(root.attributes.lang).toBe('en');
  });

  it('passes comments over and counts their lines', () => {
    const { content } = parseMarkup(inDocument('<!-- a > b\n<p> -->\n<p>x</p>'));
    expect(content.map(({ name, line }) => [name, line])).toEqual([['p', 4]]);
  });

  it('tells a tag it has read before from one whose value goes on behind a ">"', () => {
    const read = (attributes: string) => parseMarkup(`<document lang="en" ${attributes}/>`).root.attributes.title;
    expect([read('title="a"'), read('title="a" '), read('title="a>"'), read('title="a>b"')]).toEqual([
      'a',
      'a',
      'a>',
      'a>b',
    ]);
  });

  it.each([
    ['<document title="T" lang="en">\n  <paragraf/></document>', 2, 3, 'unknown element <paragraf>'],
    [inDocument('<tabble cols="1*"/>'), 2, 1, 'did you mean "table"?'],
    [inDocument('<p>x</p>\n <p algin="left">y</p>'), 3, 2, '<p> has no attribute "algin"; did you mean "align"?'],
    [inDocument('<p\n align="left"\n colour="#000">y</p>'), 2, 1, '<p> has no attribute "colour"'],
    [inDocument('<p style="smal">y</p>'), 2, 1, 'no such style'],
    [inDocument('<space height="3cm"/>'), 2, 1, 'expected a length such as 12mm or 0.5pt'],
    [inDocument('<space/>'), 2, 1, '<space> needs the attribute "height"'],
    [inDocument('<td>x</td>'), 2, 1, '<td> cannot stand in <document>; it may stand in <tr>'],
    [inDocument('<p>a<p>b</p></p>'), 2, 5, '<p> cannot stand in <p>'],
    [inDocument('stray'), 2, 1, 'text "stray" cannot stand in <document>'],
    [inDocument('<p>a &nbsp; b</p>'), 2, 6, 'undefined entity &nbsp;'],
    [inDocument('<p>a & b</p>'), 2, 6, 'write &amp;'],
    [inDocument('<p>a < b</p>'), 2, 6, 'write &lt;'],
    [inDocument('<p>a</p'), 2, 5, 'an end tag is not closed'],
    [inDocument('<p>&#0;</p>'), 2, 4, 'undefined entity &#0;'],
    [inDocument('<p align=left>a</p>'), 2, 1, 'not written as name="value"'],
    [inDocument('<!-- x'), 2, 1, 'a comment is not closed'],
    [inDocument('<p><![CDATA[x</p>'), 2, 4, 'a CDATA section is not closed'],
    [inDocument('<?php x?>'), 2, 1, 'processing instruction'],
    ['<document title="T" lang="en"><p>a', 1, 31, '<p> is not closed'],
    ['<document title="T" lang="en"/><label/>', 1, 32, 'needs the attribute'],
    ['<document title="T" lang="en"/><document title="T" lang="en"/>', 1, 32, 'behind the end of <document>'],
    ['<document title="T" lang="en"/>more', 1, 32, 'outside the root element'],
    ['</p>', 1, 1, 'nothing is open'],
    [inDocument('<p>a</b>'), 2, 5, 'unexpected close tag'],
    [inDocument('<p align="left" align="left"/>'), 2, 17, 'duplicate attribute: align'],
    ['<!DOCTYPE x [<!ENTITY a "b">]><document title="T" lang="en"/>', 1, 1, 'document type declaration'],
    ['<page/>', 1, 1, 'unknown element <page>'],
    ['<p>x</p>', 1, 1, 'the root must be <document> or <label>'],
    ['', 1, 1, 'the markup is empty'],
    [
      inDocument('<table cols="1* 1*"><tbody><tr><td>x</td></tr></tbody></table>'),
      2,
      28,
      "fills 1 of the table's 2 columns",
    ],
    [inDocument('<table cols="1*" aligns="left left"><tbody/></table>'), 2, 1, '1 cols and 2 aligns'],
    [inDocument('<columns widths="1* 1*"><column/></columns>'), 2, 1, '2 widths and 1 <column>'],
    [inDocument('<p>Page <page-number/></p>'), 2, 9, 'may stand only in <header>, <footer>'],
    [inDocument('<header height="1mm"/><header on="all" height="1mm"/>'), 2, 23, 'second <header on="all">'],
    [inDocument('<styles><style name="a"/><style name="a"/></styles>'), 2, 26, 'declared twice'],
    [inDocument('<p/><styles/>'), 2, 5, 'must be the first child'],
    [inDocument('<table cols="1*"><tbody><tr><td>text<p>p</p></td></tr></tbody></table>'), 2, 29, 'text beside blocks'],
    [inDocument('<p style="constructor">x</p>'), 2, 1, 'no such style'],
    [inDocument(`${'<section>'.repeat(70)}${'</section>'.repeat(70)}`), 2, 568, 'nested deeper than 64'],
  ])('refuses case %#', (xml, line, column, detail) => {
    const error = failure(xml);
    expect(error.code).toBe('compose.markup-invalid');
    expect(error.detail).toContain(detail);
    expect(error.place).toEqual({ line, column });
    expect(error.detail).toMatch(new RegExp(`^line ${line}, column ${column}: `, 'u'));
  });
});
