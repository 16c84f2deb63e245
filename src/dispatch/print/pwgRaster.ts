/** One page of dots: grey (1 octet a dot, 255 is white) or red, green, blue (3 octets). */
export interface RasterPage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly dots: Uint8Array;
}

export interface RasterSettings {
  /** Dots per inch, both ways. */
  readonly dpi: number;
  readonly pages: number;
  /** IPP `sides`; null leaves it to the printer. */
  readonly sides: 'one-sided' | 'two-sided-long-edge' | 'two-sided-short-edge' | null;
  /** `pwg-raster-document-sheet-back` of the printer (PWG 5102.4 §4.3.4): how it wants the dots of a back. */
  readonly sheetBack: string | null;
}

/** PWG 5102.4 §4.2: the synchronisation word before the first page. */
export const pwgSync = Buffer.from('RaS2');
const headerSize = 1796;
/** §4.3.2.5: sgray and srgb. */
const colorSpaces = { 1: 18, 3: 19 } as const;

/**
 * A page as PWG raster (PWG 5102.4 §4.3 and §4.4): its header and its compressed lines.
 * @param index counts from 0; odd ones are backs of two-sided sheets.
 */
export function pwgPage(page: RasterPage, index: number, settings: RasterSettings): Buffer {
  const { sides } = settings;
  const twoSided = sides !== null && sides !== 'one-sided';
  const back = twoSided && index % 2 === 1;
  const tumble = sides === 'two-sided-short-edge';
  const [crossFeed, feed] = back ? backTransform(settings.sheetBack, tumble) : ([1, 1] as const);
  const header = Buffer.alloc(headerSize);
  const points = (dots: number): number => Math.round((dots * 72) / settings.dpi);
  const write = (offset: number, ...values: readonly number[]): void =>
    values.forEach((value, place) => header.writeInt32BE(value, offset + place * 4));
  header.write('PwgRaster', 0, 'latin1');
  write(272, twoSided ? 1 : 0, settings.dpi, settings.dpi);
  write(340, 1);
  write(352, points(page.width), points(page.height));
  write(368, tumble ? 1 : 0, page.width, page.height);
  write(384, 8, page.channels * 8, page.width * page.channels, 0, colorSpaces[page.channels]);
  write(420, page.channels);
  write(452, settings.pages, crossFeed, feed, 0, 0, page.width, page.height);
  return Buffer.concat([header, compress(page, crossFeed === -1, feed === -1)]);
}

/** How the back of a sheet is turned (PWG 5102.4 table 4): cross-feed and feed, -1 for mirrored. */
function backTransform(sheetBack: string | null, tumble: boolean): readonly [1 | -1, 1 | -1] {
  switch (sheetBack ?? 'normal') {
    case 'flipped':
      return tumble ? [-1, 1] : [1, -1];
    case 'manual-tumble':
      return tumble ? [-1, -1] : [1, 1];
    case 'rotated':
      return tumble ? [1, 1] : [-1, -1];
    default:
      return [1, 1];
  }
}

/**
 * §4.4: each line stands after the number of times it is repeated; in it, runs of equal dots and stretches of different
 * ones take turns, each behind its length.
 */
function compress({ width, height, channels, dots }: RasterPage, mirrored: boolean, upsideDown: boolean): Buffer {
  const bytesPerLine = width * channels;
  const lines: Buffer[] = [];
  const lineAt = (row: number): Uint8Array => {
    const from = (upsideDown ? height - 1 - row : row) * bytesPerLine;
    const line = dots.subarray(from, from + bytesPerLine);
    return mirrored ? mirror(line, channels) : line;
  };
  for (let row = 0; row < height; ) {
    const line = Buffer.from(lineAt(row));
    let repeats = 1;
    while (repeats < 256 && row + repeats < height && line.equals(lineAt(row + repeats))) repeats += 1;
    lines.push(Buffer.of(repeats - 1), packLine(line, channels));
    row += repeats;
  }
  return Buffer.concat(lines);
}

function mirror(line: Uint8Array, channels: number): Uint8Array {
  const turned = new Uint8Array(line.length);
  for (let at = 0; at < line.length; at += channels) {
    turned.set(line.subarray(at, at + channels), line.length - at - channels);
  }
  return turned;
}

/** 0…127: the next dot n + 1 times; 129…255: 257 - n dots as they are. */
function packLine(line: Buffer, channels: number): Buffer {
  const count = line.length / channels;
  const same = (a: number, b: number): boolean => {
    for (let channel = 0; channel < channels; channel += 1) {
      if (line[a * channels + channel] !== line[b * channels + channel]) return false;
    }
    return true;
  };
  const packed: number[] = [];
  const copy = (from: number, to: number): void => {
    for (let at = from * channels; at < to * channels; at += 1) packed.push(line[at] ?? 255);
  };
  for (let at = 0; at < count; ) {
    let run = 1;
    while (run < 128 && at + run < count && same(at, at + run)) run += 1;
    if (run > 1 || at + 1 === count) {
      packed.push(run - 1);
      copy(at, at + 1);
      at += run;
      continue;
    }
    let end = at + 1;
    while (end - at < 128 && end < count && (end + 1 === count || !same(end, end + 1))) end += 1;
    if (end - at === 1) packed.push(0);
    else packed.push(257 - (end - at));
    copy(at, end);
    at = end;
  }
  return Buffer.from(packed);
}

/** The resolution to draw at: 300 dots per inch or what comes nearest to it. */
export function rasterDpi(resolutions: readonly number[]): number {
  return resolutions.toSorted((a, b) => Math.abs(a - 300) - Math.abs(b - 300))[0] ?? 300;
}
