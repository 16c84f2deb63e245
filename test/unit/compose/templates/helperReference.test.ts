import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { helperNames } from '../../../../src/compose/templates/templateCompiler.ts';

it('docs/template-helpers.md names every helper and no other', () => {
  const page = readFileSync(new URL('../../../../docs/template-helpers.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `\{\{(?:#if \()?(\w+)/gm)].map(([, name]) => name ?? '');
  const builtIn = ['if', 'unless', 'each', 'with'];
  expect(rows.toSorted()).toEqual([...helperNames].filter((name) => !builtIn.includes(name)).toSorted());
});
