import { labelPng } from '../compose/drivers/png/labelPicture.ts';
import { pdfPagePng } from '../compose/drivers/png/pdfPicture.ts';
import type { SinkItem } from './sinks/sink.ts';

const drawn = new Map<string, Promise<Uint8Array>>();
const kept = 200;

/**
 * What arrived, as a picture for a screen: a page of a PDF or a label drawn from its ZPL. Drawn once per content.
 *
 * @throws PostwerkError compose.no-picture
 */
export async function sinkPicture(item: SinkItem, bytes: Uint8Array, page: number): Promise<Uint8Array> {
  const key = `${item.sha256} ${page}`;
  const drawing = drawn.get(key) ?? draw(item, bytes, page);
  drawn.delete(key);
  drawn.set(key, drawing);
  drawing.catch(() => drawn.delete(key));
  const [oldest] = drawn.keys();
  if (drawn.size > kept && oldest !== undefined) drawn.delete(oldest);
  return await drawing;
}

async function draw(item: SinkItem, bytes: Uint8Array, page: number): Promise<Uint8Array> {
  if (item.mediaType !== 'application/vnd.zebra-zpl') return await pdfPagePng(bytes, page, 96);
  const { widthMm, heightMm, dotsPerMm } = labelSize(Buffer.from(bytes).toString('latin1'));
  return await labelPng(bytes, widthMm, heightMm, dotsPerMm);
}

/**
 * The label's size from `^PW` (print width) and `^LL` (label length), both in dots (ZPL II Programming Guide). The dots
 * per mm are not in the format: the finest head for which the label is still as wide as a hand is taken.
 */
export function labelSize(zpl: string): { widthMm: number; heightMm: number; dotsPerMm: number } {
  const width = Number(/\^PW(\d+)/.exec(zpl)?.[1] ?? 840);
  const height = Number(/\^LL(\d+)/.exec(zpl)?.[1] ?? 1184);
  const dotsPerMm = [24, 12, 8].find((dots) => width / dots >= 90) ?? 8;
  return { widthMm: width / dotsPerMm, heightMm: height / dotsPerMm, dotsPerMm };
}
