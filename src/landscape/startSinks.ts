import { join } from 'node:path';
import type { Device } from '../model/parties.ts';
import type { Received } from './ledger.ts';
import { type Mailbox, startMailbox } from './sinks/mailbox.ts';
import type { Sink } from './sinks/sink.ts';
import { startVirtualIppPrinter } from './sinks/virtualIppPrinter.ts';
import { startVirtualLabelPrinter } from './sinks/virtualLabelPrinter.ts';

export interface Sinks {
  /** By id: each printer under its device's id, and `mailbox`. */
  readonly all: ReadonlyMap<string, Sink>;
  readonly printers: readonly Sink[];
  readonly mailbox: Mailbox;
  readonly smtpUrl: string;
  /** Where the virtual printer of a device listens. */
  uriOf(deviceId: string): string;
  close(): Promise<void>;
}

/** A virtual printer for every device, speaking IPP or raw ZPL as its driver wants, and one mailbox for everybody. */
export async function startSinks(
  folder: string,
  devices: readonly Pick<Device, 'id' | 'name' | 'driver'>[],
): Promise<Sinks> {
  const all = new Map<string, Sink>();
  const close = async (): Promise<void> => {
    for (const sink of all.values()) await sink.close();
  };
  try {
    for (const { id, name, driver } of devices) {
      const options = { folder: join(folder, id), name };
      all.set(id, driver === 'zpl' ? await startVirtualLabelPrinter(options) : await startVirtualIppPrinter(options));
    }
    const printers = [...all.values()];
    const mailbox = await startMailbox({ folder: join(folder, 'mailbox'), name: 'Mailbox' });
    all.set('mailbox', mailbox);
    return {
      all,
      printers,
      mailbox,
      smtpUrl: mailbox.state().url,
      uriOf(deviceId) {
        const sink = all.get(deviceId);
        if (!sink) throw new Error(`No virtual printer was started for device ${deviceId}.`);
        return sink.state().url;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** How often each delivery arrived at any of the sinks. */
export function receivedBy(sinks: readonly Sink[]): Received {
  const received = new Map<string, number>();
  for (const sink of sinks) {
    let after: string | undefined;
    do {
      const page = sink.items({ limit: 1_000, ...(after === undefined ? {} : { after }) });
      for (const { deliveryId } of page.items) {
        if (deliveryId !== null) received.set(deliveryId, (received.get(deliveryId) ?? 0) + 1);
      }
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
  return received;
}
