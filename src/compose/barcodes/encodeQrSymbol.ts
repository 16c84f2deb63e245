import { PostwerkError } from '../../errors.ts';
import type { BarcodeRequest, EncodedBarcode } from './encodedBarcode.ts';
import { latin2Bytes } from './latin2.ts';
import { encodeQr } from './qr/encodeQr.ts';
import type { QrContent } from './qr/qrSegment.ts';
import type { QrLevel } from './qr/qrVersions.ts';
import { parseDigitalLink } from './gs1/digitalLink.ts';
import { symbologies } from './symbologies.ts';

type QrSymbology = 'qrcode' | 'swissqrcode' | 'upnqr' | 'gs1dlqrcode';

/** Side of the Swiss cross and of the code it lies on, in millimetres (Style guide QR-bill §4.1). */
export const swissCross = { side: 7, code: 46 } as const;

/**
 * A QR code. Options: `eclevel` (L, M, Q, H; M otherwise: 15 %, as EPC069-12 asks of payment codes) and `version`, the
 * smallest to be used.
 */
export function encodeQrSymbol(symbology: QrSymbology, request: BarcodeRequest): EncodedBarcode {
  const { data } = request;
  if (symbology === 'gs1dlqrcode') parseDigitalLink(data);
  const matrix = encodeQr(contentOf(symbology, request));
  if (matrix === null) {
    throw new PostwerkError(
      'compose.barcode-invalid',
      `${symbology}: ${Buffer.byteLength(data)} bytes are more than fit`,
    );
  }
  const drawn = symbology === 'swissqrcode' ? underCross(matrix) : matrix;
  return { data, plain: '', matrix: drawn, width: matrix.length, quiet: symbologies[symbology].quiet };
}

function contentOf(symbology: QrSymbology, { data, options = {} }: BarcodeRequest): QrContent {
  switch (symbology) {
    // Implementation guidelines QR-bill §6.1, §6.2: level M, at most version 25.
    case 'swissqrcode':
      return { data, level: 'M', maxVersion: 25 };
    // UPN QR technical standard §5: version 15, level M, ISO 8859-2 announced by ECI 4.
    case 'upnqr':
      return { data: latin2Bytes(data), level: 'M', minVersion: 15, maxVersion: 15, eci: 4 };
    case 'qrcode':
    case 'gs1dlqrcode': {
      const level = options['eclevel'] ?? 'M';
      const version = Number(options['version'] ?? '1');
      if (!isLevel(level) || !Number.isInteger(version) || version < 1 || version > 40) {
        throw new PostwerkError('compose.barcode-invalid', `${symbology}: eclevel is L, M, Q or H, version 1 to 40`);
      }
      return { data, level, minVersion: version };
    }
  }
}

function isLevel(text: string): text is QrLevel {
  return text === 'L' || text === 'M' || text === 'Q' || text === 'H';
}

/** The modules that the cross covers are light, so that what is proven is what is printed. */
function underCross(matrix: readonly (readonly boolean[])[]): boolean[][] {
  const size = matrix.length;
  const half = (size * swissCross.side) / swissCross.code / 2;
  const isCovered = (index: number): boolean => index + 1 > size / 2 - half && index < size / 2 + half;
  return matrix.map((row, y) => row.map((dark, x) => dark && !(isCovered(x) && isCovered(y))));
}
