import { describe, expect, it } from 'vitest';
import { findTemplateProblems } from '../../../../src/compose/templates/findTemplateProblems.ts';
import { problemLine } from '../../../../src/compose/templates/templateProblem.ts';

const email = '--- subject\nx\n--- attachment\nx\n--- text\nx\n--- html\n<p>x</p>\n';
const texts = new Set(['invoice:dueDate', 'invoice:titles.380', 'invoice:titles.other', 'common:page']);

interface Given {
  readonly page?: string;
  readonly email?: string;
  readonly partials?: Readonly<Record<string, string>>;
  readonly kind?: 'page' | 'label';
}

function problems({ page = '', partials = {}, kind = 'page', ...given }: Given): readonly string[] {
  const found = findTemplateProblems(
    {
      types: [
        {
          settings: { type: 'invoice', kind, channels: ['print'], priority: 5, formats: ['pdf'] },
          markup: { file: 'page.hbs', source: page },
          email: { file: 'email.hbs', source: given.email ?? email },
        },
      ],
      partials: new Map(Object.entries(partials).map(([name, source]) => [name, { file: `${name}.hbs`, source }])),
    },
    texts,
  );
  return found.map(problemLine);
}

const inPage = (text: string, partials: Readonly<Record<string, string>> = {}): readonly string[] =>
  problems({ page: `<document title="x" lang="en">\n${text}\n</document>`, partials });

describe('an expression', () => {
  it.each([
    ['<p>{{t "invoice:dueDte"}}</p>', '2:8: no locale has the text "invoice:dueDte"; did you mean "invoice:dueDate"?'],
    [
      '<p>{{word "invoice:title" a}}</p>',
      '2:11: no locale has words under "invoice:title"; did you mean "invoice:titles"?',
    ],
    ['<p>\n {{mony a b}}</p>', '3:2: there is no helper "mony"; did you mean "money"?'],
    ['<p>{{{a}}}</p>', '2:4: {{{…}}} would pass markup of a message through; use {{…}}'],
    ['{{#*inline "x"}}{{/inline}}', '2:1: inline partials are not supported; write a file of their own'],
    ['{{#> x}}{{/x}}', '2:1: blocks around a partial are not supported; use one partial before and one behind'],
    ['{{#eech a}}{{/eech}}', '2:1: there is no helper "eech"; did you mean "each"?'],
  ])('%s is refused', (text, problem) => {
    expect(inPage(text)).toEqual([`page.hbs:${problem}`]);
  });

  it('may not name a partial that is not there', () => {
    expect(inPage('{{> fotter}}', { footer: '' })).toEqual([
      'page.hbs:2:1: there is no partial "fotter"; did you mean "footer"?',
    ]);
  });

  it('must be closed', () => {
    expect(inPage('{{#if a}}')[0]).toMatch(/^page.hbs:3:/);
    expect(inPage('<p>{{a</p>')[0]).toMatch(/^page.hbs:2:/);
  });
});

describe('markup between expressions', () => {
  it.each([
    ['<para>x</para>', '2:1: unknown element <para>'],
    ['\n  <sectoin></sectoin>', '3:3: unknown element <sectoin>; did you mean "section"?'],
    ['<p algin="left">x</p>', '2:4: <p> has no attribute "algin"; did you mean "align"?'],
    ['<p align="lft">x</p>', '2:11: <p align="lft">: expected "left", "right", "center"'],
    ['<p space-before="8">x</p>', '2:18: <p space-before="8">: expected a length such as 12mm or 0.5pt'],
    ['<p align="left" align="right">x</p>', '2:17: <p> has the attribute "align" twice'],
    ['<space/>', '2:1: <space> needs the attribute "height"'],
    ['<p>x</p><tr></tr>', '2:9: <tr> cannot stand in <document>; it may stand in <thead>, <tbody>'],
    ['text', '2:1: "text" cannot stand in <document>; put it in a <p>'],
    ['<section>{{money a b}}</section>', '2:10: {{money …}} cannot stand in <section>; put it in a <p>'],
    ['<p>a & b</p>', '2:6: "&" stands for nothing here; text says &amp;'],
    ['<p>a&nbsp;b</p>', '2:5: XML has no "&nbsp;"; write the character itself, or its number as &#160;'],
    ['<p>a < b</p>', '2:6: "<" begins no tag here; text says &lt;'],
    ['<p align=left>x</p>', '2:10: the value of "align" needs quotes'],
    ['<p align>x</p>', '2:4: the attribute "align" has no value: write align="…"'],
    ['<p lang="de"align="left">x</p>', '2:13: a blank is missing before this attribute'],
    ['<p align="left>x</p>', '2:11: the value of "align" is not closed before "<"'],
    ['<p><b>x</p></b>', '2:8: </p> cannot close <b> of page.hbs:2'],
    ['</p>', '2:1: </p> cannot close <document> of page.hbs:1'],
    ['<!DOCTYPE html>', '2:1: "<!DOCTYPE html>" is not allowed in markup'],
    ['<p {{a}}="x">x</p>', '2:4: {{a}} cannot stand in a tag: write names out, values in quotes'],
    ['<columns widths="1* 1*"><column></column></columns>', '2:1: <columns> has 2 widths and 1 <column> elements'],
    [
      '<table cols="auto auto"><tbody><tr><td>a</td><td colspan="2">b</td></tr></tbody></table>',
      "2:32: <tr> fills 3 of the table's 2 columns",
    ],
  ])('%s is refused', (text, problem) => {
    expect(inPage(text)[0]).toContain(`page.hbs:${problem}`);
  });

  it('must be closed at the end of the file', () => {
    expect(problems({ page: '<document title="x" lang="en">\n <p>x' })).toEqual(['page.hbs:2:2: <p> is never closed']);
    expect(problems({ page: '<document title="x' })[0]).toContain('the file ends in the value of "title"');
  });

  it('has the root of its kind', () => {
    expect(problems({ page: '<label title="x" lang="en"></label>' })[0]).toBe(
      'page.hbs:1:1: the root must be <document>, not <label>',
    );
    const label = '<label title="x" lang="en" width="1mm" height="1mm"></label>';
    expect(problems({ page: label, kind: 'label' })).toEqual([]);
  });

  it('knows the styles that are declared, also in a partial', () => {
    const styles = '<styles><style name="small" size="7pt"/></styles>';
    expect(inPage('{{> styles}}<p style="small">x</p>', { styles })).toEqual([]);
    expect(inPage('{{> styles}}<p style="smal">x</p>', { styles })).toEqual([
      'page.hbs:2:23: <p style="smal">: no such style; did you mean "small"?',
    ]);
    expect(inPage('<p style="{{a}}">x</p>')).toEqual([]);
  });

  it('names every problem, not only the first', () => {
    expect(inPage('<p algin="left">x</p>\n<para/>\n{{> x}}')).toHaveLength(3);
  });
});

