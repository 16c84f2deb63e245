import { PostwerkError } from '../../errors.ts';
import type { Inline, OneText } from '../markup/markupDocument.ts';
import { breakLines } from '../text/breakLines.ts';
import { notPlain, widthOf } from '../text/plainLine.ts';
import { splitWords, type Word, type Words } from '../text/splitWords.ts';
import type { StyledText } from '../text/textStyle.ts';
import { placeRuns } from './bidiLine.ts';
import type { Flow } from './flow.ts';
import { overflow, type LayoutContext } from './layoutContext.ts';
import { asOne, type Mark, type TextMark } from './marks.ts';
import { baselineOf, fitsLine, plainAdvance, plainLinesOf, plainSlab } from './layPlainLine.ts';
import { linkTexts } from './links.ts';
import { keep } from './slab.ts';
import type { StructureNode } from './structureTree.ts';
import type { BlockStyle } from './styleSheet.ts';

/** An element that holds text. */
export interface TextElement extends OneText {
  readonly name: string;
  readonly line: number;
  readonly children: readonly unknown[];
}

/** Words of an element's text, split once. */
export function wordsOf(element: TextElement, style: BlockStyle, context: LayoutContext): Words {
  const known = context.words.get(element);
  if (known !== undefined) return known;
  const texts: (StyledText | null)[] = [];
  collect(element, style, context, texts);
  if (context.traced) keepApart(texts);
  const words = splitWords(texts, style.text);
  context.words.set(element, words);
  return words;
}

/** A style of its own for each piece of text, so that no run joins two of different origin. */
function keepApart(texts: (StyledText | null)[]): void {
  for (const [index, piece] of texts.entries()) {
    if (piece !== null) texts[index] = { ...piece, style: { ...piece.style } };
  }
}

function collect(
  { text, line, children }: Pick<TextElement, 'text' | 'line' | 'children'>,
  style: BlockStyle,
  context: LayoutContext,
  into: (StyledText | null)[],
): void {
  if (text !== null) into.push({ text, style: style.text, line });
  for (const inline of children as readonly Inline[]) {
    switch (inline.name) {
      case 'characters':
        into.push({ text: inline.text, style: style.text, line: inline.line });
        break;
      case 'br':
        into.push(null);
        break;
      case 'page-number':
        into.push({ text: String(context.page?.number ?? ''), style: style.text, line: inline.line });
        break;
      case 'page-count':
        into.push({ text: String(context.page?.count ?? ''), style: style.text, line: inline.line });
        break;
      case 'b':
      case 'i':
        collect(inline, context.sheet.derive(style, inline.name), context, into);
        break;
      case 'carried-sum':
        if (context.carriedSum === null) throw notInCarry(inline.line);
        into.push({ text: context.carriedSum, style: style.text, line: inline.line });
        break;
      case 'a': {
        const { style: name, lang, href } = inline.attributes;
        const from = into.length;
        collect(inline, context.sheet.derive(style, 'a', name, lang), context, into);
        linkTexts(into, from, href);
        break;
      }
      case 'span': {
        const { style: name, lang } = inline.attributes;
        collect(inline, context.sheet.derive(style, 'span', name, lang), context, into);
        break;
      }
    }
  }
}

/** Breaks an element's text into lines of `width` and adds each as a slab. An element without text adds nothing. */
export function layText(
  element: TextElement,
  style: BlockStyle,
  width: number,
  node: StructureNode,
  context: LayoutContext,
  flow: Flow,
): void {
  const plain = plainAdvance(element, style, context);
  if (plain !== notPlain && fitsLine(widthOf(plain, style.text), width)) {
    flow.addOwn(plainSlab(element.text ?? '', plain, element, style, width, node, context));
    return;
  }
  const several = plain === notPlain ? plainLinesOf(element, style, width, context) : null;
  if (several !== null) {
    for (const [index, line] of several.entries()) {
      const slab = plainSlab(line.text, line.advance, element, style, width, node, context, index * 2);
      flow.add(slab, tieOf(index, several.length));
    }
    return;
  }
  const lines = breakLines(wordsOf(element, style, context), width);
  if (lines === null) {
    const room = context.units.inMillimetres(width);
    throw overflow(element.name, element.line, `its column is ${room} wide, too narrow for a single character`);
  }
  // Figures stand with their units below each other on mirrored pages, too: they keep to the right of their column.
  const isCell = element.name === 'td' || element.name === 'th';
  const set = context.mirrored && isCell && style.align === 'right' ? { ...style, align: 'left' as const } : style;
  for (const [index, line] of lines.entries()) {
    const leading = line.reduce((most, word) => Math.max(most, word.style.leading), style.text.leading);
    const baseline = baselineOf(leading, context.units);
    flow.add({
      height: leading,
      mark: asOne(lineMarks(line, set, width, baseline, node, context)),
      baseline,
      keep: tieOf(index, lines.length),
      element: element.name,
      line: element.line,
    });
  }
}

