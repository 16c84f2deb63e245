/**
 * Geometry of MaxiCode (ISO/IEC 16023 §4.2), in modules: 33 rows of hexagons one module apart, every second row half a
 * module to the right, and three dark rings around the middle of the symbol.
 */
const rows = 33;
const columns = 30;
const rowPitch = Math.sqrt(3) / 2;
/** From the middle of a hexagon to its upper corner. */
const corner = 1 / Math.sqrt(3);
/** A hexagon is drawn a little smaller than its place, so that neighbours do not grow together in print. */
const ink = 0.92;

export const hexagonWidth = columns + 0.5;
export const hexagonHeight = (rows - 1) * rowPitch + 2 * corner;

/** Middle of the bull's eye and inner and outer radius of its rings. */
export const bullsEye = {
  x: 14.5,
  y: 16 * rowPitch + corner,
  rings: [
    [0.5774, 1.3359],
    [2.1058, 2.8644],
    [3.6229, 4.3814],
  ],
} as const;

/** Middles of the dark hexagons, one x and one y after the other. */
export function hexagonCentres(matrix: readonly (readonly boolean[])[]): number[] {
  const centres: number[] = [];
  matrix.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) centres.push(x + (y % 2 === 0 ? 0.5 : 1), y * rowPitch + corner);
    });
  });
  return centres;
}

/** The six corners of a hexagon around its middle, clockwise from the top. */
export const hexagonCorners: readonly (readonly [number, number])[] = [
  [0, -corner * ink],
  [0.5 * ink, (-corner / 2) * ink],
  [0.5 * ink, (corner / 2) * ink],
  [0, corner * ink],
  [-0.5 * ink, (corner / 2) * ink],
  [-0.5 * ink, (-corner / 2) * ink],
];

/** Is the place, in modules, dark? */
export function isDarkAt(matrix: readonly (readonly boolean[])[], x: number, y: number): boolean {
  const distance = Math.hypot(x - bullsEye.x, y - bullsEye.y);
  if (bullsEye.rings.some(([inner, outer]) => distance >= inner && distance < outer)) return true;
  const near = Math.round((y - corner) / rowPitch);
  for (let row = Math.max(0, near - 1); row <= Math.min(rows - 1, near + 1); row += 1) {
    const shift = row % 2 === 0 ? 0.5 : 1;
    const column = Math.round(x - shift);
    const dx = Math.abs(x - column - shift);
    const dy = Math.abs(y - row * rowPitch - corner);
    // Inside of the hexagon: beside its sides, and below its slanted edges.
    const isInside = dx <= 0.5 * ink && dy <= corner * ink - dx * corner;
    if (isInside && matrix[row]?.[column] === true) return true;
  }
  return false;
}
