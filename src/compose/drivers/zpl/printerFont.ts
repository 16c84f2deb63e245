import type { Item, TextItem } from '../../displayList.ts';

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

/**
 * Sizes of the printer's font for the texts among the items of a label, at their index, so that each is as wide as it was
 * laid out and runs of one style (face and size) have nearly the same letters.
 *
 * Returns null when font 0 cannot draw the label: a character outside Latin-1, an italic, or a width that does not
 * fit. The whole label is then drawn in the layout's own face, because two hands on one label look like a mistake.
 */
export function choosePrinterStyles(items: readonly Item[]): readonly (PrinterStyle | undefined)[] | null {
  for (const item of items) {
    if (item.kind === 'text' && (!isDrawable(item.text) || item.font === 'sans-italic')) return null;
  }
  const styles: { readonly font: string; readonly size: number; readonly height: number; least: number }[] = [];
  const ratios: number[] = [];
  const styleOf = (item: TextItem): (typeof styles)[number] => {
    for (const known of styles) if (known.size === item.size && known.font === item.font) return known;
    const style = { font: item.font, size: item.size, height: Math.round(item.size * heightPerSize), least: widest };
    styles.push(style);
    return style;
  };
  for (const item of items) {
    if (item.kind !== 'text') ratios.push(0);
    else {
      const style = styleOf(item);
      const natural = naturalWidth(item.text, style.height);
      const ratio = natural === 0 ? widest : Math.min(widest, (item.width * margin) / natural);
      if (ratio < narrowest) return null;
      ratios.push(ratio);
      if (ratio < style.least) style.least = ratio;
    }
  }
  const chosen: (PrinterStyle | undefined)[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as Item;
    if (item.kind !== 'text') chosen.push(undefined);
    else {
      const { height, least } = styleOf(item);
      const width = Math.floor(height * Math.min(ratios[index] ?? least, least * spread));
      if (height < smallest || width < smallest) return null;
      chosen.push({ height, width });
    }
  }
  return chosen;
}

/** Printable Latin-1 without the soft hyphen: what font 0 draws with ^CI28 on every firmware. */
function isDrawable(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0xff || (code > 0x7e && code < 0xa0) || code === 0xad) return false;
  }
  return true;
}

/** Width in dots when letters are as wide as they are high. */
function naturalWidth(text: string, height: number): number {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum += latin1Advances[text.charCodeAt(index)] ?? 0;
  return (sum * height) / 1000;
}

/** An accented letter is as wide as its base letter; the rest of Latin-1 is at most as wide as a capital. */
const latin1Advances = Uint16Array.from({ length: 256 }, (_, code) => {
  const base = String.fromCharCode(code).normalize('NFD').charCodeAt(0);
  return advances[code - 0x20] ?? advances[base - 0x20] ?? 611;
});