/** A paragraph leaves no single line behind and carries none over. */
function tieOf(index: number, count: number): number {
  return index > 0 && (index === 1 || index === count - 1) ? keep.lines : keep.free;
}

/** The runs of one line, each with its exact width. */
export function lineMarks(
  line: readonly Word[],
  style: BlockStyle,
  width: number,
  baseline: number,
  node: StructureNode,
  context: LayoutContext,
): Mark[] {
  const { units, structure } = context;
  if (context.mirrored || line.some(({ level }) => level > 0))
    return bidiMarks(line, style, width, baseline, node, context);
  const runs: { text: string; word: Word; width: number }[] = [];
  let from = 0;
  for (let index = 0; index < line.length; index += 1) {
    const word = line[index];
    const next = line[index + 1];
    if (word === undefined || (next !== undefined && next.style === word.style)) continue;
    runs.push(joined(line, from, index, next !== undefined));
    from = index + 1;
  }
  const total = runs.reduce((sum, run) => sum + run.width, 0);
  const free = Math.max(0, width - total);
  let x = style.align === 'right' ? free : style.align === 'center' ? free / 2 : 0;
  const marks: TextMark[] = [];
  for (const { text, word, width: advance } of runs) {
    if (text !== '') {
      marks.push({
        kind: 'text',
        x: units.snap(x),
        y: baseline,
        text,
        style: word.style,
        width: advance,
        node: word.style.link === undefined ? node : structure.link(node, word.style.link),
        line: word.line,
        rtl: undefined,
        rotate: undefined,
      });
    }
    x += advance;
  }
  return marks;
}

/** The same for a line in which something reads from right to left, or on a page that is mirrored at the end. */
function bidiMarks(
  line: readonly Word[],
  style: BlockStyle,
  width: number,
  baseline: number,
  node: StructureNode,
  { units, mirrored, structure }: LayoutContext,
): Mark[] {
  const { runs, width: total } = placeRuns(line, mirrored);
  const free = Math.max(0, width - total);
  const start = style.align === 'right' ? free : style.align === 'center' ? free / 2 : 0;
  return runs.map(
    (run): TextMark => ({
      kind: 'text',
      x: units.snap(start + run.x),
      y: baseline,
      text: run.text,
      style: run.style,
      width: run.width,
      node: run.style.link === undefined ? node : structure.link(node, run.style.link),
      line: run.line,
      rtl: run.rtl ? true : undefined,
      rotate: undefined,
    }),
  );
}

function notInCarry(line: number): PostwerkError {
  const detail = `line ${line}: <carried-sum> may stand only in the rows of a <tcarry>`;
  return new PostwerkError('compose.markup-invalid', detail, { line });
}

/** Words of one style as one run. A blank before a run of another style belongs to this one, so that text reads right. */
function joined(
  line: readonly Word[],
  from: number,
  to: number,
  more: boolean,
): { text: string; word: Word; width: number } {
  const first = line[from] as Word;
  let text = '';
  let width = 0;
  let plain = true;
  for (let index = from; index <= to; index += 1) {
    const { text: letters, width: advance, gap } = line[index] as Word;
    text += letters;
    width += advance;
    if (gap > 0 && (index < to || more)) {
      text += ' ';
      width += gap;
    } else if (index < to) plain = false;
  }
  // Words that touch (e-mail) kern with each other; blanks do not kern in the faces we have (a test says so).
  return { text, word: first, width: plain ? width : first.style.face.measure(text) * first.style.scale };
}
