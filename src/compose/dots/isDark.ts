/** Greys of captions print black; only ink lighter than this is meant as white on black. */
const lightest = 0xc0;
const known = new Map<string, boolean>();

/** A print head knows black and nothing: is this colour (`#rrggbb`) printed? By ITU-R BT.709 luma. */
export function isDark(color: string): boolean {
  let dark = known.get(color);
  if (dark === undefined) {
    const value = Number.parseInt(color.slice(1), 16);
    dark = 0.2126 * (value >> 16) + 0.7152 * ((value >> 8) & 0xff) + 0.0722 * (value & 0xff) < lightest;
    if (known.size >= 1000) known.clear();
    known.set(color, dark);
  }
  return dark;
}
