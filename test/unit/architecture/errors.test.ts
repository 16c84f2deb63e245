import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorsPage } from '../../../docs/generate/errorsPage.ts';
import { errorTable } from '../../../src/errors.ts';
import { filesBelow, root } from './sourceFiles.ts';

const codes = Object.keys(errorTable);
const stages = [...new Set(codes.map((code) => code.split('.')[0] ?? ''))];
const sources = filesBelow('src', '.ts').filter(({ path }) => path !== 'src/errors.ts');

/** Look like codes and are names of files. */
const fileNames = ['landscape.key', 'site.json'];

/** Every string in src/ that looks like a code of ours. */
const used = sources.flatMap(({ path, text }) =>
  [
    ...text
      .replaceAll(/failpoint\('[^']*'\)/g, '')
      .matchAll(new RegExp(`['"\`]((?:${stages.join('|')})\\.[a-z][a-z0-9-]*)['"\`]`, 'g')),
  ]
    .map((match) => ({ path, code: match[1] ?? '' }))
    .filter(({ code }) => !fileNames.includes(code)),
);

test('docs/errors.md says what the table says', () => {
  // Run `npm run docs:errors` when this fails.
  expect(readFileSync(`${root}/docs/errors.md`, 'utf8')).toBe(errorsPage());
});

test('every code of the page is in the table, and the other way round', () => {
  const page = readFileSync(`${root}/docs/errors.md`, 'utf8');
  const onPage = [...page.matchAll(/^### ([a-z]+\.[a-z0-9-]+)$/gm)].map((match) => match[1] ?? '');
  expect(onPage.toSorted()).toEqual(codes.toSorted());
});

test('every code in the source is in the table', () => {
  expect(used.filter(({ code }) => !(code in errorTable))).toEqual([]);
});

test('every code of the table is used', () => {
  const usedCodes = new Set(used.map(({ code }) => code));
  expect(codes.filter((code) => !usedCodes.has(code))).toEqual([]);
});

test('every error says what failed and what to do, in whole sentences', () => {
  const broken = Object.entries(errorTable).filter(
    ([, { title, help }]) => !/^[A-Z].*\.$/s.test(title) || !/^[A-Z].*\.$/s.test(help),
  );
  expect(broken).toEqual([]);
});
