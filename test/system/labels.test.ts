import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBarcodes } from 'zxing-wasm/reader';
import { symbologies } from '../../src/compose/barcodes/symbologies.ts';
import { codeWidth } from '../../src/compose/barcodes/codeWidth.ts';
import { type Composer, type ComposeRequest, createComposer } from '../../src/compose/composeDocument.ts';
import type { BarcodeItem, DisplayList } from '../../src/compose/displayList.ts';
import { type CodeReader, loadCodeReader } from '../../src/compose/proof/codeReader.ts';
import { PostwerkError } from '../../src/errors.ts';
import { comparePaper } from '../support/comparePaper.ts';
import { cutOut, dotsOf, strayDots } from '../support/dotPictures.ts';
import { drawByRenderer, type Part } from '../support/drawByRenderer.ts';
import { drawOnPaper, type ToDraw } from '../support/drawOnPaper.ts';
import { randomMessage, seeded } from '../support/randomMessages.ts';
import { type PrintedLabel, printTspl } from '../support/tsplPrinter.ts';
import { printZpl, type ZplLabel } from '../support/zplPrinter.ts';

/**
 * A thousand labels of all types in all languages for three print heads. The ZPL of each is drawn by zpl-renderer-js, and
 * every code is read by zxing from that picture. The printer of test/support, which knows the commands from the manual,
 * must draw the same dots; on its picture all other rules are checked, because it draws whole labels in no time. The
 * other draws those parts that have codes, and one label in 97 whole (all of them with POSTWERK_LABELS=all); as many are
 * compared with their TSPL. An odd step, so that types, languages and print heads take turns. The PDF of every label is
 * drawn by poppler and must say the same, mark by mark.
 */
const count = 1000;
const everyone = process.env['POSTWERK_LABELS'] === 'all';
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Most label printers have 203 dpi; the finer the head, the longer a picture takes. */
const heads = [
  ...[203, 203, 203, 300, 203, 203, 203, 203, 300, 203, 203, 203, 600, 203, 203, 203, 300],
  ...[203, 203, 203, 203, 300, 203, 203, 203, 203, 203, 203, 300, 203, 203, 203, 203, 203],
];

type Four = [number, number, number, number];

interface Made {
  readonly request: ComposeRequest;
  readonly dpi: number;
  readonly list: DisplayList;
  readonly zpl: Buffer;
  readonly printed: ZplLabel;
}

let composer: Composer;
let reader: CodeReader;

beforeAll(async () => {
  composer = await createComposer({ templatesDir: `${root}templates`, localesDir: `${root}locales` });
  reader = await loadCodeReader();
});

/** Some messages break a rule of GS1, or are longer than a label: those are refused, and the next one is taken. */
async function make(number: number, refused: string[]): Promise<Made> {
  // A test page is made of its device, not written by anybody.
  const types = [...composer.library.types.values()].filter(
    ({ kind, type }) => kind === 'label' && (type as string) !== 'test-page',
  );
  const random = seeded(number);
  const dpi = heads[number % heads.length] ?? 203;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const { type } = types[(number + attempt) % types.length] ?? { type: 'shipping-label' };
    const locales = composer.library.localesOf(type);
    const locale = locales[Math.floor(number / types.length) % locales.length] ?? 'en';
    const schema: unknown = JSON.parse(readFileSync(`${root}templates/${type}/message.schema.json`, 'utf8'));
    const message = randomMessage(schema, locale, random) as unknown as ComposeRequest['message'];
    const request: ComposeRequest = { type, message, locale, sender: null, formats: ['zpl'], dpi };
    try {
      const list = composer.layOut(request);
      const findings = await composer.prove(request, list);
      if (findings.length > 0) throw new PostwerkError('compose.proof-failed', JSON.stringify(findings[0]));
      const zpl = Buffer.from(composer.draw(request, 'zpl', list));
      const [printed, ...more] = printZpl(zpl);
      if (printed === undefined || more.length > 0) throw new Error('not one label');
      return { request, dpi, list, zpl, printed };
    } catch (error) {
      if (!(error instanceof PostwerkError)) throw error;
      refused.push(`${type} ${locale} ${dpi}: ${error.code} ${error.detail}`);
    }
  }
  throw new Error(`no label ${number} could be made: ${refused.slice(-3).join('; ')}`);
}

function codesOf(list: DisplayList): BarcodeItem[] {
  return (list.pages[0]?.items ?? []).filter((item) => item.kind === 'barcode');
}

/** What the decoder calls the data of a code: UPC-A is an EAN-13 that begins with 0. */
function dataOf({ symbology, data }: BarcodeItem): string {
  return symbologies[symbology].read?.as?.(data) ?? data;
}

/** As far as all bars go: the guards of EAN and UPC are longer and have digits between and beside them. */
function barHeight({ height, posts }: BarcodeItem): number {
  return Math.floor(Math.min(height, ...(posts ?? []).map(({ bottom }) => bottom)));
}

