import { Blob, Buffer as ShapingBuffer, ClusterLevel, Direction, Face, Feature, Font, shape } from 'harfbuzzjs';
import type { ShapedRun } from './face.ts';

/** HarfBuzz with one font: what a run of text looks like. */
export interface Shaper {
  /** Glyphs in visual order, from left to right, also for a run that reads from right to left. */
  shape(text: string, rtl: boolean): ShapedRun;
}

const buffer = new ShapingBuffer();
/** Joined letters (fi, ffl) gain nothing in the faces we have, and each would be an outline more in every file. */
const plainFeatures = ['liga', 'clig'].map((tag) => new Feature(tag, 0));
/** OpenType 1.9.1: of these, `rlig` and `ccmp` make Arabic and marks right and stay on for every script. */
const fullFeatures: Feature[] = [];

/**
 * Copies the font into HarfBuzz's memory.
 *
 * @param ligatures Whether the script wants its usual ligatures.
 */
export function createShaper(bytes: Uint8Array, ligatures: boolean): Shaper {
  const font = new Font(new Face(new Blob(bytes)));
  const features = ligatures ? fullFeatures : plainFeatures;

  return {
    shape(text, rtl) {
      buffer.reset();
      // Every character keeps a cluster of its own where the glyphs allow it, so that text can be read back.
      buffer.setClusterLevel(ClusterLevel.MONOTONE_CHARACTERS);
      buffer.addText(text);
      buffer.guessSegmentProperties();
      buffer.setDirection(rtl ? Direction.RTL : Direction.LTR);
      shape(font, buffer, features);
      const infos = buffer.getGlyphInfos();
      const positions = buffer.getGlyphPositions();
      const advances = positions.map((position) => position.xAdvance);
      const moved = positions.some(({ xOffset, yOffset }) => xOffset !== 0 || yOffset !== 0);
      const starts = infos.map((info) => info.cluster);
      return {
        glyphs: infos.map((info) => info.codepoint),
        advances,
        clusters: clustersOf(text, starts, rtl),
        width: advances.reduce((sum, advance) => sum + advance, 0),
        ...(moved && { offsets: positions.map(({ xOffset, yOffset }) => ({ x: xOffset, y: yOffset })) }),
      };
    },
  };
}

/** The part of the text each glyph stands for; of several glyphs of one cluster the first in reading order has it. */
function clustersOf(text: string, starts: readonly number[], rtl: boolean): string[] {
  const clusters = starts.map(() => '');
  const count = starts.length;
  for (let step = 0; step < count; step += 1) {
    const index = rtl ? count - 1 - step : step;
    const start = starts[index] ?? 0;
    const before = step === 0 ? -1 : (starts[rtl ? index + 1 : index - 1] ?? -1);
    if (before === start) continue;
    let next = step + 1;
    while (next < count && (starts[rtl ? count - 1 - next : next] ?? 0) === start) next += 1;
    const end = next < count ? (starts[rtl ? count - 1 - next : next] ?? text.length) : text.length;
    clusters[index] = text.slice(start, end);
  }
  return clusters;
}
