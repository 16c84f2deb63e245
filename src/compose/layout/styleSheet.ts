import type { FontBook } from '../fonts/fontBook.ts';
import type { Alignment } from '../markup/attributeValues.ts';
import type { Attributes, MarkupDocument } from '../markup/markupDocument.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Units } from './units.ts';

type Weight = NonNullable<Attributes<'style'>['weight']>;
type Declaration = Omit<Attributes<'style'>, 'name'>;

/** The computed style of an element. `before` and `after` are units, the figures for inheritance points. */
export interface BlockStyle {
  readonly text: TextStyle;
  readonly align: Alignment;
  readonly before: number;
  readonly after: number;
  readonly inherited: {
    readonly size: number;
    readonly leading: number;
    readonly weight: Weight;
    readonly color: string;
    readonly lang: string;
  };
  /** Styles computed below this one, by what makes them differ. */
  readonly derived: Map<string, BlockStyle>;
}

export interface StyleSheet {
  readonly root: BlockStyle;
  /** Style of an element inside `parent`. */
  derive(parent: BlockStyle, element: string, style?: string, lang?: string): BlockStyle;
  align(style: BlockStyle, align: Alignment | undefined): BlockStyle;
  /** The same sheet with every size and space at `factor` of its own. */
  shrunk(factor: number): StyleSheet;
}

const initial = { size: 9, leading: 12, weight: 'regular', color: '#000000' } as const;
const builtIn: Readonly<Record<string, Declaration>> = {
  h1: { size: 16, leading: 20, weight: 'semibold' },
  h2: { size: 12, leading: 16, weight: 'semibold' },
  h3: { size: 9, leading: 12, weight: 'semibold' },
  th: { weight: 'semibold' },
  b: { weight: 'bold' },
  i: { weight: 'italic' },
  watermark: { weight: 'semibold', color: '#eaedf0' },
};
const faceOf: Readonly<Record<Weight, string>> = {
  regular: 'sans',
  semibold: 'sans-semibold',
  bold: 'sans-bold',
  italic: 'sans-italic',
};
/** The grid of paper (DESIGN.md section 7). */
const grid = 4;

/** Computes styles by cascade: inherited, built in, declared for the element's name, named by the element. */
export function createStyleSheet(document: MarkupDocument, fonts: FontBook, units: Units, factor = 1): StyleSheet {
  const { lang: documentLang, accent = '#000000' } = document.root.attributes;

  function compute(parent: BlockStyle | null, layers: readonly Declaration[], lang: string): BlockStyle {
    const given: Declaration = Object.assign({}, ...layers);
    const above = parent?.inherited ?? { ...initial, lang };
    const size = given.size ?? above.size;
    const inherited = {
      size,
      leading: leadingOf(layers) ?? above.leading,
      weight: given.weight ?? above.weight,
      color: given.color === 'accent' ? accent : (given.color ?? above.color),
      lang,
    };
    const unchanged =
      parent !== null &&
      inherited.size === parent.inherited.size &&
      inherited.leading === parent.inherited.leading &&
      inherited.weight === parent.inherited.weight &&
      inherited.color === parent.inherited.color &&
      lang === parent.inherited.lang;
    return {
      text: unchanged ? parent.text : textStyle(inherited),
      align: given.align ?? parent?.align ?? 'left',
      before: units.of((given['space-before'] ?? 0) * factor),
      after: units.of((given['space-after'] ?? 0) * factor),
      inherited: unchanged ? parent.inherited : inherited,
      derived: new Map(),
    };
  }

  function textStyle(inherited: BlockStyle['inherited']): TextStyle {
    const face = fonts.face(faceOf[inherited.weight]);
    const size = units.of(inherited.size * factor);
    const scale = size / face.unitsPerEm;
    return {
      face,
      size,
      scale,
      leading: units.of(inherited.leading * factor),
      blank: face.measure(' ') * scale,
      color: inherited.color,
      language: inherited.lang,
      ...(inherited.lang !== documentLang && { lang: inherited.lang }),
    };
  }

  function derive(parent: BlockStyle, element: string, style?: string, lang?: string): BlockStyle {
    const key = style === undefined && lang === undefined ? element : `${element}|${style ?? ''}|${lang ?? ''}`;
    const known = parent.derived.get(key);
    if (known !== undefined) return known;
    const layers = [builtIn[element], document.styles.get(element), document.styles.get(style ?? '')].filter(
      (layer) => layer !== undefined,
    );
    const computed = compute(parent, layers, lang ?? parent.inherited.lang);
    parent.derived.set(key, computed);
    return computed;
  }

  function align(style: BlockStyle, alignment: Alignment | undefined): BlockStyle {
    if (alignment === undefined || alignment === style.align) return style;
    const key = `=${alignment}`;
    const known = style.derived.get(key);
    if (known !== undefined) return known;
    const computed = { ...style, align: alignment, derived: new Map<string, BlockStyle>() };
    style.derived.set(key, computed);
    return computed;
  }

  const own = document.styles.get(document.root.name);
  return {
    root: compute(null, own === undefined ? [] : [own], documentLang),
    derive,
    align,
    shrunk: (next) => createStyleSheet(document, fonts, units, next),
  };
}

/** The leading that the last layer speaking of size or leading sets; null when none does. */
function leadingOf(layers: readonly Declaration[]): number | undefined {
  let leading: number | undefined;
  for (const layer of layers) {
    if (layer.leading !== undefined) leading = layer.leading;
    else if (layer.size !== undefined) leading = Math.ceil((layer.size * 1.2) / grid - 1e-9) * grid;
  }
  return leading;
}
