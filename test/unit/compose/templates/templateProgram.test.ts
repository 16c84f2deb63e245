import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../../../src/compose/locale/locale.ts';
import type { Helper } from '../../../../src/compose/templates/helpers/helper.ts';
import { compileProgram } from '../../../../src/compose/templates/templateProgram.ts';
import { type Fill, rootScope } from '../../../../src/compose/templates/templateScope.ts';
import { TextWriter } from '../../../../src/compose/templates/writer.ts';
import { PostwerkError } from '../../../../src/errors.ts';

const helpers: ReadonlyMap<string, Helper> = new Map<string, Helper>([
  ['upper', (_, __, text) => String(text).toUpperCase()],
  ['list', (_, __, ...args) => args],
  ['eq', (_, __, a, b) => a === b],
  ['raw', (_, __, text) => new Handlebars.SafeString(String(text))],
  ['named', (_, named, ...args) => `${args.length}:${JSON.stringify(named)}`],
  ['constant', () => '<c>'],
]);

const partials = new Map<string, string>([
  ['row', '<r>{{label}}|{{value}}|{{#if wide}}w{{/if}}</r>'],
  ['outer', '{{> row label=title value="inner"}}{{title}}'],
  ['each', '{{#each lines}}{{this}},{{/each}}{{@root.name}}'],
]);

const root = {
  name: 'R&D <"x\'y`=z">',
  zero: 0,
  no: false,
  empty: '',
  none: null,
  emptyList: [],
  number: 7,
  list: 'a property named like a helper',
  lines: ['a', 'b', 'c'],
  items: [
    { name: 'one', parts: ['x', 'y'], deep: { er: 1 } },
    { name: 'two', parts: [], deep: null },
  ],
  byKey: { k1: 'v1', k2: 'v2' },
  party: { name: 'P', address: { city: 'C' } },
  title: 'T',
};

/** What Handlebars itself makes of a template. */
function withHandlebars(source: string): string {
  const environment = Handlebars.create();
  for (const [name, helper] of helpers) {
    environment.registerHelper(name, (...args: unknown[]) => {
      const { data, hash } = args.pop() as { data: Parameters<Helper>[0]; hash: Parameters<Helper>[1] };
      return helper(data, hash, ...args);
    });
  }
  for (const [name, partial] of partials) environment.registerPartial(name, partial);
  return environment.compile(source, { knownHelpers: { upper: true, list: true } })(root);
}

function compile(source: string): Fill {
  return compileProgram(Handlebars.parse(source), {
    helpers,
    partial: (name) => {
      const found = partials.get(name);
      return found === undefined ? undefined : compile(found);
    },
    plainText: false,
  });
}

function filled(source: string): string {
  const writer = new TextWriter();
  compile(source)(rootScope(root, {} as Locale), writer);
  return writer.text;
}

describe('a filled template', () => {
  it.each([
    'plain text',
    '{{name}} {{number}} {{zero}} {{no}} {{empty}}.',
    '{{party.name}} {{party.address.city}} {{this.title}} {{./title}} {{@root.title}}',
    '{{upper name}} {{upper (upper name)}} {{raw name}} {{constant}} {{#if (constant)}}yes{{/if}}',
    '{{named 1 "two" true null undefined a=(upper "c")}}',
    '{{#if name}}a{{else}}b{{/if}}{{#if zero}}c{{else}}d{{/if}}{{#if zero includeZero=true}}e{{/if}}',
    '{{#if none}}a{{else if emptyList}}b{{else if lines}}c{{else}}d{{/if}}{{#if nothing.there.at.all}}e{{/if}}',
    '{{#unless empty}}a{{else}}b{{/unless}}{{#unless name}}c{{/unless}}',
    '{{#with party}}{{name}}{{address.city}}{{../title}}{{else}}none{{/with}}{{#with none}}x{{else}}{{title}}{{/with}}',
    '{{#with party.address as |where|}}{{where.city}}{{city}}{{../party.name}}{{/with}}',
    '{{#each lines}}{{@index}}{{@first}}{{@last}}{{this}}{{../title}};{{/each}}',
    '{{#each byKey}}{{@key}}={{this}};{{/each}}{{#each emptyList}}x{{else}}empty{{/each}}{{#each none}}x{{else}}n{{/each}}',
    '{{#each items as |item at|}}{{at}}{{item.name}}{{#each item.parts as |part|}}{{part}}{{item.name}}{{at}}{{/each}};{{/each}}',
    '{{#each items}}{{name}}{{#each parts}}{{this}}{{../name}}{{../../title}}{{/each}}{{#if deep.er}}{{deep.er}}{{/if}};{{/each}}',
    '{{#with name as |list|}}{{list}}{{/with}}{{#with title as |upper|}}{{upper}}{{/with}}',
    '{{> row label=title value=name}}{{> row party label="a" value="b" wide=true}}',
    '{{> outer}}{{> outer title="given"}}{{> each}}{{#each items}}{{> row label=name value=@index}}{{/each}}',
    '{{#with party}}{{> row label=name value=address.city wide=false}}{{/with}}',
    'a {{~name~}} b\n  {{! a comment }}\n  {{#if name}}\n    in\n  {{/if}}\nend'.replaceAll(/\n +/g, '\n'),
    // What would be code, were it not quoted.
    '{{#with name as |return|}}{{return}}{{#each lines as |class let|}}{{class}}{{let}}{{return}}{{/each}}{{/with}}',
    '{{named "\\" `${1}` \n // */ \u2028" a=\'"; throw 1; "\'}}`${name}` \\n "\'',
    '{{#each items as |scope out|}}{{scope.name}}{{out}}{{#with scope.deep as |data|}}{{data.er}}{{@index}}{{/with}}{{/each}}',
    '{{#each lines}}{{#each ../items}}{{@index}}{{@last}}{{name}}{{../this}}{{/each}}{{@index}}{{@key}}{{/each}}{{#if @first}}x{{/if}}',
    '{{#each lines}}{{#if (eq this "b")}}{{@index}}{{/if}}{{/each}}{{#each (list 1 "x" true)}}{{this}}{{/each}}',
  ])('is what Handlebars makes of it: %s', (source) => {
    expect(filled(source)).toBe(withHandlebars(source));
  });

  it.each([
    ['{{#each items}}\n{{deep.er}}{{/each}}', 2, 1, '"deep.er" is absent'],
    ['{{constructor}}', 1, 1, '"constructor" is absent'],
    ['{{name.length.constructor}}', 1, 1, '"name.length.constructor" is absent'],
    ['{{party.__proto__.toString}}', 1, 1, 'is absent'],
    ['{{#each lines}}{{toString}}{{/each}}', 1, 16, '"toString" is absent'],
  ])('%s is an error with its place', (source, line, column, detail) => {
    let thrown: unknown;
    try {
      filled(source);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PostwerkError);
    expect(thrown).toMatchObject({ code: 'compose.template-failed', place: { line, column } });
    expect((thrown as PostwerkError).detail).toContain(detail);
  });

  it('calls no helper that is not its own, and refuses blocks it does not know', () => {
    expect(() => compile('{{lookup this "name"}}')).toThrow('there is no helper "lookup"');
    expect(() => compile('{{#log name}}{{/log}}')).toThrow('none of if, unless, each, with');
    expect(() => compile('{{#*inline "x"}}{{/inline}}')).toThrow('DecoratorBlock');
  });
});
