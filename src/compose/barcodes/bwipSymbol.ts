import bwip from 'bwip-js';
import { PostwerkError } from '../../errors.ts';
import type { Post } from './encodedBarcode.ts';

/** Modules as bwip-js gives them, in the forms of `EncodedBarcode`. */
export interface BwipSymbol {
  readonly bars?: readonly number[];
  /** Upper and lower end of each dark bar in points, from the highest one's upper end down. */
  readonly posts?: readonly Post[];
  readonly matrix?: readonly (readonly boolean[])[];
  /** The plain text of the code where bwip-js makes one of its own, else ''. */
  readonly plain: string;
}

/** What `bwip.raw` really returns; its types know neither `txt` nor a MaxiCode without size. */
type RawSymbol =
  | {
      readonly sbs: readonly number[];
      readonly bhs: readonly number[];
      readonly bbs: readonly number[];
      readonly txt?: readonly (readonly unknown[])[];
    }
  | { readonly pixs: readonly number[]; readonly pixx?: number; readonly pixy?: number };

/** MaxiCode (ISO/IEC 16023): rows, and modules of a row. */
const hexagonRows = 33;
const hexagonColumns = 30;

/**
 * Encodes with bwip-js, without its drawing.
 *
 * Throws `compose.barcode-invalid` with what bwip-js says of the data.
 */
export function bwipSymbol(
  bcid: string,
  text: string,
  options: Readonly<Record<string, string | boolean>>,
): BwipSymbol {
  const symbol = raw(bcid, text, options);
  if ('sbs' in symbol) {
    const plain = (symbol.txt ?? []).map(([part]) => (typeof part === 'string' ? part : '')).join('');
    return { bars: Array.from(symbol.sbs), posts: postsOf(symbol.bbs, symbol.bhs), plain };
  }
  if (symbol.pixx === undefined) return { matrix: hexagonsOf(symbol.pixs), plain: '' };
  const { pixs, pixx, pixy } = symbol;
  if (pixs.length !== pixx * (pixy ?? 0)) return { matrix: renderedMatrix(bcid, text, options), plain: '' };
  const matrix: boolean[][] = [];
  for (let start = 0; start < pixs.length; start += pixx) {
    matrix.push(Array.from(pixs.slice(start, start + pixx), (dot) => dot !== 0));
  }
  return { matrix, plain: '' };
}

function raw(bcid: string, text: string, options: Readonly<Record<string, string | boolean>>): RawSymbol {
  try {
    const [symbol] = bwip.raw({ bcid, text, ...options }) as unknown as readonly RawSymbol[];
    if (symbol === undefined) throw new TypeError('there is nothing to draw');
    return symbol;
  } catch (error) {
    // It says "bwipp.GS1badChecksum#3251: AI 00: Bad checksum": the part behind the code is for people.
    const said = error instanceof Error ? error.message.replace(/^bwipp\.\w+#\d+:\s*/, '') : String(error);
    throw new PostwerkError('compose.barcode-invalid', `${bcid} "${text}": ${said}`, {}, { cause: error });
  }
}

/** What bwip-js asks of something that draws: only closed polygons come, at one unit a module. */
interface Drawing {
  readonly setopts: () => void;
  readonly scale: () => [number, number];
  readonly measure: () => { width: number; ascent: number; descent: number };
  readonly init: (width: number, height: number) => void;
  readonly polygon: (points: readonly (readonly [number, number])[]) => void;
  readonly fill: () => void;
  readonly end: () => boolean[][];
}

/**
 * Rows of a stacked code in their height, which `raw` does not tell: its outlines are drawn on a grid of modules. Each
 * upright edge turns over what is right of it, so a module is dark when an odd number of edges stand before it.
 */
function renderedMatrix(bcid: string, text: string, options: Readonly<Record<string, string | boolean>>): boolean[][] {
  let grid: boolean[][] = [];
  const drawing: Drawing = {
    setopts: () => {},
    scale: () => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init(width, height) {
      grid = Array.from({ length: height }, () => Array<boolean>(width).fill(false));
    },
    polygon(points) {
      points.forEach(([x, y], index) => {
        const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
        if (nextX !== x) return;
        for (let row = Math.min(y, nextY); row < Math.max(y, nextY); row += 1) {
          const line = grid[row];
          if (line !== undefined) line[x] = line[x] !== true;
        }
      });
    },
    fill: () => {},
    end: () =>
      grid.map((line) => {
        let isDark = false;
        return line.map((turns) => {
          isDark = isDark !== turns;
          return isDark;
        });
      }),
  };
  const render = bwip.render as unknown as (options: object, drawing: Drawing) => boolean[][];
  return withoutLightEdge(render({ bcid, text, scale: 1, ...options }, drawing));
}

/** Some of its pictures end in a column that belongs to the quiet zone. */
function withoutLightEdge(matrix: readonly boolean[][]): boolean[][] {
  const width = Math.max(...matrix.map((row) => row.lastIndexOf(true))) + 1;
  return matrix.map((row) => row.slice(0, width));
}

/** Base lines and heights in inches, from the base line up. */
function postsOf(bases: readonly number[], heights: readonly number[]): Post[] {
  const top = Math.max(...bases.map((base, index) => base + (heights[index] ?? 0)));
  return bases.map((base, index) => ({ top: (top - base - (heights[index] ?? 0)) * 72, bottom: (top - base) * 72 }));
}

/** A MaxiCode is a list of its dark modules. */
function hexagonsOf(dark: readonly number[]): boolean[][] {
  const matrix = Array.from({ length: hexagonRows }, () => Array<boolean>(hexagonColumns).fill(false));
  for (const place of dark) {
    const row = matrix[Math.floor(place / hexagonColumns)];
    if (row !== undefined) row[place % hexagonColumns] = true;
  }
  return matrix;
}
