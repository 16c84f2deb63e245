/** How a path is painted; inherited by what an element holds (SVG 2 §6.6). */
export interface SvgStyle {
  readonly fill: string | null;
  readonly evenOdd: boolean;
  readonly stroke: string | null;
  readonly strokeWidth: number;
  readonly lineCap: 0 | 1 | 2;
  readonly lineJoin: 0 | 1 | 2;
  readonly miterLimit: number;
  readonly hidden: boolean;
}

/** SVG 2 §13.3 to §13.5. */
export const initialStyle: SvgStyle = {
  fill: '#000000',
  evenOdd: false,
  stroke: null,
  strokeWidth: 1,
  lineCap: 0,
  lineJoin: 0,
  miterLimit: 4,
  hidden: false,
};

type Fail = (what: string) => never;
type ReadProperty = (value: string) => Partial<SvgStyle> | null;

const caps: Readonly<Record<string, 0 | 1 | 2>> = { butt: 0, round: 1, square: 2 };
const joins: Readonly<Record<string, 0 | 1 | 2>> = { miter: 0, round: 1, bevel: 2 };
/** The names of CSS 2.1 §4.3.6; further ones are written #rrggbb. */
const colorNames: Readonly<Record<string, string>> = {
  aqua: '#00ffff',
  black: '#000000',
  blue: '#0000ff',
  fuchsia: '#ff00ff',
  gray: '#808080',
  grey: '#808080',
  green: '#008000',
  lime: '#00ff00',
  maroon: '#800000',
  navy: '#000080',
  olive: '#808000',
  orange: '#ffa500',
  purple: '#800080',
  red: '#ff0000',
  silver: '#c0c0c0',
  teal: '#008080',
  white: '#ffffff',
  yellow: '#ffff00',
};

const opaque: ReadProperty = (value) => (Number(value) === 1 ? {} : null);
const ignored: ReadProperty = () => ({});
const none: ReadProperty = (value) => (value === 'none' ? {} : null);

const readers: Readonly<Record<string, ReadProperty>> = {
  fill: (value) => paint(value, 'fill'),
  stroke: (value) => paint(value, 'stroke'),
  'fill-rule': (value) => (value === 'evenodd' || value === 'nonzero' ? { evenOdd: value === 'evenodd' } : null),
  'stroke-width': (value) => numeric(value, (strokeWidth) => ({ strokeWidth })),
  'stroke-miterlimit': (value) => numeric(value, (miterLimit) => ({ miterLimit })),
  'stroke-linecap': (value) => (caps[value] === undefined ? null : { lineCap: caps[value] }),
  'stroke-linejoin': (value) => (joins[value] === undefined ? null : { lineJoin: joins[value] }),
  'stroke-dasharray': none,
  'stroke-dashoffset': ignored,
  opacity: opaque,
  'fill-opacity': opaque,
  'stroke-opacity': opaque,
  'clip-path': none,
  mask: none,
  filter: none,
  display: (value) => ({ hidden: value === 'none' }),
  visibility: (value) => (value === 'visible' ? {} : null),
  'clip-rule': ignored,
  color: ignored,
  'shape-rendering': ignored,
  'vector-effect': none,
  'paint-order': (value) => (value === 'normal' ? {} : null),
};

/** Presentation attributes that are understood, as attributes and in `style`. */
export const styleProperties: ReadonlySet<string> = new Set(Object.keys(readers));

/** The style of an element: what its parent says, its attributes, then its `style` (SVG 2 §6.4). */
export function derivedStyle(
  parent: SvgStyle,
  attributes: Readonly<Record<string, string>>,
  style: string | undefined,
  fail: Fail,
): SvgStyle {
  let own = parent;
  const apply = (name: string, text: string): void => {
    const value = text.trim().replace(/\s*!important$/, '');
    if (value === 'inherit') return;
    const read = readers[name];
    const change = read?.(value) ?? null;
    if (change === null) fail(`has ${name} "${value}", which is not taken`);
    // What is hidden stays hidden, whatever it holds says.
    own = { ...own, ...change, hidden: parent.hidden || (change?.hidden ?? own.hidden) };
  };
  for (const [name, value] of Object.entries(attributes)) if (styleProperties.has(name)) apply(name, value);
  for (const declaration of style?.split(';') ?? []) {
    const colon = declaration.indexOf(':');
    if (declaration.trim() === '') continue;
    const name = declaration.slice(0, Math.max(0, colon)).trim();
    // Editors note their own properties beside the standard's.
    if (!name.startsWith('-')) apply(name, declaration.slice(colon + 1));
  }
  return own;
}

function numeric(value: string, use: (number: number) => Partial<SvgStyle>): Partial<SvgStyle> | null {
  const number = /^(?:\d+\.?\d*|\.\d+)(?:px)?$/.test(value) ? Number.parseFloat(value) : Number.NaN;
  return Number.isFinite(number) ? use(number) : null;
}

function paint(value: string, property: 'fill' | 'stroke'): Partial<SvgStyle> | null {
  const color = value === 'none' || value === 'transparent' ? null : colorOf(value);
  return color === undefined ? null : { [property]: color };
}

function colorOf(text: string): string | undefined {
  const value = text.toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(value)) return value;
  if (/^#[0-9a-f]{3}$/.test(value)) return `#${[...value.slice(1)].map((digit) => digit + digit).join('')}`;
  const parts = /^rgb\(\s*(\d+)\s*[,\s]\s*(\d+)\s*[,\s]\s*(\d+)\s*\)$/.exec(value)?.slice(1).map(Number);
  if (parts?.every((part) => part <= 255) === true) {
    return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  }
  return Object.hasOwn(colorNames, value) ? colorNames[value] : undefined;
}
