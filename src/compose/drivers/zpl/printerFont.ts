import type { TextItem } from '../../displayList.ts';

/** Size of one style in the printer's scalable font: ^A0N,height,width. */
export interface PrinterStyle {
  readonly height: number;
  readonly width: number;
}

/**
 * Advances of font 0 (CG Triumvirate Bold Condensed) for U+0020 to U+007E in thousandths of its height, when width and
 * height are the same. Zebra publishes no metrics; these are of a face with the same design and serve to fit the laid
 * out width, with `margin` for the difference.
 */
const advances = [
  250, 333, 333, 500, 500, 833, 667, 250, 333, 333, 500, 500, 333, 800, 333, 278, 500, 500, 500, 500, 500, 500, 500,
  500, 500, 500, 278, 278, 500, 500, 500, 500, 833, 556, 556, 556, 611, 500, 500, 611, 611, 278, 444, 556, 500, 778,
  611, 611, 556, 611, 611, 556, 500, 611, 556, 833, 556, 556, 500, 333, 250, 333, 500, 500, 333, 500, 500, 444, 500,
  500, 278, 500, 500, 278, 278, 444, 278, 778, 500, 500, 500, 500, 333, 444, 278, 500, 444, 667, 444, 444, 389, 274,
  250, 274, 500,
] as const;

/** Height of a capital: 0.75 of the height of font 0, 0.714 of the size of Noto Sans. */
const heightPerSize = 0.714 / 0.75;
const margin = 0.97;
/** Narrower than this, letters of font 0 run together; wider, they look drawn out. */
const narrowest = 0.7;
const widest = 1.3;
/** How much wider than the narrowest run of its style a run may be drawn. */
const spread = 1.15;
/** The smallest height and width of font 0 (ZPL II Programming Guide, ^A: Scalable/Bitmapped Font). */
const smallest = 10;

/** Printable Latin-1: what font 0 draws with ^CI28 on every firmware. */
const drawable = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff]*$/;
/** Greys of captions print black; only ink lighter than this is meant as white on black. */
const lightest = 0xc0;

/**
 * Sizes of the printer's font for the runs of a label, so that each is as wide as it was laid out and runs of one style
 * (face and size) have nearly the same letters.
 *
 * Returns null when font 0 cannot draw the label: a character outside Latin-1, an italic, or a width that does not
 * fit. The whole label is then drawn in the layout's own face, because two hands on one label look like a mistake.
 */
export function choosePrinterStyles(items: readonly TextItem[]): ReadonlyMap<TextItem, PrinterStyle> | null {
  const smallestOfStyle = new Map<string, number>();
  const ratios = new Map<TextItem, number>();
  for (const item of items) {
    if (!drawable.test(item.text) || item.font === 'sans-italic') return null;
    const natural = naturalWidth(item.text, heightOf(item));
    const ratio = natural === 0 ? widest : Math.min(widest, (item.width * margin) / natural);
    ratios.set(item, ratio);
    const key = `${item.font} ${item.size}`;
    smallestOfStyle.set(key, Math.min(smallestOfStyle.get(key) ?? widest, ratio));
  }
  const styles = new Map<TextItem, PrinterStyle>();
  for (const [item, own] of ratios) {
    const height = heightOf(item);
    const least = smallestOfStyle.get(`${item.font} ${item.size}`) ?? own;
    const width = Math.floor(height * Math.min(own, least * spread));
    if (own < narrowest || height < smallest || width < smallest) return null;
    styles.set(item, { height, width });
  }
  return styles;
}

/** A print head knows black and nothing: light ink is left out of the field below it (^FR). */
export function isDark(color: string): boolean {
  const value = Number.parseInt(color.slice(1), 16);
  const luminance = 0.2126 * (value >> 16) + 0.7152 * ((value >> 8) & 0xff) + 0.0722 * (value & 0xff);
  return luminance < lightest;
}

function heightOf(item: TextItem): number {
  return Math.round(item.size * heightPerSize);
}

/** Width in dots when letters are as wide as they are high. */
function naturalWidth(text: string, height: number): number {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum += advanceOf(text.charCodeAt(index));
  return (sum * height) / 1000;
}

function advanceOf(code: number): number {
  const known = advances[code - 0x20];
  if (known !== undefined) return known;
  // An accented letter is as wide as its base letter; the rest of Latin-1 is at most as wide as a capital.
  const base = String.fromCharCode(code).normalize('NFD').charCodeAt(0);
  return advances[base - 0x20] ?? 611;
}
