import { parseArgs } from 'node:util';
import type { BenchRow } from './measure.ts';

/** Each bench is a file of its own that exports its work under this signature. */
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

const usage = `usage: npm run bench -- ${Object.keys(benches).join('|')} [--json] [--seconds n]

Prints a table of what was measured (docs/performance.md).
  --json       one JSON document instead, its results the rows of the table
  --seconds n  how long each piece of work is measured; 5
  --help       this text
`;
const { positionals, values } = options();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const [name = ''] = positionals;
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
const seconds = Number(values.seconds);
if (positionals.length !== 1) refuse('name one bench');
if (load === undefined) refuse(`there is no bench "${name}"`);
if (!(seconds > 0)) refuse('--seconds takes a number above 0');
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

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        seconds: { type: 'string', default: '5' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function refuse(why: string): never {
  process.stderr.write(`bench: ${why}\n\n${usage}`);
  process.exit(2);
}

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
