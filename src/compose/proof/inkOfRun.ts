import type { TextItem } from '../displayList.ts';
import type { Face } from '../fonts/face.ts';
import type { FontBook } from '../fonts/fontBook.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What may touch, in parts of the smaller size: an accent on a capital and the descender above it are still read. */
const slackAcross = 0.04;
const slackDown = 0.15;

/**
 * Whether glyphs of two runs lie on one another: boxes of lines overlap long before ink does, so each glyph is looked at
 * by its own outline.
 */
export function inkTouches(one: TextItem, other: TextItem, fonts: FontBook): boolean {
  const size = Math.min(one.size, other.size);
  const [across, down] = [slackAcross * size, slackDown * size];
  const boxes = glyphBoxes(one, fonts);
  return glyphBoxes(other, fonts).some((box) =>
    boxes.some(
      (near) =>
        near.left < box.right - across &&
        near.right > box.left + across &&
        near.top < box.bottom - down &&
        near.bottom > box.top + down,
    ),
  );
}

/** The ink of a run: what a page must hold of it. Null for blanks. */
export function inkOf(item: TextItem, fonts: FontBook): Box | null {
  const boxes = glyphBoxes(item, fonts);
  if (boxes.length === 0) return null;
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

function glyphBoxes(item: TextItem, fonts: FontBook): Box[] {
  const face = fonts.face(item.font);
  const run = face.shape(item.text, item.rtl === true);
  const unit = item.size / face.unitsPerEm;
  const boxes: Box[] = [];
  let pen = 0;
  for (const [index, glyph] of run.glyphs.entries()) {
    const outline = glyphBox(face, glyph);
    if (outline !== null) {
      const offset = run.offsets?.[index];
      const x = item.x + (pen + (offset?.x ?? 0)) * unit;
      const y = item.y - (offset?.y ?? 0) * unit;
      boxes.push({
        left: x + outline.left * unit,
        right: x + outline.right * unit,
        top: y - outline.top * unit,
        bottom: y - outline.bottom * unit,
      });
    }
    pen += run.advances[index] ?? 0;
  }
  return boxes;
}

const known = new WeakMap<Face, Map<number, Box | null>>();

/** Bounds of a glyph's outline, font units, y up; null for a blank. */
function glyphBox(face: Face, glyph: number): Box | null {
  let boxes = known.get(face);
  if (boxes === undefined) {
    boxes = new Map();
    known.set(face, boxes);
  }
  let box = boxes.get(glyph);
  if (box === undefined) {
    box = boundsOf(face.outline(glyph));
    boxes.set(glyph, box);
  }
  return box;
}

function boundsOf(commands: readonly { readonly args: readonly number[] }[]): Box | null {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { args } of commands) {
    for (let at = 0; at + 1 < args.length; at += 2) {
      const [x = 0, y = 0] = [args[at], args[at + 1]];
      left = Math.min(left, x);
      right = Math.max(right, x);
      bottom = Math.min(bottom, y);
      top = Math.max(top, y);
    }
  }
  return left > right ? null : { left, top, right, bottom };
}
