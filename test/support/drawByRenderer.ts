import { ready } from 'zpl-renderer-js';

/** A part of a label, in dots. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What zpl-renderer-js, somebody else's reading of ZPL, draws in a part of the label, as PNG. The label's home (^LH) is
 * moved so that the part lies where the picture begins, and graphics that lie wholly outside it are left out: drawn whole,
 * a label of a million dots takes a fifth of a second, most of it for dots that nobody looks at. One dot a "millimetre",
 * because ZPL counts in dots.
 */
export async function drawByRenderer(zpl: Uint8Array, part: Part): Promise<Uint8Array> {
  const { api } = await ready;
  const label = Buffer.from(zpl)
    .toString()
    .replaceAll(graphicField, (field, x, y, total, stride) => {
      const place = { x: Number(x), y: Number(y), width: Number(stride) * 8, height: Number(total) / Number(stride) };
      return touches(place, part) ? field : '';
    })
    .replace('^LH0,0', `^LH${-part.x},${-part.y}`);
  return Uint8Array.from(Buffer.from(await api.zplToBase64Async(label, part.width, part.height, 1), 'base64'));
}

/** ^FO x,y and ^GF A, bytes, bytes in all, bytes a row. */
const graphicField = /\^FO(\d+),(\d+)(?:\^FR)?\^GFA,\d+,(\d+),(\d+),[^^]*\^FS/g;

function touches(one: Part, other: Part): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
