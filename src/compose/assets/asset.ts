/** A picture that templates may place: read and checked once, before the first document. */
export type Asset = RasterAsset | VectorAsset;

export interface RasterAsset {
  readonly kind: 'raster';
  readonly format: 'png' | 'jpeg';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Colours of the samples: 1 is grey, 3 is RGB (a JPEG's are YCbCr as it stands). */
  readonly components: 1 | 3;
  /** The file as it is. A PDF takes a JPEG unchanged (ISO 32000-2 §7.4.8 DCTDecode). */
  readonly bytes: Uint8Array;
  /** A PNG's samples, decoded anew at each call; null for a JPEG. */
  readonly pixels: () => Pixels | null;
}

/** Decoded samples, 8 bits each, rows from the top without padding. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  /** width × height × components bytes. */
  readonly color: Uint8Array;
  /** width × height bytes, 0 is transparent; null when every pixel is opaque. */
  readonly alpha: Uint8Array | null;
}

export interface VectorAsset {
  readonly kind: 'vector';
  /** Of the view box, in the units of its paths. */
  readonly width: number;
  readonly height: number;
  /** In the order of drawing. */
  readonly paths: readonly VectorPath[];
}

/** Origin top left of the view box, y down, as in the display list. Filled first, then stroked. */
export interface VectorPath {
  readonly segments: readonly PathSegment[];
  /** '#rrggbb', or null for none. */
  readonly fill: string | null;
  readonly evenOdd: boolean;
  readonly stroke: string | null;
  readonly strokeWidth: number;
  /** As PDF counts them (ISO 32000-2 §8.4.3.3 and §8.4.3.4): 0 butt or miter, 1 round, 2 square or bevel. */
  readonly lineCap: 0 | 1 | 2;
  readonly lineJoin: 0 | 1 | 2;
  readonly miterLimit: number;
}

/** Absolute: move, line, cubic curve, close. */
export type PathSegment =
  | readonly ['M', number, number]
  | readonly ['L', number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['Z'];
