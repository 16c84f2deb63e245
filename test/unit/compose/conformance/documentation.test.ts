import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '../../../../src/compose/conformance/checkPdf.ts';

it('docs/pdf.md lists the rules as they are', () => {
  const page = readFileSync(new URL('../../../../docs/pdf.md', import.meta.url), 'utf8');
  const rows = rules.map(({ id, says, clause }) => `| \`${id}\` | ${says} | ${clause} |`);
  expect(page.slice(page.indexOf('| Rule |')).trim().split('\n').slice(2)).toEqual(rows);
});
