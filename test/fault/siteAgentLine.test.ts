import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receivedBy } from '../../src/landscape/startSinks.ts';
import { getDocument } from '../../src/store/documentHistory.ts';
import { composeSome, toDevice } from '../integration/store/someDocuments.ts';
import { siteFailpoints } from './failpoints.ts';
import { eventually } from './rig.ts';
import { openSiteRig, type SiteRig } from './siteRig.ts';

describe('an agent killed while it takes over or reports', () => {
  let rig: SiteRig;

  beforeAll(async () => {
    rig = await openSiteRig();
    // Enrolled, and with its first bundle, as on any other day.
    const agent = await rig.start();
    await agent.kill('SIGTERM');
  }, 120_000);
  afterAll(() => rig?.close());

  for (const point of siteFailpoints) {
    test(`at ${point} prints once, and headquarters learns of it`, async () => {
      const { ids, deliveryIds } = await composeSome(rig.store, 1, [toDevice('linz-office')]);
      const doomed = await rig.start({ POSTWERK_FAILPOINT: point });
      expect(await eventually(async () => doomed.ended(), 60_000), 'the failpoint was passed').toBe(true);

      const agent = await rig.start();
      const id = ids[0] ?? '';
      const isDone = async (): Promise<boolean> => (await getDocument(rig.store, id))?.document.state === 'completed';
      expect(await eventually(isDone, 60_000)).toBe(true);
      expect(receivedBy(rig.sinks.printers).get(deliveryIds[0] ?? '')).toBe(1);
      await agent.kill('SIGTERM');
    });
  }
});
