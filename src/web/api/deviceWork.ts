import { PostwerkError } from '../../errors.ts';
import type { DeviceReport } from '../../model/deviceReport.ts';
import type { Device } from '../../model/parties.ts';

/** What a web page asks of the pipeline about devices; the program hands it in, as it does `HintWork`. */
export interface DeviceWork {
  /**
   * Composes documents anew for a device of another model where they have no bytes for it: one of them, or all that
   * wait at another device. Gives those that cannot be had on it.
   */
  composeFor(
    device: Device,
    which: { readonly documentId: string } | { readonly waitingAt: string },
  ): Promise<readonly { readonly documentId: string; readonly number: string; readonly reason: string }[]>;
  /** Accepts a test page for the device as a document of its own, which then goes the way of every document. */
  printTestPage(device: Device): Promise<{ readonly documentId: string }>;
  /** Asks the device how it is; never throws for what a device or network does. */
  probe(device: Device): Promise<DeviceReport>;
}

/** Of a server that nobody gave a pipeline. */
export const noDeviceWork: DeviceWork = {
  composeFor: async () => [],
  printTestPage: async () => notHere(),
  probe: async () => notHere(),
};

function notHere(): never {
  throw new PostwerkError('web.not-ready', 'This server has no way to its devices.');
}
