/** a b c d e f of SVG 2 §8.5: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

export function multiplied(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** A list of transform functions (CSS Transforms 1 §8 "transform attribute"). */
export function parseTransform(text: string, fail: (what: string) => never): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  const rest = text.replaceAll(/([a-zA-Z]+)\s*\(([^()]*)\)[\s,]*/g, (whole, name: string, list: string) => {
    const numbers =
      list.trim() === ''
        ? []
        : list
            .trim()
            .split(/[\s,]+/)
            .map(Number);
    const own = numbers.every(Number.isFinite) ? matrixOf(name, numbers) : null;
    if (own === null) return whole;
    matrix = multiplied(matrix, own);
    return '';
  });
  if (rest.trim() !== '') fail(`has the transform "${text}", which cannot be read at "${rest.trim()}"`);
  return matrix;
}

function matrixOf(name: string, numbers: readonly number[]): Matrix | null {
  const [a = 0, b, c, d = 0, e = 0, f = 0] = numbers;
  const count = numbers.length;
  switch (name) {
    case 'matrix':
      return count === 6 ? [a, b ?? 0, c ?? 0, d, e, f] : null;
    case 'translate':
      return count === 1 || count === 2 ? [1, 0, 0, 1, a, b ?? 0] : null;
    case 'scale':
      return count === 1 || count === 2 ? [a, 0, 0, b ?? a, 0, 0] : null;
    case 'rotate': {
      if (count !== 1 && count !== 3) return null;
      const turned = rotation(a);
      const [x, y] = [b ?? 0, c ?? 0];
      return multiplied(multiplied([1, 0, 0, 1, x, y], turned), [1, 0, 0, 1, -x, -y]);
    }
    case 'skewX':
      return count === 1 ? [1, 0, Math.tan((a * Math.PI) / 180), 1, 0, 0] : null;
    case 'skewY':
      return count === 1 ? [1, Math.tan((a * Math.PI) / 180), 0, 1, 0, 0] : null;
    default:
      return null;
  }
}

function rotation(degrees: number): Matrix {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [cos, sin, -sin, cos, 0, 0];
}
