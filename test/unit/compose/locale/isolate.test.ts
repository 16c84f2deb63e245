import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { isolated, withoutIsolates } from '../../../../src/compose/locale/isolate.ts';
import { createLocaleLibrary } from '../../../../src/compose/locale/localeLibrary.ts';
import { createTemplateCompiler } from '../../../../src/compose/templates/templateCompiler.ts';
import { valuesInTags } from '../../../../src/compose/templates/valuesInTags.ts';

const locales = createLocaleLibrary(fileURLToPath(new URL('../../../../locales', import.meta.url)));
const fill = (source: string, values: object, locale: string): string =>
  createTemplateCompiler().compile('x.hbs', source).text(values, locales.get(locale));

describe('isolated', () => {
  it('marks what could change places, and only that', () => {
    expect(isolated('+971 4 555 0124')).toBe('\u2068+971 4 555 0124\u2069');
    expect(isolated('د.إ. 5')).toBe('\u2068د.إ. 5\u2069');
    expect(isolated('أبوظبي')).toBe('أبوظبي');
    expect(withoutIsolates(isolated('A-1'))).toBe('A-1');
  });
});

describe('values in Arabic documents', () => {
  it('are isolated in text, never in attributes', () => {
    expect(fill('<p style="{{a}}">{{a}}</p>', { a: 'A-1' }, 'ar')).toBe('<p style="A-1">\u2068A-1\u2069</p>');
    expect(fill('<p>{{#if a}}<b style="{{a}}">{{/if}}{{a}}</b></p>', { a: 'x' }, 'ar')).toBe(
      '<p><b style="x">\u2068x\u2069</b></p>',
    );
    expect(fill('<p>{{join " · " a b}}</p>', { a: '1', b: '2' }, 'ar')).toContain('\u20681\u2069\u00a0· \u20682\u2069');
  });

  it('are isolated inside texts', () => {
    expect(locales.get('ar').text('common:gtin', { value: '40' })).toContain('\u206840\u2069');
    expect(locales.get('de').text('common:gtin', { value: '40' })).not.toContain('\u2068');
  });

  it('stay as they are in names of files and in other languages', () => {
    expect(fill('{{fileName (join "-" (t "common:gtin" value=a) a)}}', { a: '40' }, 'ar')).not.toMatch(
      /[\u2066-\u2069]{2}|--/u,
    );
    expect(fill('<p>{{a}}</p>', { a: 'A-1' }, 'de')).toBe('<p>A-1</p>');
  });
});

describe('valuesInTags', () => {
  it('finds values in attributes, through blocks', () => {
    const program = Handlebars.parse('<a b="{{x}}">{{y}}<c d="{{#if z}}{{z}}{{else}}{{w}}{{/if}}"/>{{v}}');
    const names = [...valuesInTags(program)].map((statement) => (statement as hbs.AST.MustacheStatement).path);
    expect(names.map((path) => (path as hbs.AST.PathExpression).original)).toEqual(['x', 'z', 'w']);
  });
});
