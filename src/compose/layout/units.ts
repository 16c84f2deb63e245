/** How points become units of the display list. */
export interface Units {
  readonly perInch: number;
  /** Units of a length in points; whole dots on labels. */
  readonly of: (points: number) => number;
  /** A thickness: never rounded away. */
  readonly thickness: (points: number) => number;
  /** A computed position or width, brought onto the dots of a label. */
  readonly snap: (units: number) => number;
  /** A width that has room for `units`: rounded up to whole dots. */
  readonly cover: (units: number) => number;
  /** For messages. */
  readonly inMillimetres: (units: number) => string;
}

/** Points on paper, dots of the print head on labels. */
export function createUnits(dpi: number | null): Units {
  const perInch = dpi ?? 72;
  const perPoint = perInch / 72;
  const inMillimetres = (units: number): string => `${((units / perInch) * 25.4).toFixed(1)} mm`;
  if (dpi === null) {
    return {
      perInch,
      of: (points) => points,
      thickness: (points) => points,
      snap: (units) => units,
      cover: (units) => units,
      inMillimetres,
    };
  }
  const of = (points: number): number => Math.round(points * perPoint);
  return {
    perInch,
    of,
    thickness: (points) => (points === 0 ? 0 : Math.max(1, of(points))),
    snap: Math.round,
    // Not for the noise of sums: 12.0000001 is 12.
    cover: (units) => Math.ceil(units - 0.001),
    inMillimetres,
  };
}
