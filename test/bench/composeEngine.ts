import { fileURLToPath } from 'node:url';
import type * as Compose from '../../src/compose/composeDocument.ts';
import { benchInvoice, benchLabel } from './data.ts';
import { type BenchRow, measure } from './measure.ts';
import { openPeer } from './peers/openPeer.ts';
import { invoiceSheet, labelSheet } from './peers/sheets.ts';

/** The process of one engine (compose.ts): measures all its work and writes the rows as JSON. */
const engine = process.argv[2] ?? '';
const seconds = Number(process.argv[3]);
const rows = engine === 'postwerk' ? await measurePostwerk() : await measurePeer();
process.stdout.write(JSON.stringify(rows));
process.exit(0);

async function measurePostwerk(): Promise<BenchRow[]> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // The built program: a loader that compiles on the fly makes every closure slower.
  const { createComposer } = (await import(`${root}dist/compose/composeDocument.js`)) as typeof Compose;
  const composer = await createComposer({ templatesDir: `${root}templates`, localesDir: `${root}locales` });
  let pages = 0;
  const compose = async (request: Pick<Compose.ComposeRequest, 'type' | 'message' | 'formats'>): Promise<number> => {
    const { renditions } = await composer.compose({ ...request, locale: 'de', sender: null });
    pages = renditions[0]?.pages ?? 0;
    return renditions.reduce((sum, { bytes }) => sum + bytes.length, 0);
  };
  const invoice = (message: Compose.ComposeRequest['message']) =>
    compose({ type: 'invoice', message, formats: ['pdf'] });
  const label = (format: 'pdf' | 'zpl') => (message: Compose.ComposeRequest['message']) =>
    compose({ type: 'shipping-label', message, formats: [format] });
  const results = [
    await measure(engine, 'invoice-1p', seconds, (seed) => benchInvoice(seed, 12), invoice),
    await measure(engine, 'invoice-1p-qr', seconds, (seed) => benchInvoice(seed, 12, 'credit transfer'), invoice),
    await measure(engine, 'invoice-500', seconds, (seed) => benchInvoice(seed, 500), invoice),
    await measure(engine, 'label-pdf', seconds, benchLabel, label('pdf')),
    await measure(engine, 'label-zpl', seconds, benchLabel, label('zpl')),
  ];
  for (const lines of [10, 100, 1000, 5000]) {
    const message = (seed: number): ReturnType<typeof benchInvoice> => benchInvoice(seed, lines);
    const atOnce = lines < 1000 ? 16 : 1;
    const row = await measure(engine, `lines-${lines}`, seconds / 2, message, invoice, atOnce);
    results.push({ ...row, pages, cpuMsPerPage: Math.round((row.cpuMsPerDocument / pages) * 1000) / 1000 });
  }
  return results;
}

async function measurePeer(): Promise<BenchRow[]> {
  const peer = await openPeer(engine);
  return [
    await measure(engine, 'invoice-1p', seconds, (seed) => invoiceSheet(benchInvoice(seed, 12)), peer.invoice),
    await measure(engine, 'invoice-500', seconds, (seed) => invoiceSheet(benchInvoice(seed, 500)), peer.invoice),
    await measure(engine, 'label-pdf', seconds, (seed) => labelSheet(benchLabel(seed)), peer.label),
  ];
}
