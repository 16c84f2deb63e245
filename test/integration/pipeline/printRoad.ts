import { join } from 'node:path';
import { pino } from 'pino';
import type { Sink } from '../../../src/landscape/sinks/sink.ts';
import {
  type LabelPrinterSwitch,
  startVirtualLabelPrinter,
  type VirtualLabelPrinterOptions,
} from '../../../src/landscape/sinks/virtualLabelPrinter.ts';
import type { Road } from '../../../src/pipeline/road.ts';
import type { Queue } from '../../../src/queue/queue.ts';
import type { Store } from '../../../src/store/db.ts';
import { upsertDevice } from '../../../src/store/devices.ts';

/** The end of the road that delivers: what `drainDevice` asks for, with nobody who hears its hints. */
export function printRoad(store: Store, attemptTimeoutMs: number, leaseMs = 20_000): Road {
  const queue = { hint: async () => true } as unknown as Queue;
  return { store, queue, leaseMs, attemptTimeoutMs, log: pino({ level: 'silent' }) } as Road;
}

/** A virtual label printer that counts, as a device of Vienna. @param query of its address, as `?graphics=stored`. */
export async function startLabelDevice(
  store: Store,
  folder: string,
  id: string,
  options: Pick<VirtualLabelPrinterOptions, 'faultsAfter'> = {},
  query = '',
): Promise<Sink<LabelPrinterSwitch>> {
  const printer = await startVirtualLabelPrinter({ folder: join(folder, id), name: id, upMs: 3_600_000, ...options });
  const uri = printer.state().url + query;
  await upsertDevice(store, { id, name: id, siteId: 'vienna', uri, driver: 'zpl', dpi: 203 });
  return printer;
}
