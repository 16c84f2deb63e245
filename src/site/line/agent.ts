import type { Log } from '../../log.ts';
import type { Store } from '../../store/db.ts';
import type { OpenBundle } from '../bundle/openBundle.ts';
import type { SiteFile } from '../siteFile.ts';
import type { Headquarters } from './headquarters.ts';

/** What the line works with. */
export interface Agent {
  readonly store: Store;
  readonly dataDir: string;
  readonly file: SiteFile;
  readonly headquarters: Headquarters;
  readonly log: Log;
  /** Version of this program. */
  readonly version: string;
  /** The bundle in use; the line replaces it. */
  bundle: OpenBundle | null;
  /** Composes by this bundle from now on. */
  useBundle(bundle: OpenBundle): Promise<void>;
  /** Tells the queue which devices have something to print. */
  hintDrain(deviceIds: readonly string[]): Promise<void>;
  /** So many numbers are kept in reserve at least; when fewer are left, as many again are leased. */
  readonly reserve: number;
}
