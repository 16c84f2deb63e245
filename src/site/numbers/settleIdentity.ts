import type { Log } from '../../log.ts';
import { becomeAgent, getSiteIdentity, keepStamp, noteRestored, type SiteIdentity } from '../../store/agentIdentity.ts';
import type { Store } from '../../store/db.ts';
import type { SiteFile } from '../siteFile.ts';
import type { StampFile } from './stampFile.ts';

/**
 * Who this store is, settled before anything is printed or numbered. A store that was put back to an earlier day gives
 * up its leased numbers and holds its queue, with or without a line.
 */
export async function settleIdentity(
  store: Store,
  file: SiteFile,
  stamp: StampFile,
  log: Log,
  saidRestored = false,
): Promise<SiteIdentity> {
  const known = await getSiteIdentity(store);
  if (known === null) {
    await becomeAgent(store, file);
    await keepStamp(store.pool, await stamp.mark(0));
    await stamp.confirm();
  } else {
    // An identity without a stamp was cut off in its first second and has given nothing out.
    const found = saidRestored ? 'restored' : known.stamp === null ? 'cut-off' : await stamp.compare(known.stamp);
    if (found === 'restored') {
      const held = await noteRestored(store, 'the store was put back to an earlier day');
      log.warn({ held }, 'this store is a restored one: leased numbers given up, waiting deliveries held');
    }
    if (found !== 'same') {
      await keepStamp(store.pool, await stamp.mark(known.mark));
      await stamp.confirm();
    }
  }
  const identity = await getSiteIdentity(store);
  if (!identity) throw new Error('site_identity has no row');
  return identity;
}
