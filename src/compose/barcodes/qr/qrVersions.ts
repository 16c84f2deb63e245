/** Error correction: about 7, 15, 25 and 30 percent of the codewords can be mended (ISO/IEC 18004 table 8). */
export type QrLevel = 'L' | 'M' | 'Q' | 'H';

/** Error correction codewords of one block by version 1 to 40 (ISO/IEC 18004 table 9). */
const correctionWords: Readonly<Record<QrLevel, readonly number[]>> = {
  L: [
    7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  M: [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  ],
  Q: [
    13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  H: [
    17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
};

/** Number of blocks by version 1 to 40 (ISO/IEC 18004 table 9). */
const blockCounts: Readonly<Record<QrLevel, readonly number[]>> = {
  L: [
    1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19,
    20, 21, 22, 24, 25,
  ],
  M: [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33,
    35, 37, 38, 40, 43, 45, 47, 49,
  ],
  Q: [
    1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45,
    48, 51, 53, 56, 59, 62, 65, 68,
  ],
  H: [
    1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51,
    54, 57, 60, 63, 66, 70, 74, 77, 81,
  ],
};

export interface QrCapacity {
  readonly version: number;
  readonly level: QrLevel;
  /** All codewords of the symbol. */
  readonly words: number;
  /** Those that carry data. */
  readonly dataWords: number;
  readonly blocks: number;
  /** Error correction codewords of each block. */
  readonly correction: number;
}

export function qrCapacity(version: number, level: QrLevel): QrCapacity {
  const words = Math.floor(dataModules(version) / 8);
  const blocks = blockCounts[level][version - 1] ?? 0;
  const correction = correctionWords[level][version - 1] ?? 0;
  return { version, level, words, dataWords: words - blocks * correction, blocks, correction };
}

/** Modules a side (ISO/IEC 18004 §5.3.2). */
export function qrSize(version: number): number {
  return version * 4 + 17;
}

/** Centres of the alignment patterns on both axes (ISO/IEC 18004 Annex E): even steps from the far edge to 6. */
export function alignmentCentres(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const centres = Array.from({ length: count - 1 }, (_, index) => qrSize(version) - 7 - index * step);
  return [6, ...centres.toReversed()];
}

/** Modules that are no function pattern and no format or version information. */
function dataModules(version: number): number {
  const count = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const alignment = version === 1 ? 0 : (25 * count - 10) * count - 55;
  return (16 * version + 128) * version + 64 - alignment - (version >= 7 ? 36 : 0);
}
