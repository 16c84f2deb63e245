import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { filesBelow, root } from './sourceFiles.ts';

/** What a newcomer finds at the top; anything else has a folder where it belongs. */
const topLevel = [
  '.ci',
  '.gitattributes',
  '.gitignore',
  '.oxlintrc.json',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'biome.json',
  'docs',
  'locales',
  'package-lock.json',
  'package.json',
  'samples',
  'src',
  'templates',
  'test',
  'tsconfig.build.json',
  'tsconfig.json',
  'vitest.config.ts',
];

test('no file of src/ is longer than 300 lines', () => {
  // errors.ts is one table, and one table it should stay.
  const long = filesBelow('src', '.ts')
    .filter(({ path }) => path !== 'src/errors.ts')
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});

test('the top level holds only what is expected there', ({ skip }) => {
  let tracked: string;
  try {
    tracked = execFileSync('git', ['ls-tree', '--name-only', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return skip('not a git checkout');
  }
  expect(
    tracked
      .trim()
      .split('\n')
      .filter((name) => !topLevel.includes(name)),
  ).toEqual([]);
});
