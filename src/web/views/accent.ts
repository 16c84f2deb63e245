/** WCAG 2.2 relative luminance of `#rrggbb`. */
export function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(hex).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [bright = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (bright + 0.05) / (dark + 0.05);
}

/** The nearest shade of a colour that can be read on `background`: at least 4.5 to 1 (WCAG 2.2 §1.4.3). */
export function readable(hex: string, background: string): string {
  const towards = luminance(background) > 0.5 ? 0 : 255;
  let shade = hex;
  for (let step = 1; step <= 20 && contrast(shade, background) < 4.5; step += 1) {
    shade = `#${channelsOf(hex)
      .map((value) => Math.round(value + ((towards - value) * step) / 20))
      .map((value) => value.toString(16).padStart(2, '0'))
      .join('')}`;
  }
  return shade;
}

function channelsOf(hex: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}

/** A style sheet that sets the accent of a page to a sender's colour, readable in light and dark. */
export function accentStyleSheet(hex: string): string {
  const light = readable(hex, '#ffffff');
  const dark = readable(hex, '#16191c');
  return `:root{--accent:${light};--on-accent:#fff}@media (prefers-color-scheme:dark){:root{--accent:${dark};--on-accent:#101315}}`;
}

/** Where the style sheet of a colour is served; null for what is no `#rrggbb`. */
export function accentUrl(accent: string): string | null {
  return /^#[0-9a-f]{6}$/i.test(accent) ? `/assets/accent-${accent.slice(1).toLowerCase()}.css` : null;
}
