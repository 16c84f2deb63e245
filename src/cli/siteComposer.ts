import { type ComposePool, createComposePool } from '../compose/composePool.ts';
import { createTemplateLibrary, type TemplateLibrary } from '../compose/templates/templateLibrary.ts';
import type { Config } from '../config.ts';
import type { OpenBundle } from '../site/bundle/openBundle.ts';
import { numberedTypes } from '../site/numbers/numberedTypes.ts';

/** Composes by the newest bundle: another one takes its place while slices of the one before run to their end. */
export interface SiteComposer {
  readonly library: TemplateLibrary;
  readonly pool: ComposePool;
  readonly defaultLocale: string;
  /** Types whose labels are numbered here. */
  readonly numbered: ReadonlySet<string>;
  use(bundle: OpenBundle): Promise<void>;
  close(): Promise<void>;
}

export function createSiteComposer(config: Config, first: OpenBundle): SiteComposer {
  let current = load(config, first);
  const composeSlice: ComposePool['composeSlice'] = (...slice) => current.pool.composeSlice(...slice);
  return {
    get library() {
      return current.library;
    },
    // Whoever holds the pool always composes by the newest bundle.
    pool: { composeSlice, close: () => current.pool.close() },
    get defaultLocale() {
      return current.defaultLocale;
    },
    get numbered() {
      return current.numbered;
    },
    async use(bundle) {
      const before = current;
      current = load(config, bundle);
      await before.pool.close();
    },
    close: () => current.pool.close(),
  };
}

function load(config: Config, { templatesDir, localesDir, manifest }: OpenBundle) {
  const library = createTemplateLibrary({ templatesDir, localesDir });
  const pool = createComposePool({
    templatesDir,
    localesDir,
    checked: true,
    threads: config.composeThreads,
    timeoutMs: config.composeTimeoutMs,
  });
  const defaultLocale = library.resolveLocale(manifest.defaultLocale) ?? config.defaultLocale;
  return { library, pool, defaultLocale, numbered: numberedTypes(templatesDir) };
}
