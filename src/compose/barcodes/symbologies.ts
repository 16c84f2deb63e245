import { expandedUpce } from './upce.ts';

/**
 * Every type of `<barcode>`: its quiet zone, how it is laid out, and how it is proven. The markup's table of values,
 * the encoder, layout, the proof and the table of docs/barcodes.md (a test compares) all read this one.
 */
export interface SymbologyEntry {
  /**
   * `bars`: one row of bars as high as the template says · `retail`: EAN and UPC, with longer guard bars and digits
   * between them · `posts`: bars whose heights say something, in the size the post prescribes · `matrix`: square
   * modules, stacked codes too, as high as they come · `hexagons`: MaxiCode.
   */
  readonly shape: 'bars' | 'retail' | 'posts' | 'matrix' | 'hexagons';
  /** Light modules left, right, above and below. */
  readonly quiet: readonly [number, number, number, number];
  /** Width of a module where the template does not say one, in millimetres. */
  readonly module: number;
  /** Is the content printed below in plain characters where the template does not say? */
  readonly plain: boolean;
  /** Name in bwip-js, which encodes it; absent where the encoder is our own. */
  readonly bwip?: string;
  /** Format and symbology identifiers (ISO/IEC 15424) that zxing finds; absent where it cannot read the symbology. */
  readonly read?: Reading;
  /** Where the quiet zone is prescribed. */
  readonly standard: string;
}

export interface Reading {
  readonly format: string;
  readonly identifier: RegExp;
  /** Application identifiers are compared in brackets. */
  readonly gs1?: true;
  /** What the decoder calls the data, where it is another spelling of the same number. */
  readonly as?: (data: string) => string;
  /** Pixels a module needs for the decoder to find it; one otherwise. */
  readonly pixels?: number;
}

type Quiet = number | readonly [number, number] | readonly [number, number, number, number];

function quietOf(quiet: Quiet): SymbologyEntry['quiet'] {
  if (typeof quiet === 'number') return [quiet, quiet, quiet, quiet];
  return quiet.length === 4 ? quiet : [quiet[0], quiet[1], 0, 0];
}

interface Extra {
  readonly bwip?: string;
  readonly read?: Reading;
  readonly plain?: boolean;
  readonly module?: number;
}

const reads = (format: string, identifier: RegExp, pixels = 1): { readonly read: Reading } => ({
  read: { format, identifier, pixels },
});
const readsGs1 = (format: string, identifier: RegExp): { readonly read: Reading } => ({
  read: { format, identifier, gs1: true },
});

const entry =
  (shape: SymbologyEntry['shape'], defaults: { readonly module: number; readonly plain: boolean }) =>
  (quiet: Quiet, standard: string, extra: Extra): SymbologyEntry => ({
    shape,
    quiet: quietOf(quiet),
    standard,
    ...defaults,
    ...extra,
  });

const bars = entry('bars', { module: 0.33, plain: true });
const retail = entry('retail', { module: 0.33, plain: true });
const matrix = entry('matrix', { module: 0.5, plain: false });
const stacked = entry('matrix', { module: 0.33, plain: false });
/** The posts of the world agree on bars of about 0.5 mm. */
const posts = entry('posts', { module: 0.508, plain: false });
const hexagons = entry('hexagons', { module: 0.88, plain: false });

/** Of a composite the linear part is read: a decoder for the two-dimensional one above it is not to be had. */
const readsLinear = (format: string, identifier: RegExp, gs1?: true): { readonly read: Reading } => ({
  read: {
    format,
    identifier,
    as: (data) =>
      (format === 'UPCA' ? upcaAsEan : format === 'UPCE' ? upceAsEan : (own: string) => own)(linearPart(data)),
    ...(gs1 && { gs1 }),
  },
});

function linearPart(data: string): string {
  return data.split('|')[0] ?? '';
}

/** A decoder gives twelve digits of UPC as the thirteen of EAN, and an add-on behind them. */
function upcaAsEan(data: string): string {
  return `0${data}`;
}

function upceAsEan(data: string): string {
  return `0${expandedUpce(data.slice(0, 7))}${data.slice(7)}`;
}

