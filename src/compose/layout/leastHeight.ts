import type { Block, Node } from '../markup/markupDocument.ts';
import type { LayoutContext } from './layoutContext.ts';
import type { BlockStyle } from './styleSheet.ts';

/**
 * A height that blocks cannot come below in the context's style sheet: as if every text were one line, and without what
 * only layout knows. It takes a tenth of the time, so that a box that shrinks is laid out in the sizes that may fit only.
 */
export function leastHeight(blocks: readonly Block[], style: BlockStyle, context: LayoutContext): number {
  const { sheet, units } = context;
  let height = 0;
  let gap = 0;
  let space = 0;
  for (const block of blocks) {
    if (block.name === 'space') {
      space += units.of(block.attributes.height);
      continue;
    }
    let own: BlockStyle;
    let least = 0;
    if (block.name === 'p') {
      own = sheet.derive(style, 'p', block.attributes.style, block.attributes.lang);
      if (showsText(block)) least = own.text.leading;
    } else if (block.name === 'columns') {
      own = sheet.derive(style, 'columns', block.attributes.style);
      least = highest(block, own, context);
    } else if (block.name === 'rule') {
      own = sheet.derive(style, 'rule');
      least = units.thickness(block.attributes.weight ?? 0.5);
    } else {
      // Whatever it adds stands between the blocks around it, and is left out with its gaps.
      continue;
    }
    // As Flow settles them: of gaps that meet the largest counts, and none above the first.
    const { 'space-before': before, 'space-after': after } = block.attributes;
    gap = Math.max(gap, before === undefined ? own.before : units.of(before));
    if (least > 0) {
      height += space + (height > 0 ? gap : 0) + least;
      gap = 0;
      space = 0;
    }
    gap = Math.max(gap, after === undefined ? own.after : units.of(after));
  }
  return height;
}

function highest({ children }: Node<'columns'>, style: BlockStyle, context: LayoutContext): number {
  let most = 0;
  for (const { children: blocks, attributes } of children) {
    const own = context.sheet.derive(style, 'column', attributes.style, attributes.lang);
    most = Math.max(most, leastHeight(blocks, own, context));
  }
  return most;
}

/** Whether a text certainly has a line: a letter or digit that nothing takes out. */
function showsText(block: Node<'p' | 'h1' | 'h2' | 'h3'>): boolean {
  const [first] = block.children;
  const text = block.text ?? (first?.name === 'characters' ? first.text : '');
  for (let at = 0; at < text.length; at += 1) if (isLetter(text.charCodeAt(at))) return true;
  return false;
}

/** Of ASCII, Cyrillic, Georgian, Arabic or Han; more would only be found to be less of a height. */
function isLetter(unit: number): boolean {
  return (
    (unit > 0x20 && unit < 0x7f) ||
    (unit >= 0x400 && unit < 0x480) ||
    (unit >= 0x621 && unit < 0x64b) ||
    (unit >= 0x10d0 && unit < 0x1100) ||
    (unit >= 0x4e00 && unit < 0xa000)
  );
}
