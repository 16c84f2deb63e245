import type { Node } from '../markup/markupDocument.ts';
import { lineMarks, wordsOf } from './layText.ts';
import type { LayoutContext } from './layoutContext.ts';
import type { Mark } from './marks.ts';
import type { PageFrame } from './pageFrame.ts';
import { artifact } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

/** Part of the page that a watermark takes where its size is left to it. */
const share = 0.8;
/** Larger letters shout, and a short word would fill the page. */
const largest = 100;
/** Cap height of Noto Sans, in em: what stands in the middle is the letters, not their baseline. */
const capHeight = 0.714;

/**
 * Sets one line of text through the middle of the page, behind everything but the background: from the lower left to the
 * upper right corner where no angle is given, and as large as it has room for where no size is.
 */
export function layWatermark(watermark: Node<'watermark'>, frame: PageFrame, context: LayoutContext): Mark[] {
  const { attributes } = watermark;
  const style = context.sheet.derive(context.sheet.root, 'watermark', attributes.style, attributes.lang);
  const given = lineOf(watermark, style, context);
  if (given.width === 0) return [];
  const degrees = attributes.angle ?? (Math.atan2(frame.height, frame.width) * 180) / Math.PI;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // A turned rectangle of these sides, per point of the font, has to stay inside the page.
  const long = given.width / style.text.size;
  const wide = long * Math.abs(cos) + capHeight * Math.abs(sin);
  const high = long * Math.abs(sin) + capHeight * Math.abs(cos);
  const fitting = Math.min(largest, share * Math.min(frame.width / wide, frame.height / high));
  const size = attributes.size === undefined ? fitting : context.units.of(attributes.size);
  const factor = size / style.text.size;

  // The middle of the letters comes to the middle of the page; y goes down, angles go counterclockwise.
  const half = (given.width * factor) / 2;
  const rise = (size * capHeight) / 2;
  const startX = frame.width / 2 - half * cos + rise * sin;
  const startY = frame.height / 2 + half * sin + rise * cos;
  return given.marks.map((mark) => ({
    ...mark,
    style: { ...mark.style, size: round(mark.style.size * factor), scale: mark.style.scale * factor },
    width: mark.width * factor,
    x: startX + mark.x * factor * cos,
    y: startY - mark.x * factor * sin,
    rotate: round(degrees),
    node: artifact,
  }));
}

function lineOf(
  watermark: Node<'watermark'>,
  style: BlockStyle,
  context: LayoutContext,
): { width: number; marks: Extract<Mark, { kind: 'text' }>[] } {
  const { words } = wordsOf(watermark, style, context);
  // Turned text is not mirrored with its page (emitItems.ts).
  const line = lineMarks(words, { ...style, align: 'left' }, Infinity, 0, artifact, {
    ...context,
    mirrored: false,
  });
  const marks = line.filter((mark) => mark.kind === 'text');
  const width = marks.reduce((most, mark) => Math.max(most, mark.x + mark.width), 0);
  return { width, marks };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
