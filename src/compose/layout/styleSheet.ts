import type { FontBook } from '../fonts/fontBook.ts';
import type { Alignment } from '../markup/attributeValues.ts';
import type { Attributes, MarkupDocument } from '../markup/markupDocument.ts';
import { isRightToLeft } from '../../model/writingDirection.ts';
import type { PlainLines } from '../text/plainLine.ts';
import type { TextStyle } from '../text/textStyle.ts';
import type { Units } from './units.ts';

type Weight = NonNullable<Attributes<'style'>['weight']>;
type Declaration = Omit<Attributes<'style'>, 'name'>;

/** The computed style of an element. `before` and `after` are units, the figures for inheritance points. */
export interface BlockStyle {
  readonly text: TextStyle;
  /** Lines measured in this style; null where it reads from right to left, and nothing is plain. */
  readonly plainLines: PlainLines | null;
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

/** What a document says about its styles. A sheet outlives its document, and must not hold the tree of it. */
interface Said {
  readonly root: string;
  readonly lang: string;
  readonly accent: string | undefined;
  /** By name, in the order of the markup. */
  readonly declared: MarkupDocument['styles'];
}

interface KeptSheet {
  readonly said: Said;
  readonly perInch: number;
  readonly fonts: FontBook;
  readonly factor: number;
  readonly sheet: StyleSheet;
}

/** Sheets of the documents before, newest last: those of one template and sender have the same styles. */
const kept: KeptSheet[] = [];
const mostKept = 24;
const mostKeys = 1000;

/**
 * The style sheet of a document. Documents whose markup declares the same styles share one, with all that has been
 * computed and measured in it: `parseMarkup` gives equal tags the same attributes.
 */
export function styleSheetOf(document: MarkupDocument, fonts: FontBook, units: Units): StyleSheet {
  const { root, styles } = document;
  const { lang, accent } = root.attributes;
  return keptSheet({ root: root.name, lang, accent, declared: styles }, fonts, units, 1);
}

function keptSheet(said: Said, fonts: FontBook, units: Units, factor: number): StyleSheet {
  const { perInch } = units;
  // From the newest: a burst of labels has one sheet.
  let known = kept.length - 1;
  for (; known >= 0; known -= 1) {
    const entry = kept[known] as KeptSheet;
    if (entry.perInch === perInch && entry.fonts === fonts && entry.factor === factor && isSame(said, entry.said)) {
      if (known === kept.length - 1) return entry.sheet;
      break;
    }
  }
  const [found] = known < 0 ? [] : kept.splice(known, 1);
  const entry = found ?? { said, perInch, fonts, factor, sheet: createStyleSheet(said, fonts, units, factor) };
  kept.push(entry);
  if (kept.length > mostKept) kept.shift();
  return entry.sheet;
}

function isSame(said: Said, other: Said): boolean {
  const { declared } = other;
  if (said.lang !== other.lang || said.accent !== other.accent || said.root !== other.root) return false;
  if (said.declared.size !== declared.size) return false;
  const styles = declared.values();
  for (const style of said.declared.values()) if (style !== styles.next().value) return false;
  return true;
}

/** Computes styles by cascade: inherited, built in, declared for the element's name, named by the element. */
function createStyleSheet(said: Said, fonts: FontBook, units: Units, factor: number): StyleSheet {
  const { root, lang: documentLang, accent = '#000000', declared } = said;

  function compute(parent: BlockStyle | null, layers: readonly Declaration[], lang: string): BlockStyle {
    const given = joined(layers);
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
    const text = unchanged ? parent.text : textStyle(inherited);
    return {
      text,
      plainLines: unchanged ? parent.plainLines : isRightToLeft(text.language) ? null : new Map(),
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
    // Joined keys are made only where there is something to join: this is asked for every cell.
    const key = style === undefined && lang === undefined ? element : keyOf(element, style ?? '', lang ?? '');
    const known = parent.derived.get(key);
    if (known !== undefined) return known;
    const layers = [builtIn[element], declared.get(element), declared.get(style ?? '')].filter(
      (layer) => layer !== undefined,
    );
    const computed = compute(parent, layers, lang ?? parent.inherited.lang);
    parent.derived.set(key, computed);
    return computed;
  }

  function align(style: BlockStyle, alignment: Alignment | undefined): BlockStyle {
    if (alignment === undefined || alignment === style.align) return style;
    const key = alignmentKeys[alignment];
    const known = style.derived.get(key);
    if (known !== undefined) return known;
    const computed = { ...style, align: alignment, derived: new Map<string, BlockStyle>() };
    style.derived.set(key, computed);
    return computed;
  }

  const smaller = new Map<number, StyleSheet>();

  function shrunk(next: number): StyleSheet {
    let sheet = smaller.get(next);
    if (sheet === undefined) {
      sheet = keptSheet(said, fonts, units, next);
      smaller.set(next, sheet);
    }
    return sheet;
  }

  const own = declared.get(root);
  return {
    root: compute(null, own === undefined ? [] : [own], documentLang),
    derive,
    align,
    shrunk,
  };
}

/** Keys of a style that is only aligned otherwise; no element has such a name. */
const alignmentKeys: Readonly<Record<Alignment, string>> = { left: '=left', right: '=right', center: '=center' };

const keys = new Map<string, Map<string, string>>();

/** One key for an element, a style and a language, without joining the texts anew each time. */
function keyOf(element: string, style: string, lang: string): string {
  if (lang !== '') return `${element}|${style}|${lang}`;
  let ofElement = keys.get(element);
  if (ofElement === undefined) keys.set(element, (ofElement = new Map<string, string>()));
  let key = ofElement.get(style);
  if (key === undefined) {
    key = `${element}|${style}|`;
    if (ofElement.size < mostKeys) ofElement.set(style, key);
  }
  return key;
}

/** What the layers declare together, the last word counting. */
function joined(layers: readonly Declaration[]): Declaration {
  const said = layers.flatMap((layer) => Object.entries(layer)).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said);
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
