import { fileURLToPath } from 'node:url';
import type * as Compose from '../../src/compose/composeDocument.ts';
import type { ComposeRequest } from '../../src/compose/composeDocument.ts';
import { benchInvoice, benchLabel } from './data.ts';
import { type BenchRow, measure } from './measure.ts';
import { createPdfmakePeer } from './pdfmakePeer.ts';

/**
 * Documents per second on one core, from message to finished bytes, proof of every barcode included; pdfmake beside
 * it in the same process, with its fonts parsed once, drawing what it can of the same content.
 */
export async function benchCompose({ seconds }: { readonly seconds: number }): Promise<{ results: BenchRow[] }> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // The built program: a loader that compiles on the fly makes every closure slower.
  const { createComposer } = (await import(`${root}dist/compose/composeDocument.js`)) as typeof Compose;
  const composer = await createComposer({ templatesDir: `${root}templates`, localesDir: `${root}locales` });
  const compose = async (request: Pick<ComposeRequest, 'type' | 'message' | 'formats'>): Promise<number> => {
    const { renditions } = await composer.compose({ ...request, locale: 'de', sender: null });
    return renditions.reduce((sum, { bytes }) => sum + bytes.length, 0);
  };
  const invoice = (message: ComposeRequest['message']) => compose({ type: 'invoice', message, formats: ['pdf'] });
  const pdfmake = createPdfmakePeer();

  const results: BenchRow[] = [];
  const add = async (engine: string, work: string, run: (seed: number) => Promise<number>): Promise<void> => {
    results.push(await measure(engine, work, seconds, run));
  };
  await add('postwerk', 'invoice-1p', (seed) => invoice(benchInvoice(seed, 12)));
  await add('postwerk', 'invoice-1p-qr', (seed) => invoice(benchInvoice(seed, 12, 'credit transfer')));
  await add('postwerk', 'invoice-500', (seed) => invoice(benchInvoice(seed, 500)));
  for (const format of ['pdf', 'zpl'] as const) {
    await add('postwerk', `label-${format}`, (seed) =>
      compose({ type: 'shipping-label', message: benchLabel(seed), formats: [format] }),
    );
  }
  await add('pdfmake', 'invoice-1p', (seed) => pdfmake.invoice(benchInvoice(seed, 12)));
  await add('pdfmake', 'invoice-500', (seed) => pdfmake.invoice(benchInvoice(seed, 500)));
  await add('pdfmake', 'label-pdf', (seed) => pdfmake.label(benchLabel(seed)));
  return { results };
}
