import type { PdfDictionary } from './pdfValue.ts';

/** Undoes PNG prediction of a Flate stream (ISO 32000-1 §7.4.4.4). @param parameters DecodeParms. */
export function undoPredictor(data: Buffer, parameters: PdfDictionary): Buffer {
  const predictor = numberOr(parameters, 'Predictor', 1);
  if (predictor < 10) return data;
  const bits = numberOr(parameters, 'Colors', 1) * numberOr(parameters, 'BitsPerComponent', 8);
  const pixel = Math.max(1, bits >> 3);
  const stride = Math.ceil((bits * numberOr(parameters, 'Columns', 1)) / 8);
  const rows = Math.floor(data.length / (stride + 1));
  const out = Buffer.alloc(rows * stride);
  for (let row = 0; row < rows; row += 1) {
    const kind = data[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column < pixel ? 0 : (out[at - pixel] ?? 0);
      const above = row === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = column < pixel || row === 0 ? 0 : (out[at - stride - pixel] ?? 0);
      out[at] = (data[row * (stride + 1) + 1 + column] ?? 0) + guess(kind, left, above, corner);
    }
  }
  return out;
}

function guess(kind: number, left: number, above: number, corner: number): number {
  switch (kind) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, corner);
    default:
      return 0;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

function numberOr(dictionary: PdfDictionary, key: string, otherwise: number): number {
  const value = dictionary.get(key);
  return typeof value === 'number' ? value : otherwise;
}