/** Where a code stands with its quiet zones; of bars, which are straight (flawOf), some rows say as much as all. */
function placeOf(item: BarcodeItem): Part {
  const { x, y, module, height, bars } = item;
  const [left, right, above, below] = symbologies[item.symbology].quiet.map((modules) => modules * module) as Four;
  const place = { x: x - left, width: left + codeWidth(item) + right };
  if (bars === undefined) return { ...place, y: y - above, height: above + height + below };
  const rows = Math.min(12, barHeight(item));
  return { ...place, y: y + Math.floor((barHeight(item) - rows) / 2), height: rows };
}

/** What the decoder reads in the place of a code, cut out of the picture. */
function read(
  label: PrintedLabel,
  item: BarcodeItem,
  isDark = (dot: number): boolean => dot === 1,
): string | undefined {
  const { read: reading } = symbologies[item.symbology];
  const { width, height, dots } = cutOut(label, placeOf(item));
  const pixels = reader.canvas(width * height);
  for (let at = 0; at < dots.length; at += 1) if (isDark(dots[at] ?? 0)) pixels[at] = 0;
  return reader.read(width, height, reading?.format ?? '', reading?.gs1 === true)?.text;
}

/** Every black and white stretch of a code is a whole number of modules, and nothing stands in its quiet zones. */
function flawOf({ width, dots }: PrintedLabel, item: BarcodeItem): string | null {
  const { x, y, module } = item;
  const height = barHeight(item);
  if (![x, y, module].every(Number.isInteger)) return `stands at ${x}, ${y} with modules of ${module}`;
  const [left, right, above, below] = symbologies[item.symbology].quiet;
  const symbol = codeWidth(item);
  const stripe = (row: number): Uint8Array => dots.subarray(row * width + x, row * width + x + symbol);
  const isWhite = (column: number, row: number, columns: number, rows: number): boolean => {
    for (let at = row; at < row + rows; at += 1) {
      if (dots.subarray(at * width + column, at * width + column + columns).includes(1)) return false;
    }
    return true;
  };
  const whole = symbol + (left + right) * module;
  if (
    !isWhite(x - left * module, y, left * module, height) ||
    !isWhite(x + symbol, y, right * module, height) ||
    !isWhite(x - left * module, y - above * module, whole, above * module) ||
    !isWhite(x - left * module, y + height, whole, below * module)
  ) {
    return 'has ink in its quiet zone';
  }
  const step = item.bars === undefined ? module : height;
  for (let row = y; row < y + height; row += step) {
    const first = stripe(row);
    for (let next = row + 1; next < row + step; next += 1) {
      if (Buffer.compare(first, stripe(next)) !== 0) return `is not the same in ${row} and ${next}`;
    }
    let run = 0;
    for (let column = 0; column < symbol; column += 1) {
      run += 1;
      if (first[column] === first[column + 1]) continue;
      if (run % module !== 0) return `has a stretch of ${run} dots where a module is ${module}`;
      run = 0;
    }
  }
  return null;
}

/** Where the printer writes in its own font, its dots are its own. */
function inPrinterText({ texts }: ZplLabel): (x: number, y: number) => boolean {
  return (x, y) => texts.some((text) => y > text.y - text.height && y < text.y + text.height * 0.4 && x >= text.x - 2);
}

