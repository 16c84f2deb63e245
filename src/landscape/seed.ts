import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Device, Recipient, Sender, Site } from '../model/parties.ts';
import { upsertDevice } from '../store/devices.ts';
import type { Store } from '../store/db.ts';
import { upsertRecipient } from '../store/recipients.ts';
import { upsertSender } from '../store/senders.ts';
import { upsertSite } from '../store/sites.ts';

type NewDevice = Pick<Device, 'id' | 'name' | 'siteId' | 'driver' | 'dpi'>;

/** The fictional group of `samples/landscape.yaml`: who sends, where, on what, to whom. */
export interface LandscapeSeed {
  readonly senders: readonly Sender[];
  readonly sites: readonly Site[];
  readonly devices: readonly NewDevice[];
  readonly recipients: readonly Recipient[];
}

export async function readSeed(samplesDir: string): Promise<LandscapeSeed> {
  return parse(await readFile(`${samplesDir}/landscape.yaml`, 'utf8')) as LandscapeSeed;
}

/** Writes the seed; doing it again changes nothing but the devices' addresses. `uriOf` says where a device listens. */
export async function seed(store: Store, data: LandscapeSeed, uriOf: (device: NewDevice) => string): Promise<void> {
  for (const sender of data.senders) await upsertSender(store, sender);
  for (const site of data.sites) await upsertSite(store, site);
  for (const device of data.devices) await upsertDevice(store, { ...device, uri: uriOf(device) });
  for (const recipient of data.recipients) await upsertRecipient(store, recipient);
}
