/**
 * The installed locale that serves a BCP 47 tag, or null: subtags are cut off from the end until one is found
 * (RFC 4647 §3.4 lookup), so `de-AT` is served by `de`.
 */
export function resolveLocale(locales: readonly string[], tag: string): string | null {
  let range = tag.trim().replaceAll('_', '-').toLowerCase();
  while (range !== '') {
    const found = locales.find((name) => name.toLowerCase() === range);
    if (found !== undefined) return found;
    range = range.includes('-') ? range.slice(0, range.lastIndexOf('-')) : '';
  }
  return null;
}
