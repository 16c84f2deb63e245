import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receivedBy } from '../../src/landscape/startSinks.ts';
import { revokeAgent } from '../../src/store/agents.ts';
import { getDocument } from '../../src/store/documentHistory.ts';
import { composeSome, toDevice } from '../integration/store/someDocuments.ts';
import { siteFailpoints } from './failpoints.ts';
import { eventually } from './rig.ts';
import { type AgentProcess, openSiteRig, type SiteRig } from './siteRig.ts';

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

  test('and one that headquarters has ended prints no more, now or after the next start, and says why', async () => {
    const pageOf = async (agent: AgentProcess) => (await fetch(`${agent.url}/site`)).text();
    const hasEnded = async (agent: AgentProcess): Promise<boolean> =>
      (await pageOf(agent)).includes('Hier wird nicht mehr gedruckt');

    const agent = await rig.start();
    expect(await hasEnded(agent)).toBe(false);
    await revokeAgent(rig.store, 'linz', 'test');
    expect(await eventually(() => hasEnded(agent), 60_000)).toBe(true);
    expect(agent.said()).toMatch(/"code":"site\.revoked".*headquarters has ended this agent/);
    await agent.kill('SIGTERM');

    rig.line.set(false);
    await expect(rig.start()).rejects.toThrow(/site\.revoked: .* is of an agent that was ended/);
    const again = await rig.start({ POSTWERK_SITE_TOKEN: '' });
    expect(await hasEnded(again)).toBe(true);
    await again.kill('SIGTERM');
  });
});
