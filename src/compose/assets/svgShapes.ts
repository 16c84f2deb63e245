/** Geometry of each element that draws (SVG 2 §9 and §10). */
export const shapeAttributes: Readonly<Record<string, readonly string[]>> = {
  path: ['d', 'pathLength'],
  rect: ['x', 'y', 'width', 'height', 'rx', 'ry'],
  circle: ['cx', 'cy', 'r'],
  ellipse: ['cx', 'cy', 'rx', 'ry'],
  line: ['x1', 'y1', 'x2', 'y2'],
  polyline: ['points'],
  polygon: ['points'],
};

type Fail = (what: string) => never;

/** An element as path data; null where it draws nothing (a circle without radius). */
export function outlineOf(name: string, attributes: Readonly<Record<string, string>>, fail: Fail): string | null {
  const number = (key: string, otherwise = 0): number => {
    const text = attributes[key]?.trim();
    if (text === undefined || text === 'auto') return otherwise;
    const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:px)?$/i.test(text) ? Number.parseFloat(text) : Number.NaN;
    return Number.isFinite(value) ? value : fail(`has ${key}="${text}"; a plain number is wanted`);
  };
  switch (name) {
    case 'path':
      return attributes['d']?.trim() || null;
    case 'rect':
      return rectangle(number);
    case 'circle':
      return ellipse(number('cx'), number('cy'), number('r'), number('r'));
    case 'ellipse':
      return ellipse(number('cx'), number('cy'), number('rx', number('ry')), number('ry', number('rx')));
    case 'line':
      return `M${number('x1')} ${number('y1')}L${number('x2')} ${number('y2')}`;
    case 'polyline':
    case 'polygon': {
      const points = attributes['points']?.trim().split(/[\s,]+/) ?? [];
      if (points.length % 2 !== 0 || !points.every((point) => Number.isFinite(Number(point)))) {
        fail('has points that are no pairs of numbers');
      }
      return points.length < 4 ? null : `M${points.join(' ')}${name === 'polygon' ? 'Z' : ''}`;
    }
    default:
      return null;
  }
}

/** SVG 2 §10.2: a corner is at most half a side, and one radius stands for both. */
function rectangle(number: (key: string, otherwise?: number) => number): string | null {
  const [x, y, width, height] = [number('x'), number('y'), number('width'), number('height')];
  if (width <= 0 || height <= 0) return null;
  const rx = Math.min(number('rx', number('ry')), width / 2);
  const ry = Math.min(number('ry', number('rx')), height / 2);
  if (rx <= 0 || ry <= 0) return `M${x} ${y}h${width}v${height}h${-width}Z`;
  const corner = (dx: number, dy: number): string => `a${rx} ${ry} 0 0 1 ${dx} ${dy}`;
  const [across, down] = [width - 2 * rx, height - 2 * ry];
  return `M${x + rx} ${y}h${across}${corner(rx, ry)}v${down}${corner(-rx, ry)}h${-across}${corner(-rx, -ry)}v${-down}${corner(rx, -ry)}Z`;
}

function ellipse(cx: number, cy: number, rx: number, ry: number): string | null {
  if (rx <= 0 || ry <= 0) return null;
  return `M${cx + rx} ${cy}A${rx} ${ry} 0 0 1 ${cx - rx} ${cy}A${rx} ${ry} 0 0 1 ${cx + rx} ${cy}Z`;
}