describe('a thousand labels', () => {
  it('say in ZPL, drawn and read independently, what their data says', {
    timeout: everyone ? 3_600_000 : 600_000,
  }, async () => {
    const refused: string[] = [];
    const wrong: string[] = [];
    const locales = new Set<string>();
    const kinds = new Map<string, number>();
    let codes = 0;
    const toDraw: [string, Made][] = [];
    let onPaper: Promise<unknown> = Promise.resolve();
    for (let number = 0; number < count; number += 1) {
      const made = await make(number, refused);
      const { request, dpi, list, printed } = made;
      const name = `label ${number} (${request.type} ${request.locale} ${dpi} dpi)`;
      locales.add(request.locale);
      const page = list.pages[0];
      const kind = `${request.type} ${Math.round(((page?.width ?? 0) * 25.4) / dpi)} × ${Math.round(((page?.height ?? 0) * 25.4) / dpi)} mm, ${dpi} dpi`;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      for (const item of codesOf(list)) {
        codes += 1;
        const flaws = [flawOf(printed, item), ...(await compareCode(made, item))];
        for (const flaw of flaws) if (flaw !== null) wrong.push(`${name}: ${item.symbology} ${item.data} ${flaw}`);
      }
      // The texts of the ZPL in the printer's own letters are those that were laid out.
      const laid = page?.items.flatMap((item) => (item.kind === 'text' ? [item.text.replaceAll('\u00a0', ' ')] : []));
      for (const { text } of printed.texts) if (laid?.includes(text) !== true) wrong.push(`${name}: prints "${text}"`);
      // While poppler draws these, the next ones are made.
      toDraw.push([name, made]);
      if (toDraw.length === 20 || number === count - 1) {
        await onPaper;
        onPaper = comparePdfs(toDraw.splice(0)).then((found) => wrong.push(...found));
      }
      if (number % 97 === 0) wrong.push(...compareTspl(made).map((what) => `${name}: ${what}`));
      if (everyone || number % 97 === 12) wrong.push(...(await compareWhole(made)).map((what) => `${name}: ${what}`));
    }
    await onPaper;
    expect(wrong).toEqual([]);
    expect(locales.size).toBe(composer.library.locales.length);
    expect(codes).toBeGreaterThan(count);
    if (process.env['POSTWERK_LABELS'] !== undefined) {
      const said = [...kinds].sort().map(([kind, many]) => `${many} × ${kind}`);
      const why = refused.map((text) =>
        text
          .replace(/^\S+ \S+ \d+: /, '')
          .replaceAll(/\d/g, 'n')
          .slice(0, 110),
      );
      process.stderr.write(`${codes} codes; ${refused.length} refused\n${[...said, ...new Set(why)].join('\n')}\n`);
    }
    expect(refused.length).toBeLessThan(count);
  });

  // Texts in dots and in the printer's font, white on black, codes of both kinds, two print heads.
  it.each([0, 15, 16, 20])(
    'one whose ZPL lacks a mark, or has it three dots away, does not say what its PDF says: %d',
    async (number) => {
      const made = await make(number, []);
      const { zpl, printed } = made;
      const [paper] = await drawOnPaper([paperOf(made)]);
      if (paper === undefined) throw new Error('there is no paper');
      expect(comparePaper(printed, paper)).toEqual([]);
      const fields = new Set(zpl.toString().match(/\^F[OT]\d+,\d+[^\n]*\^FS\n/g));
      expect(fields.size).toBeGreaterThan(20);
      for (const field of fields) {
        const moved = field.replace(/\d+,\d+/, (at) =>
          at
            .split(',')
            .map((place) => Number(place) + 3)
            .join(),
        );
        for (const other of ['', moved]) {
          const [wrong] = printZpl(Buffer.from(zpl.toString().replace(field, () => other)));
          expect(wrong && comparePaper(wrong, paper), field + other).not.toEqual([]);
        }
      }
    },
  );
});

/** The PDFs of labels show the same marks in the same places, and their codes are read from there. */
async function comparePdfs(all: readonly [name: string, made: Made][]): Promise<string[]> {
  const papers = await drawOnPaper(all.map(([, made]) => paperOf(made)));
  return all.flatMap(([name, { list, printed }], index) => {
    const paper = papers[index];
    if (paper === undefined) return [`${name}: there is no paper`];
    const wrong = comparePaper(printed, paper);
    for (const item of codesOf(list)) {
      const text = read({ ...paper, dots: paper.grey }, item, (grey) => grey < 128);
      if (text !== dataOf(item)) wrong.push(`the PDF's ${item.symbology} reads ${text}, not ${item.data}`);
    }
    return wrong.map((what) => `${name}: ${what}`);
  });
}

function paperOf({ request, dpi, list, printed }: Made): ToDraw {
  return { pdf: composer.draw(request, 'pdf', list), dpi, isRead: printed.texts.length > 0 };
}

/** The same label in TSPL has the same dots. */
function compareTspl({ request, dpi, list, printed }: Made): string[] {
  const [other] = printTspl(composer.draw(request, 'tspl', list), dpi);
  if (other === undefined) return ['nothing came of the TSPL'];
  const leaveOut = inPrinterText(printed);
  const stray = strayDots(printed, other, 0, leaveOut) + strayDots(other, printed, 0, leaveOut);
  return stray > 0 ? [`${stray} dots are not in both TSPL and ZPL`] : [];
}

/** zpl-renderer-js draws the code as the printer does, and a decoder that is told nothing reads its data there. */
async function compareCode({ zpl, printed }: Made, item: BarcodeItem): Promise<string[]> {
  const place = placeOf(item);
  const png = await drawByRenderer(zpl, place);
  const wrong: string[] = [];
  const same = Buffer.compare((await dotsOf(png)).dots, cutOut(printed, place).dots) === 0;
  if (!same) wrong.push('is drawn differently by zpl-renderer-js');
  const found = await readBarcodes(png, { textMode: 'HRI', tryRotate: false, tryInvert: false, tryDownscale: false });
  const texts = found.map(({ text }) => text);
  if (texts.length !== 1 || texts[0] !== dataOf(item)) wrong.push(`is read as ${texts.join(', ') || 'nothing'}`);
  return wrong;
}

/** zpl-renderer-js draws the whole label dot for dot the same. */
async function compareWhole({ zpl, printed }: Made): Promise<string[]> {
  const { width, height } = printed;
  const picture = await dotsOf(await drawByRenderer(zpl, { x: 0, y: 0, width, height }));
  const leaveOut = inPrinterText(printed);
  const stray = strayDots(printed, picture, 0, leaveOut) + strayDots(picture, printed, 0, leaveOut);
  return stray > 0 ? [`${stray} dots differ from zpl-renderer-js`] : [];
}
