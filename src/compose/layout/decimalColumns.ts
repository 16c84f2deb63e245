import type { Cell, Inline, Node } from '../markup/markupDocument.ts';
import { freeColumn, nextRow, takeColumns, type TakenColumns } from '../markup/tableGrid.ts';
import { splitWords } from '../text/splitWords.ts';
import { carrySumsOf } from './carrySums.ts';
import type { TextElement } from './layText.ts';
import type { LayoutContext } from './layoutContext.ts';
import type { BlockStyle } from './styleSheet.ts';

/** A column whose figures stand with their decimal marks below each other. Widths in units. */
export interface DecimalColumn {
  /** Widest part before the mark, and widest part from the mark on. */
  readonly before: number;
  readonly after: number;
  readonly figures: ReadonlyMap<Cell, Figure>;
}

interface Figure {
  readonly before: number;
  readonly after: number;
}

const markOfLanguage = new Map<string, string>();

/** Measures the figures of the columns that `aligns` calls decimal; null where a column is not, or has no figures. */
export function decimalColumns(
  table: Node<'table'>,
  own: BlockStyle,
  context: LayoutContext,
): readonly (DecimalColumn | null)[] {
  const { aligns, cols } = table.attributes;
  if (aligns === undefined || !aligns.includes('decimal')) return [];
  const { sheet } = context;
  const mark = table.attributes['decimal-mark'] ?? markOf(own.inherited.lang);
  const columns = cols.map(() => ({ before: 0, after: 0, figures: new Map<Cell, Figure>() }));
  const carried = carrySumsOf(table, context)?.widest ?? '';
  for (const group of table.children) {
    if (group.name === 'thead') continue;
    const groupStyle = sheet.derive(own, group.name, group.attributes.style);
    const taken: TakenColumns = [];
    for (const row of group.children) {
      const rowStyle = sheet.derive(groupStyle, 'tr', row.attributes.style);
      let column = freeColumn(taken, 0);
      for (const cell of row.children) {
        const span = cell.attributes.colspan ?? 1;
        const into = columns[column];
        if (span === 1 && aligns[column] === 'decimal' && cell.attributes.align === undefined && into !== undefined) {
          const style = sheet.derive(rowStyle, cell.name, cell.attributes.style, cell.attributes.lang);
          const figure = figureOf(cell, style, mark, carried, context);
          if (figure !== null) {
            into.figures.set(cell, figure);
            into.before = Math.max(into.before, figure.before);
            into.after = Math.max(into.after, figure.after);
          }
        }
        takeColumns(taken, column, span, cell.attributes.rowspan ?? 1);
        column = freeColumn(taken, column + span);
      }
      nextRow(taken);
    }
  }
  return columns.map((column, index) => (aligns[index] === 'decimal' && column.figures.size > 0 ? column : null));
}

/** The figure that a cell's text, or its first paragraph, begins with. */
function figureOf(cell: Cell, style: BlockStyle, mark: string, carried: string, context: LayoutContext): Figure | null {
  const [first] = cell.children;
  const holder = first?.name === 'p' ? first : cell;
  const own =
    holder === cell
      ? style
      : context.sheet.derive(style, 'p', (holder as Node<'p'>).attributes.style, (holder as Node<'p'>).attributes.lang);
  const text = plainText(holder, carried).trim();
  const end = endOfWhole(text, mark);
  if (end === 0) return null;
  const width = (part: string): number =>
    splitWords([{ text: part, style: own.text, line: cell.line }], own.text).maxWidth;
  const before = width(text.slice(0, end));
  // Measured as the whole, because the parts lose the pair between them and a blank that begins the second.
  return { before, after: Math.max(0, width(text) - before) };
}

function plainText(element: Pick<TextElement, 'text' | 'children'>, carried: string): string {
  if (element.text !== null) return element.text;
  let text = '';
  for (const inline of element.children as readonly Inline[]) {
    if (inline.name === 'characters') text += inline.text;
    else if (inline.name === 'carried-sum') text += carried;
    else if (inline.name === 'br') break;
    else if ('children' in inline) text += plainText(inline, carried);
  }
  return text;
}

const digit = /\p{Nd}/u;
const inFigure = /[\p{Nd}.,'’٬\u00a0\u202f]/u;

/** Index at which the whole digits of the first figure end; 0 where there is no figure. */
function endOfWhole(text: string, mark: string): number {
  let index = text.search(digit);
  if (index < 0) return 0;
  let end = index;
  for (; index < text.length; index += 1) {
    const letter = text[index] ?? '';
    if (letter === mark || !inFigure.test(letter)) break;
    if (digit.test(letter)) end = index + 1;
  }
  return end;
}

/** The decimal mark of a language where the table does not name it. */
function markOf(language: string): string {
  let mark = markOfLanguage.get(language);
  if (mark === undefined) {
    // Without variants and extensions, which may be well-formed and yet unknown to Intl.
    const [tag = 'en'] = /^[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-[A-Za-z]{2})?(?=-|$)/u.exec(language) ?? [];
    mark = new Intl.NumberFormat(tag).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
    markOfLanguage.set(language, mark);
  }
  return mark;
}
