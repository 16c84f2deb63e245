import { PostwerkError } from '../../../errors.ts';

/**
 * What a label printer would print, as PNG.
 * @param widthMm width of the label, mm.
 * @param heightMm height of the label, mm.
 * @param dpmm dots of the print head per mm: 8 (203 dpi), 12 (300) or 24 (600).
 * @throws PostwerkError `compose.no-picture` when the ZPL cannot be drawn.
 */
export async function labelPng(
  zpl: Uint8Array | string,
  widthMm: number,
  heightMm: number,
  dpmm: number,
): Promise<Uint8Array> {
  const { ready } = await import('zpl-renderer-js');
  const text = typeof zpl === 'string' ? zpl : Buffer.from(zpl).toString('utf8');
  try {
    const { api } = await ready;
    return Buffer.from(await api.zplToBase64Async(text, widthMm, heightMm, dpmm), 'base64');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PostwerkError('compose.no-picture', `the ZPL could not be drawn: ${why}`);
  }
}
