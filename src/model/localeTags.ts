/** What a BCP 47 tag stands for once its missing subtags are filled in: `zh-TW` is Chinese, Hant, Taiwan. */
interface Likely {
  readonly language: string;
  readonly script: string | undefined;
  /** Absent where the tag itself says none. */
  readonly region: string | undefined;
}

/** Tags come from messages and browsers: as many as a process ever meets in good faith, and no more. */
const mostTags = 1000;
const known = new Map<string, Likely | null>();

/**
 * The installed locale that serves a BCP 47 tag, or null. Language and script must be the same, with what a tag leaves
 * out filled in by CLDR's likely subtags (UTS #35 §4.3): `zh-TW` is served by `zh-Hant`, `sr` by `sr-Cyrl`, `sr-ME` by
 * `sr-Latn`, `de-LI` by `de`. A locale that names a region serves that region only, and before any other.
 *
 * @param locales Installed locales, BCP 47 tags.
 * @param tag `_` counts as `-`; a text that is no tag is served by nobody.
 */
export function resolveLocale(locales: readonly string[], tag: string): string | null {
  if (locales.includes(tag)) return tag;
  const wanted = likely(tag);
  if (wanted === null) return null;
  let best: string | null = null;
  for (const name of locales) {
    const offered = likely(name);
    if (offered === null || offered.language !== wanted.language || offered.script !== wanted.script) continue;
    if (offered.region === undefined) best ??= name;
    else if (offered.region === wanted.region) return name;
  }
  return best;
}

/**
 * The locale whose texts a regional one builds on: the longest of its own beginnings that is installed (`de` for
 * `de-AT`), or null.
 */
export function parentLocale(locales: readonly string[], name: string): string | null {
  for (let end = name.lastIndexOf('-'); end > 0; end = name.lastIndexOf('-', end - 1)) {
    const beginning = name.slice(0, end);
    if (locales.includes(beginning)) return beginning;
  }
  return null;
}

function likely(tag: string): Likely | null {
  let found = known.get(tag);
  if (found === undefined) {
    found = readTag(tag);
    if (known.size < mostTags) known.set(tag, found);
  }
  return found;
}

function readTag(tag: string): Likely | null {
  try {
    const own = new Intl.Locale(tag.trim().replaceAll('_', '-'));
    const { language, script } = own.maximize();
    return { language, script, region: own.region };
  } catch {
    return null;
  }
}