describe('a block', () => {
  it.each([
    '{{#if a}}<p>x</p>{{else}}<h1>y</h1>{{/if}}',
    '<p{{#if a}} align="left"{{else}} align="right"{{/if}}>x</p>',
    '<p align="{{#if a}}left{{else}}right{{/if}}">x</p>',
    '<p>{{#each a}}{{this}}<br/>{{/each}}</p>',
    '<barcode{{#if a}} type="qrcode"{{else}} type="code128"{{/if}} data="x"/>',
    '<table cols="auto auto"><tbody>{{#each a}}<tr>{{#if b}}<td>x</td>{{/if}}<td>y</td></tr>{{/each}}</tbody></table>',
    '{{!-- <nothing> --}}<!-- <nothing> & {{a}} --><p><![CDATA[<nothing> &]]></p>',
  ])('%s closes what it opens', (text) => {
    expect(inPage(text)).toEqual([]);
  });

  it.each([
    [
      '{{#if a}}<section>{{/if}}<p>x</p></section>',
      '2:10: <section> is not closed where {{#if}} ends; each branch closes what it opens',
    ],
    [
      '<section>{{#if a}}</section>{{/if}}',
      '2:36: {{#if}} closes <section>, which was opened before it; each branch opens what it closes',
    ],
    [
      '<p {{#if a}}align="left>{{/if}}">x</p>',
      '2:32: a block of Handlebars cannot begin or end in the value of "align"',
    ],
    ['<p{{#if a}}align="left"{{/if}}>x</p>', '2:12: a blank is missing before this attribute'],
    [
      '<p align={{#if a}}"left"{{/if}}>x</p>',
      '2:10: a block of Handlebars cannot begin or end in the attribute "align"',
    ],
  ])('%s is refused', (text, problem) => {
    const [first = ''] = inPage(text);
    expect(first.startsWith('page.hbs:2:')).toBe(true);
    if (!problem.includes('in the value')) expect(first).toBe(`page.hbs:${problem}`);
  });
});

describe('a partial', () => {
  it('is checked where it is used', () => {
    const row = '<tr><td>{{a}}</td><td>{{b}}</td></tr>';
    const table = (cols: string): string => `<table cols="${cols}"><tbody>{{> row}}</tbody></table>`;
    expect(inPage(table('auto auto'), { row })).toEqual([]);
    expect(inPage(table('auto'), { row })).toEqual(["row.hbs:1:1: <tr> fills 2 of the table's 1 columns"]);
    expect(inPage('{{> row}}', { row })[0]).toContain(
      'row.hbs:1:1: <tr> cannot stand in <document>; it may stand in <thead>, <tbody>',
    );
  });

  it('closes what it opens', () => {
    expect(inPage('{{> half}}</section>', { half: '<section>' })[0]).toBe(
      'half.hbs:1:1: <section> is not closed where {{> half}} ends; each branch closes what it opens',
    );
  });

  it('may use itself', () => {
    expect(inPage('{{> tree}}', { tree: '<section>{{#if a}}{{> tree}}{{/if}}</section>' })).toEqual([]);
  });

  it('is checked also when no template uses it', () => {
    expect(inPage('', { unused: '<p>\n<para/></p>' })).toEqual(['unused.hbs:2:1: unknown element <para>']);
  });
});

describe('an e-mail', () => {
  const html = (text: string, partials = {}): readonly string[] =>
    problems({ page: '<document title="x" lang="en"/>', email: email.replace('<p>x</p>', text), partials });

  it('has balanced tags, over its partials', () => {
    const partials = { 'email-head': '<!DOCTYPE html>\n<html><body><br>', 'email-foot': '</body></html>' };
    expect(html('{{> email-head}}<p>&nbsp;</p>{{> email-foot}}', partials)).toEqual([]);
    expect(html('{{> email-head}}<p>x{{> email-foot}}', partials)).toEqual([
      'email-foot.hbs:1:1: </body> cannot close <p> of email.hbs:8',
    ]);
    expect(html('{{> email-head}}', partials)).toEqual(['email-head.hbs:2:7: <body> is never closed']);
  });

  it.each([
    ['<script></script>', '8:1: <script> is no element for e-mails'],
    ['<p onclick="x">x</p>', '8:4: "onclick" would run code, which no mail program does'],
    ['<img src="https://example.com/x.png">', '8:11: "src" would fetch something when the mail is opened'],
    ['<a href="javascript:x">x</a>', '8:10: a link cannot run code'],
  ])('%s is refused', (text, problem) => {
    expect(html(text)[0]).toContain(`email.hbs:${problem}`);
  });
});
