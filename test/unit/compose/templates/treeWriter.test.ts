import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MarkupDocument } from '../../../../src/compose/markup/markupDocument.ts';
import { OpenNode } from '../../../../src/compose/markup/openNode.ts';
import { parseMarkup } from '../../../../src/compose/markup/parseMarkup.ts';
import { createTemplateCompiler } from '../../../../src/compose/templates/templateCompiler.ts';
import { createTemplateLibrary } from '../../../../src/compose/templates/templateLibrary.ts';
import type { Locale } from '../../../../src/compose/locale/locale.ts';
import type { DocumentType, Message } from '../../../../src/model/message.ts';

const folders = { templatesDir: 'templates', localesDir: 'locales' };
const library = createTemplateLibrary(folders);

interface SampleJob {
  readonly documents: readonly { readonly type: DocumentType; readonly message: Message['message'] }[];
}

/** What a tree says of its elements, to be compared. */
const plain = (tree: MarkupDocument): unknown =>
  JSON.parse(JSON.stringify({ ...tree, styles: [...tree.styles] }, (_, value: unknown) => said(value)));

function said(value: unknown): unknown {
  if (!(value instanceof OpenNode)) return value;
  const { name, line, attributes, text, children } = value;
  return { name, line, attributes, text, children };
}

describe('a tree built while the template is filled', () => {
  const jobs = readdirSync('samples').filter((name) => name.endsWith('.json'));

  it.each(jobs)('is the one that its markup is read to, in every language (%s)', (name) => {
    const { documents } = JSON.parse(readFileSync(`samples/${name}`, 'utf8')) as SampleJob;
    for (const { type, message } of documents) {
      for (const locale of library.localesOf(type).filter((_, index) => index % 9 === 0)) {
        const markup = library.renderMarkup(type, message, locale, { sender: null });
        expect(plain(library.renderTree(type, message, locale, { sender: null }))).toEqual(plain(parseMarkup(markup)));
      }
    }
  });

  const root = {
    sign: 'a < b & "c" = `d` \'e\'>',
    text: 'a < b & "c" = `d`\n',
    break: 'one\ntwo',
    digit: 7,
    none: null,
    list: ['x', 'y'],
    yes: true,
  };
  const locale = { rtl: false } as Locale;
  const compile = (body: string) =>
    createTemplateCompiler().compile('t.hbs', `<document title="T" lang="en">${body}</document>`);

  it.each([
    '<p>{{text}}</p>',
    '<p>a{{digit}} b</p>\n\n<p>{{lines break}}</p>\n{{#each list as |entry|}}\n<p>{{entry}}</p>\n{{/each}}',
    '<p{{#if yes}} align="right"{{/if}}>{{text}}</p>',
    '<p keep-with-next="{{yes}}"\n align="{{#if yes}}left{{else}}right{{/if}}">\n{{digit}}</p><p>line</p>',
    '<barcode type="code128" data="{{text}}" alt="{{attribute break}}"/>',
    `<barcode type="code128"\n data="x{{sign}}-{{digit}}\n&amp;{{sign}}" alt='{{sign}}'/>\n<p>{{digit}}</p>`,
    `<barcode type="code128" data="{{sign}}" alt="{{digit}}"/>{{#each list as |entry|}}<p><a href="https://{{entry}}.test/">{{entry}}</a></p>{{/each}}`,
    '<p>a<!-- 7 > -->b{{digit}}</p>',
    '<p>&amp;{{text}}&#228;</p>',
    '<table cols="1* auto"><tbody>{{#each list as |entry|}}<tr><td>{{entry}}</td> <td> <p>p</p> </td></tr>{{/each}}</tbody></table>',
  ])('has the lines, texts and attributes of %s', (body) => {
    const template = compile(body);
    const tree = template.tree(root, locale);
    expect(tree === null ? null : plain(tree)).toEqual(plain(parseMarkup(template.text(root, locale))));
  });

  it.each([
    ['an element that is not there', '<q>{{digit}}</q>'],
    ['a misplaced element', '<p><table cols="1*"/></p>'],
    ['text where none may stand', '{{digit}}'],
    ['a wrong end', '<p>a</h1>'],
    ['an open element', '<p>'],
    ['an attribute that is not there', '<p size="{{digit}}">a</p>'],
    ['a value that is none', '<p align="{{digit}}">a</p>'],
    ['a text that is no link', '<p><a href="javascript:{{digit}}">a</a></p>'],
    ['an attribute twice', '<barcode type="code128" data="{{digit}}" data="{{digit}}"/>'],
    ['a start tag without end', '<barcode type="code128" data="{{digit}}"'],
    ['a value without quotation marks', '<barcode type="code128" data={{digit}}/>'],
    ['a missing attribute', '<barcode data="{{digit}}"/>'],
    ['a style that is not declared', '<p style="x{{digit}}">a</p>'],
    ['a control character', '<p>\u0001</p>'],
    ['a row too short', '<table cols="1* 1*"><tbody><tr><td>a</td></tr></tbody></table>'],
    ['a comment with a value in it', '<p>a<!-- {{digit}} > -->b</p>'],
    ['a CDATA section', '<p><![CDATA[a]]></p>'],
    ['a reference that is none', '<p>&nbsp;</p>'],
  ])('is left to the reader of whole markup for %s', (_, body) => {
    expect(compile(body).tree(root, locale)).toBeNull();
  });

  it('is left to the reader of whole markup for values that XML cannot carry', () => {
    const template = compile('<p align="{{at}}">{{text}}</p>');
    expect(template.tree({ at: 'left', text: 'a\u0002' }, locale)).toBeNull();
    expect(template.tree({ at: 'left', text: '\ud83d' }, locale)).toBeNull();
    expect(template.tree({ at: 'l\u0003eft', text: '' }, locale)).toBeNull();
  });
});
