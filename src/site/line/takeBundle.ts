import type { SiteStatus } from '../../model/siteProtocol.ts';
import { applyBundleRegistry } from '../../store/agentBundles.ts';
import { fetchBundle } from '../bundle/fetchBundle.ts';
import type { OpenBundle } from '../bundle/openBundle.ts';
import type { Agent } from './agent.ts';

/**
 * Fetches the newest bundle and works with it: devices and senders in the store, templates and texts in the composer.
 *
 * @param told what headquarters was told of the devices with the call that announced the bundle.
 */
export async function takeBundle(agent: Agent, told: SiteStatus['devices']): Promise<void> {
  const before = agent.bundle;
  const bundle = await fetchBundle(agent.headquarters, agent.dataDir, agent.file, before);
  const said = new Map(told.map(({ id, paused }) => [id, paused]));
  await applyBundleRegistry(agent.store, bundle.manifest.registry, before?.manifest.registry ?? null, said);
  if (before === null || !sameFiles(before, bundle)) await agent.useBundle(bundle);
  agent.bundle = bundle;
  agent.log.info({ version: bundle.version, serial: bundle.manifest.serial }, 'bundle taken');
  if (bundle.manifest.program !== agent.version) {
    const versions = { headquarters: bundle.manifest.program, here: agent.version };
    agent.log.warn(versions, 'headquarters runs another version of the program');
  }
}

function sameFiles(a: OpenBundle, b: OpenBundle): boolean {
  const text = ({ manifest }: OpenBundle) => JSON.stringify([manifest.files, manifest.defaultLocale]);
  return text(a) === text(b);
}
