import { parseArgs } from 'node:util';
import type { BenchRow } from './measure.ts';

/**
 * `npm run bench -- compose|pipeline [--json] [--seconds n]`: prints a table, or with `--json` one JSON document whose
 * `results` are rows as in measure.ts. Each bench is a file of its own that exports its work under this signature.
 */
type Bench = (options: { readonly seconds: number }) => Promise<{ readonly results: readonly BenchRow[] }>;

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  compose: async () => (await import('./compose.ts')).benchCompose,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '5' } },
});
const [name = ''] = positionals;
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
const seconds = Number(values.seconds);
if (load === undefined || positionals.length !== 1 || !(seconds > 0)) {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--json] [--seconds n]\n`);
  process.exit(2);
}
const bench = await load();
const report = await bench({ seconds });
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : tableOf(report.results));
process.exit(0);

function tableOf(rows: readonly BenchRow[]): string {
  const head = ['engine', 'work', 'documents/s', 'CPU ms/document', 'bytes', 'RSS MB'];
  const cells = rows.map((row) => [
    row.engine,
    row.work,
    row.documentsPerSecond.toFixed(1),
    row.cpuMsPerDocument.toFixed(3),
    String(row.bytes),
    String(row.rssMb),
  ]);
  const widths = head.map((title, column) =>
    Math.max(...[head, ...cells].map((line) => (line[column] ?? '').length), title.length),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, column) => (column < 2 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  ');
  return `${[line(head), ...cells.map(line)].join('\n')}\n`;
}
