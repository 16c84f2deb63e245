import { defaultDpi, hasDots } from '../model/device.ts';
import type { Device, Site } from '../model/parties.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a label printer has in it when nobody said, and what an office printer has (mm). */
const usualLabel = { widthMm: 105, heightMm: 148 };
const usualPaper = { widthMm: 210, heightMm: 297 };
/** Office printers leave some millimetres white; label printers print to the edge, but not reliably. */
const frameOnPaper = 5;
const frameOnLabel = 2;
/** Below this there is no room for words (mm). */
const smallBelow = { width: 62, height: 62 };
/** Below this height between the margins there is only room for the code (mm). */
const bareBelow = 12;
/** The bars and their caption (mm). */
const barsHeight = 8;
const captionHeight = 8;

/**
 * The message of a test page for a device: what it is, and where frame, ruler and bars stand on its media. All lengths
 * are whole dots of its print head, in mm; on paper, dots of 203 to the inch.
 *
 * @param now stands on the page and in its number
 */
export function testPageMessage(
  device: Pick<Device, 'id' | 'name' | 'uri' | 'driver' | 'dpi' | 'media'>,
  site: Pick<Site, 'id' | 'name'>,
  now: Date,
): object {
  const labels = hasDots(device.driver);
  const dpi = labels ? (device.dpi ?? defaultDpi) : defaultDpi;
  const size = device.media ?? (labels ? usualLabel : usualPaper);
  const page = { width: size.widthMm, height: size.heightMm };
  const dot = 25.4 / dpi;
  /** Whole dots nearest to a length. */
  const dots = (mm: number) => round(Math.max(1, Math.round(mm / dot)) * dot);
  const inset = dots(labels ? frameOnLabel : frameOnPaper);
  const small = page.width < smallBelow.width || page.height < smallBelow.height;
  const margin = inset + (small ? 1.5 : labels ? 4 : 12);
  const inner = { width: page.width - 2 * margin, height: page.height - 2 * margin };
  const barsTop = page.height - margin - barsHeight;
  const bars = { x: margin, y: barsTop - captionHeight, width: inner.width, height: captionHeight - 1 };
  const iso = now.toISOString();
  const kind = labels ? `${device.driver.toUpperCase()}, ${dpi} dpi` : device.driver.toUpperCase();
  return {
    number: `TEST-${device.id}-${iso.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`,
    issueDate: iso.slice(0, 10),
    time: `${iso.slice(11, 16)} UTC`,
    device: { id: device.id, name: device.name, uri: device.uri, site: site.name, driver: kind },
    page,
    ...(device.media === null ? {} : { media: mediaText(device.media) }),
    content: rounded({
      x: margin,
      y: margin,
      width: inner.width,
      height: inner.height - (small ? 0 : barsHeight + captionHeight + 1),
    }),
    ...(small
      ? { small: true, ...(inner.height < bareBelow ? { bare: true } : {}) }
      : { distance: Math.round(inset), bars: rounded(bars) }),
    code: codeFor(device.id, inner, dot, small),
    marks: [
      ...frame(page, inset, dots(0.25)),
      ...(small
        ? []
        : [...ruler(page, inset, dots(0.25), dots), ...dotBars({ x: margin, y: barsTop }, inner.width, dot)]),
    ].map(rounded),
  };
}

function mediaText({ name, widthMm, heightMm }: NonNullable<Device['media']>): string {
  const size = `${widthMm} × ${heightMm} mm`;
  return name.includes(`${widthMm} × ${heightMm}`) ? name : `${name}, ${size}`;
}

function frame({ width, height }: Pick<Place, 'width' | 'height'>, inset: number, line: number): Place[] {
  const [across, down] = [width - 2 * inset, height - 2 * inset];
  return [
    { x: inset, y: inset, width: across, height: line },
    { x: inset, y: height - inset - line, width: across, height: line },
    { x: inset, y: inset, width: line, height: down },
    { x: width - inset - line, y: inset, width: line, height: down },
  ];
}

/** A tick for every centimetre from the edge of the media, on the frame's upper and left line; a long one for every fifth. */
function ruler(
  { width, height }: Pick<Place, 'width' | 'height'>,
  inset: number,
  line: number,
  dots: (mm: number) => number,
): Place[] {
  const ticks = (length: number) =>
    Array.from({ length: Math.max(0, Math.ceil((length - inset) / 10) - 1) }, (_, index) => (index + 1) * 10);
  const long = (at: number) => dots(at % 50 === 0 ? 2.5 : 1.25);
  return [
    ...ticks(width).map((at) => ({ x: dots(at) - line / 2, y: inset, width: line, height: long(at) })),
    ...ticks(height).map((at) => ({ x: inset, y: dots(at) - line / 2, width: long(at), height: line })),
  ];
}

/** Five bars each of one, two, three and four dots with gaps of the same width: upright, and lying where there is room. */
function dotBars(from: Pick<Place, 'x' | 'y'>, room: number, dot: number): Place[] {
  const bars: Place[] = [];
  let x = Math.round(from.x / dot) * dot;
  const y = Math.round(from.y / dot) * dot;
  const gap = Math.ceil(2 / dot) * dot;
  const length = Math.round(barsHeight / dot) * dot;
  for (const count of [1, 2, 3, 4]) {
    for (let bar = 0; bar < 5; bar += 1)
      bars.push({ x: x + bar * 2 * count * dot, y, width: count * dot, height: length });
    x += 9 * count * dot + gap;
  }
  const wide = Math.round(7 / dot) * dot;
  for (const count of [1, 2, 3, 4]) {
    if (x + wide > from.x + room) break;
    for (let bar = 0; bar < 5; bar += 1)
      bars.push({ x, y: y + bar * 2 * count * dot, width: wide, height: count * dot });
    x += wide + gap;
  }
  return bars;
}

/** Code 128 with the widest module up to half a millimetre that fits (GS1-like reading distance); else Data Matrix. */
function codeFor(id: string, room: Pick<Place, 'width' | 'height'>, dot: number, small: boolean): object {
  // Start, check and stop characters and ten quiet modules on both sides (ISO/IEC 15417 §4.2, §4.3); digits in pairs need less.
  const modules = 11 * (id.length + 2) + 13 + 20;
  for (let count = Math.floor(0.5 / dot); count >= 2; count -= 1) {
    if (modules * count * dot <= room.width) {
      return {
        type: 'code128',
        module: round(count * dot),
        height: small ? round(room.height < bareBelow ? Math.min(5, room.height) : room.height - 7) : 16,
      };
    }
  }
  return { type: 'datamatrix', module: round(Math.max(2, Math.floor((small ? 0.3 : 0.6) / dot)) * dot), height: 10 };
}

function rounded({ x, y, width, height }: Place): Place {
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}

/** Enough decimals that nothing moves by a dot, and few enough to read. */
function round(mm: number): number {
  return Math.round(mm * 1e4) / 1e4;
}
