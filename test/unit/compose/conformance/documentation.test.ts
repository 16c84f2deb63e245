import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '../../../../src/compose/conformance/checkPdf.ts';

const read = (name: string): string => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');

it('docs/pdf.md lists the rules as they are', () => {
  const page = read('pdf.md');
  const rows = rules.map(({ id, says, clause }) => `| \`${id}\` | ${says} | ${clause} |`);
  expect(page.slice(page.indexOf('| Rule |')).trim().split('\n').slice(2)).toEqual(rows);
});

it.each([
  ['PDF/A-3A', 155],
  ['PDF/UA-1', 106],
])('docs/pdf-rules.md counts what it lists for %s, by rules that there are', (profile, count) => {
  const page = read('pdf-rules.md');
  const section = page.slice(page.indexOf(`## ${profile}`)).split('\n## ')[0] ?? '';
  const known = new Set([...rules.map(({ id }) => id), 'syntax', 'not-encrypted']);
  const counts = { found: 0, partly: 0, not: 0 };
  const seen = new Set<string>();
  for (const row of section.split('\n').filter((line) => /^\| \d/.test(line))) {
    const [clause = '', numbers = '', finder = '', limit = ''] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    for (const [, id = ''] of finder.matchAll(/`([^`]+)`/g)) expect(known).toContain(id);
    const kind = finder.startsWith('not judged: ') ? 'not' : limit === '' ? 'found' : 'partly';
    for (const number of numbers.split(', ')) {
      expect(seen).not.toContain(`${clause}-${number}`);
      seen.add(`${clause}-${number}`);
      counts[kind] += 1;
    }
  }
  expect(seen.size).toBe(count);
  expect(page).toContain(`| ${profile} | ${count} | ${counts.found} | ${counts.partly} | ${counts.not} |`);
});
