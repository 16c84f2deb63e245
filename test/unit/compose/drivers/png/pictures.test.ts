import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import PdfKit from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { labelPng } from '../../../../../src/compose/drivers/png/labelPicture.ts';
import { pdfPageCount, pdfPagePng } from '../../../../../src/compose/drivers/png/pdfPicture.ts';
import { encodePng } from '../../../../../src/compose/drivers/png/encodePng.ts';

/** Two pages of 100 × 50 pt; on the first, a red square of 20 pt at 10, 10. */
function samplePdf(): Promise<Buffer> {
  const document = new PdfKit({ size: [100, 50], margin: 0 });
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const done = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(parts))));
  document.rect(10, 10, 20, 20).fill('#cc0033');
  document.addPage();
  document.end();
  return done;
}

/** Reads the PNGs that `encodePng` writes: one IDAT, no filter in any row. */
function readPng(png: Uint8Array): { width: number; height: number; at: (x: number, y: number) => number[] } {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const data = bytes.indexOf('IDAT');
  const rows = inflateSync(bytes.subarray(data + 4, data + 4 + bytes.readUInt32BE(data - 4)));
  const stride = width * 3;
  const pixels = Buffer.concat(
    Array.from({ length: height }, (_, row) => rows.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1))),
  );
  return { width, height, at: (x, y) => [...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)] };
}

describe('pdfPagePng', () => {
  it('draws a page in its size and its colours', async () => {
    const picture = readPng(await pdfPagePng(await samplePdf(), 1, 144));
    expect([picture.width, picture.height]).toEqual([200, 100]);
    expect(picture.at(40, 40)).toEqual([0xcc, 0x00, 0x33]);
    expect(picture.at(100, 40)).toEqual([255, 255, 255]);
    expect(picture.at(199, 99)).toEqual([255, 255, 255]);
  });

  it('draws every page, and counts them', async () => {
    const pdf = await samplePdf();
    expect(await pdfPageCount(pdf)).toBe(2);
    expect(readPng(await pdfPagePng(pdf, 2, 72)).at(20, 20)).toEqual([255, 255, 255]);
  });

  it('says why there is no picture', async () => {
    const pdf = await samplePdf();
    await expect(pdfPagePng(pdf, 3, 72)).rejects.toMatchObject({ code: 'compose.no-picture' });
    await expect(pdfPagePng(pdf, 0, 72)).rejects.toMatchObject({ code: 'compose.no-picture' });
    await expect(pdfPagePng(Buffer.from('nothing'), 1, 72)).rejects.toMatchObject({ code: 'compose.no-picture' });
  });

  it('keeps a page as large as a wall within bounds', async () => {
    const document = new PdfKit({ size: [14_000, 14_000], margin: 0 });
    const parts: Buffer[] = [];
    document.on('data', (part: Buffer) => parts.push(part));
    const done = new Promise((resolve) => document.on('end', resolve));
    document.end();
    await done;
    const picture = Buffer.from(await pdfPagePng(Buffer.concat(parts), 1, 203));
    expect(picture.readUInt32BE(16) * picture.readUInt32BE(20)).toBeLessThanOrEqual(16_100_000);
  });
});

describe('labelPng', () => {
  it('draws a label whose barcode reads back, in dots of the print head', async () => {
    const zpl = '^XA^FXpostwerk x^FS^FO50,50^BY3^BCN,200,Y^FD>;>800340123450000000008^FS^XZ';
    const png = Buffer.from(await labelPng(zpl, 105, 148, 8));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([840, 1184]);
    // Its own file, not the network, is where the decoder comes from.
    const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
    prepareZXingModule({
      overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) },
    });
    const [code] = await readBarcodes(png, { formats: ['Code128'] });
    expect(code?.text).toBe('(00)340123450000000008');
  });

  it('says why there is no picture', async () => {
    await expect(labelPng('not a label', 105, 148, 8)).rejects.toMatchObject({ code: 'compose.no-picture' });
  });
});

describe('encodePng', () => {
  it('keeps every pixel', () => {
    const rgba = Uint8Array.from({ length: 7 * 5 * 4 }, (_, index) => (index * 37) % 256);
    const picture = readPng(encodePng(rgba, 7, 5));
    const read = Array.from({ length: 35 }, (_, index) => picture.at(index % 7, Math.floor(index / 7))).flat();
    expect(read).toEqual([...rgba.filter((_, index) => index % 4 !== 3)]);
  });
});
