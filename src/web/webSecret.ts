import type { Store } from '../store/db.ts';
import { getOrCreateSecret } from '../store/settings.ts';

/** The secret that signs sessions and links; one per installation, so that every web process accepts them. */
export async function webSecret(store: Store): Promise<string> {
  return await getOrCreateSecret(store, 'web');
}
