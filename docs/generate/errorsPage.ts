import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorTable } from '../../src/errors.ts';

/** What the part of a code before the dot speaks of, in the order of the road. */
const stages: Readonly<Record<string, string>> = {
  cli: 'The command line and its settings',
  web: 'The HTTP interface',
  intake: 'Submitting',
  compose: 'Composing',
  dispatch: 'Delivering',
  model: 'Numbers',
  store: 'The store',
  queue: 'The queue',
  internal: 'Bugs',
};

/** The page docs/errors.md as it follows from the error table; `npm run docs:errors` writes it. */
export function errorsPage(): string {
  const sections = stagesOfTable().map((stage) => {
    const entries = Object.entries(errorTable).filter(([code]) => code.startsWith(`${stage}.`));
    const rows = entries.map(([code, { status, title, help }]) =>
      [`### ${code}`, '', `${title} \`${status}\``, '', help].join('\n'),
    );
    return [`## ${stages[stage] ?? stage}`, ...rows].join('\n\n');
  });
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

const introduction = `# Errors

Every failure that Postwerk expects has a code. The code stands in the answer of the HTTP interface (\`code\` of a
problem, RFC 9457), as the reason of a document or delivery, in the log and on the command line; the text beside it says
what exactly failed and where. The number is the HTTP status where the error is an answer to a request.

This page is written by \`npm run docs:errors\` from [src/errors.ts](../src/errors.ts); a test keeps both equal.`;

function stagesOfTable(): string[] {
  const inTable = new Set(Object.keys(errorTable).map((code) => code.split('.')[0] ?? ''));
  const known = Object.keys(stages).filter((stage) => inTable.has(stage));
  return [...known, ...[...inTable].filter((stage) => !(stage in stages))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(fileURLToPath(new URL('../errors.md', import.meta.url)), errorsPage());
}
