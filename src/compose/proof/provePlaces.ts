import { unitAt } from '../../model/unitAt.ts';
import type { BarcodeItem, Item, Page, TextItem } from '../displayList.ts';
import type { FontBook } from '../fonts/fontBook.ts';
import { boxOfCode, type CodeBox } from './codeBox.ts';
import type { Finding } from './finding.ts';
import { inkOf, inkTouches } from './inkOfRun.ts';
import { onGrid, PageGrid } from './pageGrid.ts';
import { findingAt, shortened } from './proveTexts.ts';

/** Reach of most letters above and below the baseline, in parts of the size: only what touches here is looked at closer. */
const ascent = 0.8;
const descent = 0.24;
/** How far neighbouring runs may reach into one another, in parts of the size: kerning, slanted letters. */
const neighbours = 0.1;
/** What a rounding may shift, points. */
const tolerance = 0.5;
/** One wrong template puts everything in the wrong place: the first findings say enough. */
const findingsAtMost = 20;

const grid = new PageGrid();

/**
 * Looks on a page for texts that lie on one another, reach beyond the page, are covered by what is drawn after them, or stand in
 * a barcode's quiet zone. Only ink counts: a box that is merely larger than its letters disturbs nobody, and rotated
 * texts are watermarks, which lie behind everything.
 *
 * @param number of the page, from 1.
 * @param findings of the pages before; so many of them are enough, and nothing is added then.
 */
export function provePlaces(
  page: Page,
  number: number,
  unitsPerInch: number,
  fonts: FontBook,
  findings: Finding[],
): void {
  if (findings.length >= findingsAtMost) return;
  const scale = unitsPerInch / 72;
  grid.reset(page.width, page.height, scale);
  const texts: TextItem[] = [];
  let codes: BarcodeItem[] | null = null;
  for (const item of page.items) {
    switch (item.kind) {
      case 'text':
        if (item.rotate === undefined && !isBlank(item.text)) proveText(item, texts, page, number, fonts, findings);
        break;
      case 'rect':
        if (item.fill !== undefined && item.width > 2 * scale && item.height > 2 * scale) {
          proveUncovered(item, texts, number, scale, fonts, findings);
        }
        break;
      case 'image':
        proveUncovered(item, texts, number, scale, fonts, findings);
        break;
      case 'barcode':
        codes ??= [];
        codes.push(item);
        break;
      case 'line':
        break;
    }
    if (findings.length >= findingsAtMost) return;
  }
  for (const code of codes ?? []) {
    if (findings.length >= findingsAtMost) return;
    proveQuietZone(code, texts, page, number, scale, fonts, findings);
  }
}

function proveText(
  item: TextItem,
  texts: TextItem[],
  page: Page,
  number: number,
  fonts: FontBook,
  findings: Finding[],
): void {
  const { x, y, size, width, text } = item;
  const [left, top, right, bottom] = [x, y - ascent * size, x + width, y + descent * size];
  if (left < 0 || top < 0 || right > page.width || bottom > page.height) {
    const ink = inkOf(item, fonts);
    if (ink !== null && (ink.left < -1 || ink.top < -1 || ink.right > page.width + 1 || ink.bottom > page.height + 1)) {
      const sentence = `"${shortened(text)}" reaches beyond the edge of page ${number}.`;
      findings.push({ ...findingAt('clipped', number, item, sentence), ...within(page, ink) });
    }
  }
  const [from, above, to, below] = [onGrid(left), onGrid(top), onGrid(right), onGrid(bottom)];
  const near = grid.touching(from, above, to, below, onGrid(neighbours * size));
  for (let index = 0; index < near; index += 1) {
    const other = texts[grid.found(index)];
    if (other === undefined || !inkTouches(other, item, fonts)) continue;
    const sentence = `"${shortened(other.text)}" and "${shortened(text)}" lie on one another on page ${number}.`;
    findings.push(findingAt('overlap', number, item, sentence));
    break;
  }
  texts.push(item);
  grid.add(from, above, to, below);
}

/** How many texts share more than `slack` with a box; `grid.found` gives their numbers. Units. */
function touching(left: number, top: number, right: number, bottom: number, slack: number): number {
  return grid.touching(onGrid(left), onGrid(top), onGrid(right), onGrid(bottom), onGrid(slack));
}

/** The part of a spot that a picture of the page can show. */
function within(page: Page, ink: NonNullable<ReturnType<typeof inkOf>>) {
  const x = Math.min(Math.max(0, ink.left), page.width - 4);
  const y = Math.min(Math.max(0, ink.top), page.height - 4);
  return {
    x,
    y,
    width: Math.max(4, Math.min(page.width, ink.right) - x),
    height: Math.max(4, Math.min(page.height, ink.bottom) - y),
  };
}

