import { PostwerkError } from '../errors.ts';
import type { Device } from '../model/parties.ts';
import type { Store } from '../store/db.ts';
import { isAtAgent } from '../store/deviceChanges.ts';
import { countQueues } from '../store/deviceQueues.ts';
import { getDevice, setDevicePaused, tryDeviceNow } from '../store/devices.ts';
import { moveDeliveries } from '../store/moveDeliveries.ts';
import type { DeviceWork } from './api/deviceWork.ts';
import type { HintWork } from './api/workHint.ts';

export const deviceActions = ['pause', 'resume', 'test', 'move'] as const;
export type DeviceAction = (typeof deviceActions)[number];

export interface DeviceHands {
  readonly store: Store;
  readonly hintWork: HintWork;
  readonly deviceWork: DeviceWork;
}

/** What an action changed, beside the device itself. */
export interface DeviceActionResult {
  /** test: the document that is on its way. */
  readonly documentId?: string;
  /** move: how many go to the other device now. */
  readonly moved?: number;
  /** move: how many stayed, because they cannot be had there. */
  readonly left?: number;
  /** move: some of those, with the reason. */
  readonly notMoved?: readonly { readonly documentId: string; readonly number: string; readonly reason: string }[];
}

/** Told by name; the count says how many more. */
const toldAtMost = 20;

/**
 * Does with a device what a person or a program asked for and tells the queue what became runnable. API and console
 * act through this one function.
 *
 * @param to move: the device that takes what waits here
 * @throws PostwerkError `web.not-found`; `web.invalid-request` for a `to` that does not do; `web.wrong-state` for a device
 *   that an agent has
 */
export async function actOnDevice(
  { store, hintWork, deviceWork }: DeviceHands,
  action: DeviceAction,
  id: string,
  actor: string,
  to?: string,
): Promise<DeviceActionResult> {
  const device = await requireDevice(store, id);
  if (action === 'pause' || action === 'resume') await refuseAtAgent(store, device);
  const hint = (deviceId: string) => hintWork({ priority: 1, documentIds: [], deliveryIds: [], deviceIds: [deviceId] });
  switch (action) {
    case 'pause':
      await setDevicePaused(store, id, true, actor);
      return {};
    case 'resume':
      if (device.paused) await setDevicePaused(store, id, false, actor);
      else await tryDeviceNow(store, id, actor);
      // A drain that finds nothing would call the device idle, and nothing has proven that it is.
      if (device.state === 'stopped' && !(await countQueues(store, id)).get(id)?.waiting) return {};
      await hint(id);
      return {};
    case 'test':
      return deviceWork.printTestPage(device);
    case 'move': {
      const target = await targetOf(store, device, to);
      const unfit = await deviceWork.composeFor(target, { waitingAt: id });
      const done = await moveDeliveries(store, id, target.id, actor);
      if ('refused' in done) throw new PostwerkError('web.invalid-request', done.reason, { field: 'to' });
      await hint(target.id);
      return {
        ...done,
        notMoved: unfit.slice(0, toldAtMost).map(({ documentId, number, reason }) => ({ documentId, number, reason })),
      };
    }
  }
}

/** @throws PostwerkError `web.not-found` */
export async function requireDevice(store: Store, id: string): Promise<Device> {
  const device = await getDevice(store, id);
  if (device === null) throw new PostwerkError('web.not-found', `There is no device ${id}.`);
  return device;
}

async function refuseAtAgent(store: Store, { siteId }: Device): Promise<void> {
  if (!(await isAtAgent(store, siteId))) return;
  throw new PostwerkError('web.wrong-state', `The agent of site ${siteId} prints on it: pause it on the site's page.`);
}

async function targetOf(store: Store, from: Device, to: string | undefined): Promise<Device> {
  const target = to === undefined || to === from.id ? null : await getDevice(store, to);
  if (target !== null) return target;
  const detail =
    to === from.id ? 'What waits there waits there already: name another device.' : `There is no device "${to ?? ''}".`;
  throw new PostwerkError('web.invalid-request', detail, { field: 'to' });
}
