import { fileURLToPath } from 'node:url';
import type * as Compose from '../../src/compose/composeDocument.ts';
import { benchInvoice, benchLabel } from './data.ts';
import type { BenchRow } from './measure.ts';

const documents = Number(process.env['BENCH_DOCUMENTS'] ?? 100_000);
const parts = 10;
const root = fileURLToPath(new URL('../..', import.meta.url));
const { createComposer } = (await import(`${root}dist/compose/composeDocument.js`)) as typeof Compose;
const composer = await createComposer({ templatesDir: `${root}templates`, localesDir: `${root}locales` });
const locales = ['de', 'hu', 'en'];
const rows: BenchRow[] = [];

for (let part = 0; part < parts; part += 1) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let bytes = 0;
  for (let index = 0; index < documents / parts; index += 1) {
    const seed = part * (documents / parts) + index;
    const locale = locales[seed % locales.length] ?? 'de';
    const { renditions } = await composer.compose(
      seed % 2 === 0
        ? { type: 'invoice', message: benchInvoice(seed, 12), locale, sender: null, formats: ['pdf'] }
        : { type: 'shipping-label', message: benchLabel(seed), locale, sender: null, formats: ['zpl'] },
    );
    bytes += renditions[0]?.bytes.length ?? 0;
  }
  const { user, system } = process.cpuUsage(cpu);
  const count = documents / parts;
  rows.push({
    engine: 'postwerk',
    work: `after-${(part + 1) * count}`,
    documentsPerSecond: Math.round((count / (performance.now() - start)) * 10_000) / 10,
    cpuMsPerDocument: Math.round((user + system) / count) / 1000,
    bytes: Math.round(bytes / count),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  });
}
process.stdout.write(JSON.stringify(rows));
process.exit(0);