const code128 = 'ISO/IEC 15417 §4.2';
const code39 = 'ISO/IEC 16388';
const interleaved = 'ISO/IEC 16390';
const ean = 'ISO/IEC 15420';
const databar = 'ISO/IEC 24724: none is needed';
const datamatrix = 'ISO/IEC 16022';
const qr = 'ISO/IEC 18004 §5.3.8';
const pdf417 = 'ISO/IEC 15438';
const industrial = 'AIM USS Industrial 2 of 5';

export const symbologies = {
  // Linear, for trade and transport
  code128: bars([10, 10], code128, reads('Code128', /^\]C0$/)),
  'gs1-128': bars([10, 10], 'GS1 General Specifications §5.4.4.2', readsGs1('Code128', /^\]C1$/)),
  sscc18: bars([10, 10], 'GS1 General Specifications §5.4.4.2', readsGs1('Code128', /^\]C1$/)),
  ean14: bars([10, 10], 'GS1 General Specifications §5.4.4.2', readsGs1('Code128', /^\]C1$/)),
  ean13: retail([11, 7], ean, { bwip: 'ean13', ...reads('EAN13', /^\]E[03]$/) }),
  ean8: retail([7, 7], ean, { bwip: 'ean8', ...reads('EAN8', /^\]E[0-4]$/) }),
  upca: retail([9, 9], ean, { bwip: 'upca', read: { format: 'UPCA', identifier: /^\]E[03]$/, as: upcaAsEan } }),
  upce: retail([9, 7], ean, { bwip: 'upce', read: { format: 'UPCE', identifier: /^\]E[03]$/, as: upceAsEan } }),
  ean5: bars([7, 5], ean, { bwip: 'ean5' }),
  ean2: bars([7, 5], ean, { bwip: 'ean2' }),
  isbn: retail([11, 7], ean, { bwip: 'isbn', ...reads('EAN13', /^\]E[03]$/) }),
  ismn: retail([11, 7], ean, { bwip: 'ismn', ...reads('EAN13', /^\]E[03]$/) }),
  issn: retail([11, 7], ean, { bwip: 'issn', ...reads('EAN13', /^\]E[03]$/) }),
  itf14: bars([10, 10], 'GS1 General Specifications §5.3.2.2', {
    bwip: 'itf14',
    module: 0.5,
    ...reads('ITF', /^\]I[01]$/),
  }),
  interleaved2of5: bars([10, 10], interleaved, { bwip: 'interleaved2of5', ...reads('ITF', /^\]I[01]$/) }),
  code39: bars([10, 10], code39, { bwip: 'code39', ...reads('Code39', /^\]A/) }),
  code39ext: bars([10, 10], code39, { bwip: 'code39ext', ...reads('Code39', /^\]A/) }),
  code93: bars([10, 10], 'AIM USS-93', { bwip: 'code93', ...reads('Code93', /^\]G/) }),
  code93ext: bars([10, 10], 'AIM USS-93', { bwip: 'code93ext', ...reads('Code93', /^\]G/) }),
  codabar: bars([10, 10], 'EN 798', { bwip: 'rationalizedCodabar', ...reads('Codabar', /^\]F/) }),
  databaromni: bars([1, 1], databar, { bwip: 'databaromni', ...readsGs1('DataBarOmni', /^\]e0$/) }),
  databartruncated: bars([1, 1], databar, { bwip: 'databartruncated', ...readsGs1('DataBarOmni', /^\]e0$/) }),
  databarlimited: bars([1, 5], databar, { bwip: 'databarlimited', ...readsGs1('DataBarLtd', /^\]e0$/) }),
  databarexpanded: bars([1, 1], databar, { bwip: 'databarexpanded', ...readsGs1('DataBarExp', /^\]e0$/) }),

  // Linear, for single trades
  code11: bars([10, 10], 'AIM USD-8', { bwip: 'code11' }),
  code32: bars([10, 10], code39, { bwip: 'code32', ...reads('Code32', /^\]A0$/) }),
  pzn: bars([10, 10], code39, { bwip: 'pzn', ...reads('PZN', /^\]A0$/) }),
  msi: bars([12, 12], 'MSI Data Corporation', { bwip: 'msi' }),
  plessey: bars([12, 12], 'Plessey', { bwip: 'plessey' }),
  telepen: bars([10, 10], 'Telepen', { bwip: 'telepen', ...reads('TelepenAlpha', /^\]B/) }),
  telepennumeric: bars([10, 10], 'Telepen', { bwip: 'telepennumeric', ...reads('TelepenNumeric', /^\]B/) }),
  industrial2of5: bars([10, 10], industrial, { bwip: 'industrial2of5' }),
  iata2of5: bars([10, 10], industrial, { bwip: 'iata2of5' }),
  matrix2of5: bars([10, 10], industrial, { bwip: 'matrix2of5' }),
  coop2of5: bars([10, 10], industrial, { bwip: 'coop2of5' }),
  datalogic2of5: bars([10, 10], industrial, { bwip: 'datalogic2of5' }),
  leitcode: bars([10, 10], interleaved, { bwip: 'leitcode', ...reads('ITF', /^\]I/) }),
  identcode: bars([10, 10], interleaved, { bwip: 'identcode', ...reads('ITF', /^\]I/) }),
  pharmacode: bars([12, 12], 'Laetus Pharmacode guide: 6 mm', { bwip: 'pharmacode', module: 0.5, plain: false }),
  channelcode: bars([2, 2], 'ANSI/AIM BC12', { bwip: 'channelcode' }),
  posicode: bars([10, 10], 'AIM PosiCode', { bwip: 'posicode' }),
  bc412: bars([10, 10], 'SEMI T1-95', { bwip: 'bc412' }),
  flattermarken: bars([1, 1], 'bookbinders’ custom', { bwip: 'flattermarken', plain: false }),
  hibccode128: bars([10, 10], code128, { bwip: 'hibccode128', ...reads('Code128', /^\]C0$/) }),
  hibccode39: bars([10, 10], code39, { bwip: 'hibccode39', ...reads('Code39Std', /^\]A/) }),

  // Two-dimensional
  qrcode: matrix(4, qr, reads('QRCode', /^\]Q[1-6]$/)),
  swissqrcode: matrix([0, 0], 'Style guide QR-bill: 5 mm, kept by the payment part', reads('QRCode', /^\]Q1$/)),
  upnqr: matrix(4, 'UPN QR technical standard; ISO/IEC 18004 §5.3.8', reads('QRCode', /^\]Q[12]$/)),
  gs1qrcode: matrix(4, qr, { bwip: 'gs1qrcode', ...readsGs1('QRCode', /^\]Q3$/) }),
  gs1dlqrcode: matrix(4, qr, reads('QRCode', /^\]Q1$/)),
  microqrcode: matrix(2, 'ISO/IEC 18004 §5.3.8', { bwip: 'microqrcode', ...reads('MicroQRCode', /^\]Q1$/) }),
  rectangularmicroqrcode: matrix(2, 'ISO/IEC 23941', {
    bwip: 'rectangularmicroqrcode',
    ...reads('RMQRCode', /^\]Q1$/),
  }),
  datamatrix: matrix(1, datamatrix, { bwip: 'datamatrix', ...reads('DataMatrix', /^\]d1$/) }),
  datamatrixrectangular: matrix(1, datamatrix, { bwip: 'datamatrixrectangular', ...reads('DataMatrix', /^\]d1$/) }),
  datamatrixrectangularextension: matrix(1, 'ISO/IEC 21471', {
    bwip: 'datamatrixrectangularextension',
    ...reads('DataMatrix', /^\]d[17]$/),
  }),
  gs1datamatrix: matrix(1, datamatrix, { bwip: 'gs1datamatrix', ...readsGs1('DataMatrix', /^\]d2$/) }),
  gs1datamatrixrectangular: matrix(1, datamatrix, {
    bwip: 'gs1datamatrixrectangular',
    ...readsGs1('DataMatrix', /^\]d2$/),
  }),
  gs1dldatamatrix: matrix(1, datamatrix, { bwip: 'datamatrix', ...reads('DataMatrix', /^\]d1$/) }),
  mailmark: matrix(1, 'Royal Mail Mailmark barcode definition', { bwip: 'mailmark', ...reads('DataMatrix', /^\]d1$/) }),
  azteccode: matrix(1, 'ISO/IEC 24778: none is needed', { bwip: 'azteccode', ...reads('AztecCode', /^\]z[03]$/) }),
  azteccodecompact: matrix(1, 'ISO/IEC 24778: none is needed', {
    bwip: 'azteccodecompact',
    ...reads('AztecCode', /^\]z[03]$/),
  }),
  aztecrune: matrix(1, 'ISO/IEC 24778', { bwip: 'aztecrune', ...reads('AztecRune', /^\]zC$/) }),
  hanxin: matrix(3, 'ISO/IEC 20830', { bwip: 'hanxin' }),
  codeone: matrix(1, 'AIM USS Code One', { bwip: 'codeone' }),
  dotcode: matrix(3, 'AIM DotCode', { bwip: 'dotcode' }),
  gs1dotcode: matrix(3, 'AIM DotCode', { bwip: 'gs1dotcode' }),
  maxicode: hexagons(1, 'ISO/IEC 16023', { bwip: 'maxicode', ...reads('MaxiCode', /^\]U[0-3]$/) }),
  hibcazteccode: matrix(1, 'ISO/IEC 24778', { bwip: 'hibcazteccode', ...reads('AztecCode', /^\]z/) }),
  hibcdatamatrix: matrix(1, datamatrix, { bwip: 'hibcdatamatrix', ...reads('DataMatrix', /^\]d1$/) }),
  hibcdatamatrixrectangular: matrix(1, datamatrix, {
    bwip: 'hibcdatamatrixrectangular',
    ...reads('DataMatrix', /^\]d1$/),
  }),
  hibcqrcode: matrix(4, qr, { bwip: 'hibcqrcode', ...reads('QRCode', /^\]Q1$/) }),

  // Stacked and composite
  pdf417: stacked(2, pdf417, { bwip: 'pdf417', ...reads('PDF417', /^\]L/) }),
  pdf417compact: stacked(2, pdf417, { bwip: 'pdf417compact', ...reads('PDF417', /^\]L/) }),
  micropdf417: stacked(1, 'ISO/IEC 24728', { bwip: 'micropdf417', ...reads('MicroPDF417', /^\]L/, 4) }),
  hibcpdf417: stacked(2, pdf417, { bwip: 'hibcpdf417', ...reads('PDF417', /^\]L/) }),
  hibcmicropdf417: stacked(1, 'ISO/IEC 24728', { bwip: 'hibcmicropdf417', ...reads('MicroPDF417', /^\]L/, 4) }),
  codablockf: stacked([10, 10, 0, 0], 'AIM USS Codablock F', { bwip: 'codablockf' }),
  hibccodablockf: stacked([10, 10, 0, 0], 'AIM USS Codablock F', { bwip: 'hibccodablockf' }),
  code16k: stacked([10, 1, 0, 0], 'EN 12323', { bwip: 'code16k' }),
  code49: stacked([10, 1, 0, 0], 'AIM USS-49', { bwip: 'code49' }),
  databarstacked: stacked([1, 1, 0, 0], databar, { bwip: 'databarstacked', ...readsGs1('DataBarStk', /^\]e0$/) }),
  databarstackedomni: stacked([1, 1, 0, 0], databar, {
    bwip: 'databarstackedomni',
    ...readsGs1('DataBarStkOmni', /^\]e0$/),
  }),
  databarexpandedstacked: stacked([1, 1, 0, 0], databar, {
    bwip: 'databarexpandedstacked',
    ...readsGs1('DataBarExpStk', /^\]e0$/),
  }),
  gs1northamericancoupon: stacked([1, 1, 0, 0], databar, {
    bwip: 'gs1northamericancoupon',
    ...readsGs1('DataBarExpStk', /^\]e0$/),
  }),
  'gs1-cc': stacked([1, 1, 0, 0], 'ISO/IEC 24723', { bwip: 'gs1-cc' }),
  'gs1-128composite': stacked([10, 10, 0, 0], 'ISO/IEC 24723', {
    bwip: 'gs1-128composite',
    ...readsLinear('Code128', /^\]C1$/, true),
  }),
  ean13composite: stacked([11, 7, 0, 0], 'ISO/IEC 24723', {
    bwip: 'ean13composite',
    ...readsLinear('EAN13', /^\]E[03]$/),
  }),
  ean8composite: stacked([7, 7, 0, 0], 'ISO/IEC 24723', {
    bwip: 'ean8composite',
    ...readsLinear('EAN8', /^\]E[0-4]$/),
  }),
  upcacomposite: stacked([9, 9, 0, 0], 'ISO/IEC 24723', { bwip: 'upcacomposite', ...readsLinear('UPCA', /^\]E[03]$/) }),
  upcecomposite: stacked([9, 7, 0, 0], 'ISO/IEC 24723', { bwip: 'upcecomposite', ...readsLinear('UPCE', /^\]E[03]$/) }),
  databaromnicomposite: stacked([1, 1, 0, 0], 'ISO/IEC 24723', {
    bwip: 'databaromnicomposite',
    ...readsLinear('DataBarOmni', /^\]e0$/, true),
  }),
  databartruncatedcomposite: stacked([1, 1, 0, 0], 'ISO/IEC 24723', {
    bwip: 'databartruncatedcomposite',
    ...readsLinear('DataBarOmni', /^\]e0$/, true),
  }),
  databarlimitedcomposite: stacked([1, 1, 0, 0], 'ISO/IEC 24723', {
    bwip: 'databarlimitedcomposite',
  }),
  databarexpandedcomposite: stacked([1, 1, 0, 0], 'ISO/IEC 24723', {
    bwip: 'databarexpandedcomposite',
    ...readsLinear('DataBarExp', /^\]e0$/, true),
  }),
  databarstackedcomposite: stacked([1, 1, 0, 0], 'ISO/IEC 24723', {
    bwip: 'databarstackedcomposite',
    ...readsLinear('DataBarStk', /^\]e0$/, true),
  }),
  databarstackedomnicomposite: stacked([1, 1, 0, 0], 'ISO/IEC 24723', {
    bwip: 'databarstackedomnicomposite',
    ...readsLinear('DataBarStkOmni', /^\]e0$/, true),
  }),
  databarexpandedstackedcomposite: stacked([1, 1, 0, 0], 'ISO/IEC 24723', {
    bwip: 'databarexpandedstackedcomposite',
  }),

  // Post; quiet zones of millimetres are given in bars of about half a millimetre
  royalmail: posts([4, 4, 4, 4], 'Royal Mail RM4SCC: 2 mm', { bwip: 'royalmail' }),
  kix: posts([4, 4, 4, 4], 'PostNL KIX: 2 mm', { bwip: 'kix' }),
  onecode: posts([7, 7, 2, 2], 'USPS-B-3200: 1/8 in, 0.028 in', { bwip: 'onecode' }),
  postnet: posts([7, 7, 2, 2], 'USPS DMM 708.4: 1/8 in, 1/25 in', { bwip: 'postnet' }),
  planet: posts([7, 7, 2, 2], 'USPS DMM 708.4: 1/8 in, 1/25 in', { bwip: 'planet' }),
  auspost: posts([12, 12, 4, 4], 'Australia Post: 6 mm, 2 mm', { bwip: 'auspost' }),
  japanpost: posts([4, 4, 4, 4], 'Japan Post customer barcode: 2 mm', { bwip: 'japanpost' }),
  daft: posts([4, 4, 4, 4], 'any four-state code', { bwip: 'daft' }),
  pharmacode2: posts([6, 6, 0, 0], 'Laetus Pharmacode guide: 6 mm', { bwip: 'pharmacode2', module: 1 }),
} as const satisfies Record<string, SymbologyEntry>;

export type Symbology = keyof typeof symbologies;
