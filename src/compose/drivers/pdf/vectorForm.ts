import { deflateSync } from 'node:zlib';
import type { VectorAsset, VectorPath } from '../../assets/asset.ts';
import { deviceRgb } from './deviceRgb.ts';

/**
 * A vector picture as a form (ISO 32000-1 §8.10) that fills the unit square like an image, so that both are placed by
 * the same operator.
 */
export function vectorForm({ width, height, paths }: VectorAsset): { dictionary: string; bytes: Uint8Array } {
  return {
    dictionary:
      `/Type/XObject/Subtype/Form/BBox[0 0 ${short(width)} ${short(height)}]` +
      `/Matrix[${short(1 / width, 1e9)} 0 0 ${short(-1 / height, 1e9)} 0 1]/Resources<<>>/Filter/FlateDecode`,
    bytes: deflateSync(Buffer.from(paths.map(draw).join(''), 'latin1'), { level: 9 }),
  };
}

function draw({ segments, fill, evenOdd, stroke, strokeWidth, lineCap, lineJoin, miterLimit }: VectorPath): string {
  let out = 'q\n';
  if (fill !== null) out += `${deviceRgb(fill)} rg\n`;
  if (stroke !== null) {
    out += `${deviceRgb(stroke)} RG\n${short(strokeWidth)} w ${lineCap} J ${lineJoin} j ${short(miterLimit)} M\n`;
  }
  for (const [command, ...numbers] of segments) {
    out += `${numbers.map((number) => short(number)).join(' ')} ${operators[command]}\n`;
  }
  return `${out}${paint(fill !== null, stroke !== null, evenOdd)}\nQ\n`;
}

const operators = { M: 'm', L: 'l', C: 'c', Z: 'h' } as const;

/** ISO 32000-1 table 60. */
function paint(fills: boolean, strokes: boolean, evenOdd: boolean): string {
  if (!fills) return strokes ? 'S' : 'n';
  return `${strokes ? 'B' : 'f'}${evenOdd ? '*' : ''}`;
}

function short(value: number, steps = 1e4): number {
  return Math.round(value * steps) / steps;
}
