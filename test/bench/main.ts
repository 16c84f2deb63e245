import { parseArgs } from 'node:util';
import type { BenchRow } from './measure.ts';

/**
 * `npm run bench -- compose|memory|pipeline|preview [--json] [--seconds n]`: prints a table, or with `--json` one JSON document whose
 * `results` are rows as in measure.ts. Each bench is a file of its own that exports its work under this signature.
 */
type Bench = (options: { readonly seconds: number }) => Promise<{
  readonly results: readonly BenchRow[];
  /** Where the time went, for benches of several steps. */
  readonly steps?: readonly { readonly step: string; readonly share: number; readonly msPerDocument: number }[];
}>;

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  compose: async () => (await import('./compose.ts')).benchCompose,
  labels: async () => (await import('./labels.ts')).benchLabels,
  memory: async () => (await import('./memory.ts')).benchMemory,
  pipeline: async () => (await import('./pipeline.ts')).benchPipeline,
  preview: async () => (await import('./preview.ts')).benchPreview,
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
if (!values.json) {
  for (const { step, share, msPerDocument } of report.steps ?? []) {
    process.stdout.write(
      `${step.padEnd(16)} ${(share * 100).toFixed(1).padStart(5)} %  ${msPerDocument.toFixed(3)} ms a document\n`,
    );
  }
}
process.exit(0);

function tableOf(rows: readonly BenchRow[]): string {
  const head = ['engine', 'work', 'documents/s', 'CPU ms/document', 'bytes', 'RSS MB', 'pages', 'CPU ms/page'];
  const cells = rows.map((row) => [
    row.engine,
    row.work,
    row.documentsPerSecond.toFixed(1),
    row.cpuMsPerDocument.toFixed(3),
    String(row.bytes),
    String(row.rssMb),
    String(row.pages ?? ''),
    row.cpuMsPerPage?.toFixed(3) ?? '',
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