/** Areas and pictures belong below the texts they stand with: what is drawn later hides what was there. */
function proveUncovered(
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  texts: readonly TextItem[],
  number: number,
  scale: number,
  fonts: FontBook,
  findings: Finding[],
): void {
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  const near = touching(area.x, area.y, right, bottom, tolerance * scale);
  for (let index = 0; index < near; index += 1) {
    const item = texts[grid.found(index)];
    const ink = item === undefined ? null : inkOf(item, fonts);
    if (item === undefined || ink === null) continue;
    const across = Math.min(ink.right, right) - Math.max(ink.left, area.x);
    const down = Math.min(ink.bottom, bottom) - Math.max(ink.top, area.y);
    if (across <= tolerance * scale || down <= neighbours * item.size) continue;
    const sentence = `"${shortened(item.text)}" is covered by something drawn later on page ${number}.`;
    findings.push(findingAt('overlap', number, item, sentence));
    return;
  }
}

function proveQuietZone(
  code: BarcodeItem,
  texts: readonly TextItem[],
  page: Page,
  number: number,
  scale: number,
  fonts: FontBook,
  findings: Finding[],
): void {
  const { bars, quiet } = boxOfCode(code);
  const report = (what: string): void => {
    findings.push({
      code: 'quiet-zone',
      page: number,
      x: quiet.left,
      y: quiet.top,
      width: quiet.right - quiet.left,
      height: quiet.bottom - quiet.top,
      sentence: `${what} the barcode "${shortened(code.data)}" on page ${number}, which scanners need empty.`,
      ...(code.line !== undefined && { line: code.line }),
    });
  };
  if (quiet.left < -1 || quiet.top < -1 || quiet.right > page.width + 1 || quiet.bottom > page.height + 1) {
    return report('The edge of the page cuts the quiet zone of');
  }
  const near = touching(quiet.left, quiet.top, quiet.right, quiet.bottom, 0);
  for (let index = 0; index < near; index += 1) {
    const item = texts[grid.found(index)];
    if (item === undefined || isOwn(item, code)) continue;
    const ink = inkOf(item, fonts);
    if (ink !== null && overlaps(quiet, ink.left, ink.top, ink.right, ink.bottom, tolerance * scale)) {
      return report(`"${shortened(item.text)}" stands in the quiet zone of`);
    }
  }
  let isAfter = false;
  for (const item of page.items) {
    if (item === code) isAfter = true;
    else if (disturbs(item, isAfter ? bars : null, quiet, tolerance * scale)) {
      return report(`${item.kind === 'barcode' ? 'Another barcode' : 'A mark'} stands in the quiet zone of`);
    }
  }
}

/** The plain characters of a code belong to it, wherever its symbology wants them. */
function isOwn(item: TextItem, code: BarcodeItem): boolean {
  if (item.tag !== undefined || code.tag !== undefined) return item.tag === code.tag;
  return item.line !== undefined && item.line === code.line;
}

/** Whether a mark other than text stands in the quiet zone, or hides bars that were drawn before it (`hidden`). */
function disturbs(item: Item, hidden: CodeBox | null, quiet: CodeBox, slack: number): boolean {
  switch (item.kind) {
    case 'text':
      return false;
    case 'rect': {
      const [right, bottom] = [item.x + item.width, item.y + item.height];
      if (item.stroke !== undefined && isDark(item.stroke)) {
        const half = (item.strokeWidth ?? 1) / 2;
        // A frame around the whole zone is outside it; only its lines are looked at.
        const inner = item.x + half <= quiet.left + slack && right - half >= quiet.right - slack;
        const tall = item.y + half <= quiet.top + slack && bottom - half >= quiet.bottom - slack;
        if (!(inner && tall) && overlaps(quiet, item.x, item.y, right, bottom, slack)) return true;
      }
      if (item.fill === undefined) return false;
      if (hidden !== null && overlaps(hidden, item.x, item.y, right, bottom, slack)) return true;
      return isDark(item.fill) && overlaps(quiet, item.x, item.y, right, bottom, Math.min(slack, item.height / 2));
    }
    case 'line': {
      const half = item.width / 2;
      const [left, right] = [Math.min(item.x1, item.x2) - half, Math.max(item.x1, item.x2) + half];
      const [top, bottom] = [Math.min(item.y1, item.y2) - half, Math.max(item.y1, item.y2) + half];
      return isDark(item.color) && overlaps(quiet, left, top, right, bottom, Math.min(slack, half));
    }
    case 'barcode': {
      const { bars } = boxOfCode(item);
      return overlaps(quiet, bars.left, bars.top, bars.right, bars.bottom, slack);
    }
    case 'image':
      // A letterhead behind everything may be a picture of the whole page: only what is drawn later hides a code.
      return hidden !== null && overlaps(quiet, item.x, item.y, item.x + item.width, item.y + item.height, slack);
  }
}

function overlaps(box: CodeBox, left: number, top: number, right: number, bottom: number, slack: number): boolean {
  return left < box.right - slack && right > box.left + slack && top < box.bottom - slack && bottom > box.top + slack;
}

/** Scanners look in red light (ISO/IEC 15416 §5.3): what is dark there is a bar to them. */
function isDark(color: string): boolean {
  return Number.parseInt(color.slice(1, 3), 16) < 0xb0;
}

function isBlank(text: string): boolean {
  for (let at = 0, count = text.length; at < count; at += 1) {
    const code = unitAt(text, at);
    if (code !== 0x20 && code !== 0xa0) return false;
  }
  return true;
}
