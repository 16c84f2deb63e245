import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tapPrinter } from './tap.ts';
import { receivedBy, startSinks } from '../../src/landscape/startSinks.ts';

/**
 * The landscape's virtual printers and mailbox in a process of their own, as printers and mail servers are. Tells its
 * parent where they listen, and how many deliveries arrived when asked.
 */
const folder = await mkdtemp(join(tmpdir(), 'postwerk-bench-sinks-'));
const sinks = await startSinks(folder, [
  { id: 'office', name: 'Office', driver: 'pdf' },
  { id: 'labels', name: 'Labels', driver: 'zpl' },
  { id: 'scanned', name: 'Labels of a site', driver: 'zpl' },
]);
const tap = await tapPrinter(sinks.uriOf('scanned'));
process.on('message', (message) => {
  if (message === 'count') process.send?.({ received: receivedBy([...sinks.all.values()]).size });
  if (message === 'taps') process.send?.({ taps: tap.take() });
  if (message === 'stop') void stop();
});
process.send?.({ office: sinks.uriOf('office'), labels: sinks.uriOf('labels'), scanned: tap.uri, smtp: sinks.smtpUrl });

async function stop(): Promise<void> {
  await sinks.close();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}
