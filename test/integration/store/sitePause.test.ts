import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BundleRegistry } from '../../../src/model/siteBundle.ts';
import { applyBundleRegistry, readBundleRegistry } from '../../../src/store/agentBundles.ts';
import { getDevice, setDevicePaused } from '../../../src/store/devices.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { someParties } from './someDocuments.ts';

const device = 'printer-1';
let headquarters: TestStore;
let site: TestStore;

beforeAll(async () => {
  [headquarters, site] = await Promise.all([startTestStore(), startTestStore()]);
  await someParties(headquarters.store);
  await applyBundleRegistry(site.store, await registry(), null);
});
afterAll(async () => {
  await Promise.all([headquarters?.stop(), site?.stop()]);
});

const registry = (): Promise<BundleRegistry> => readBundleRegistry(headquarters.store, 'vienna');
const pausedAtSite = async (): Promise<boolean | undefined> => (await getDevice(site.store, device))?.paused;
const pauseAtHeadquarters = (paused: boolean) => setDevicePaused(headquarters.store, device, paused, 'me');

/** @param said what the agent told headquarters of the device before it fetched the bundle. */
async function bundleArrives(before: BundleRegistry, said: boolean): Promise<void> {
  await applyBundleRegistry(site.store, await registry(), before, new Map([[device, said]]));
}

describe('whether a printer of a site is paused', () => {
  test('follows headquarters', async () => {
    const going = await registry();
    await pauseAtHeadquarters(true);
    await bundleArrives(going, false);
    expect(await pausedAtSite()).toBe(true);
    const paused = await registry();
    await pauseAtHeadquarters(false);
    await bundleArrives(paused, true);
    expect(await pausedAtSite()).toBe(false);
  });

  test.each([true, false])(
    'comes back with a bundle and undoes nothing done at the site meanwhile (%s)',
    async (told) => {
      await pauseAtHeadquarters(!told);
      const before = await registry();
      // The site has said that it is so, headquarters has noted it, and by now it is otherwise at the site.
      await pauseAtHeadquarters(told);
      await setDevicePaused(site.store, device, !told, 'page');
      await bundleArrives(before, told);
      expect(await pausedAtSite()).toBe(!told);
    },
  );
});
