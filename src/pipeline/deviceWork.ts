import { probeDevice } from '../dispatch/print/probeDevice.ts';
import type { DeviceReport } from '../model/deviceReport.ts';
import type { Device } from '../model/parties.ts';
import { composeForDevice, type NotComposable } from './composeForDevice.ts';
import { printTestPage } from './printTestPage.ts';
import type { Road } from './road.ts';

/** What pages and API may ask of the road about devices (web/api/deviceWork.ts says what each does). */
export function createDeviceWork(road: Pick<Road, 'store' | 'queue' | 'library' | 'composePool' | 'log'>): {
  composeFor(device: Device, which: Parameters<typeof composeForDevice>[2]): Promise<NotComposable[]>;
  printTestPage(device: Device): Promise<{ readonly documentId: string }>;
  probe(device: Device): Promise<DeviceReport>;
} {
  return {
    composeFor: (device, which) => composeForDevice(road, device, which),
    printTestPage: (device) => printTestPage(road, device),
    probe: ({ uri, driver }) => probeDevice(uri, driver),
  };
}
