import type { DisplayList, Item } from '../../displayList.ts';

/**
 * A display list as lines of text, one per mark, in drawing order: for golden tests and for template authors who want
 * to know where something came from. Coordinates are in the list's own unit, to a tenth.
 */
export function listDisplayItems(list: DisplayList): string {
  const lines = [`document ${quote(list.title)} lang ${list.lang} unit 1/${list.unitsPerInch} in`];
  list.pages.forEach((page, index) => {
    lines.push('', `page ${index + 1} of ${list.pages.length}  ${at(page.width)} x ${at(page.height)}`);
    for (const item of page.items) lines.push(`  ${describe(item)}${origin(list, item)}`);
  });
  return `${lines.join('\n')}\n`;
}

function describe(item: Item): string {
  switch (item.kind) {
    case 'text':
      return `text    ${point(item.x, item.y)}  ${item.font} ${at(item.size)} ${item.color} w ${at(item.width)}  ${quote(item.text)}${item.rtl === undefined ? '' : ' rtl'}${item.lang === undefined ? '' : ` lang ${item.lang}`}${item.rotate === undefined ? '' : ` rotate ${at(item.rotate)}`}${item.href === undefined ? '' : ` href ${item.href}`}`;
    case 'rect':
      return `rect    ${point(item.x, item.y)}  ${at(item.width)} x ${at(item.height)}${item.fill === undefined ? '' : ` fill ${item.fill}`}${item.stroke === undefined ? '' : ` stroke ${item.stroke} ${at(item.strokeWidth ?? 1)}`}`;
    case 'line':
      return `line    ${point(item.x1, item.y1)} to ${point(item.x2, item.y2).trim()}  ${at(item.width)} ${item.color}`;
    case 'barcode':
      return `barcode ${point(item.x, item.y)}  ${item.symbology} module ${at(item.module)} ${size(item)}  ${quote(item.data)}`;
    case 'image':
      return `image   ${point(item.x, item.y)}  ${at(item.width)} x ${at(item.height)} ${item.asset}  ${quote(item.alt)}`;
  }
}

function size(item: Extract<Item, { kind: 'barcode' }>): string {
  const blocks = item.blocks === undefined ? '' : ` blocks ${item.blocks.length}`;
  if (item.matrix !== undefined) return `${item.matrix.length} x ${item.matrix[0]?.length ?? 0} modules${blocks}`;
  const modules = item.bars?.reduce((sum, bar) => sum + bar, 0) ?? 0;
  const posts = item.posts === undefined ? '' : ` posts ${item.posts.length}`;
  return `${at(modules).replace(/\.0$/, '')} modules height ${at(item.height)}${posts}${blocks}`;
}

function origin(list: DisplayList, item: Item): string {
  const role = item.tag === undefined ? 'artifact' : list.structure.role(item.tag) || `tag ${item.tag}`;
  return `  ${role}${item.line === undefined ? '' : ` :${item.line}`}`;
}

function point(x: number, y: number): string {
  return `${at(x).padStart(7)} ${at(y).padStart(7)}`;
}

function at(value: number): string {
  return (Math.round(value * 10) / 10).toFixed(1);
}

function quote(text: string): string {
  return JSON.stringify(text);
}
