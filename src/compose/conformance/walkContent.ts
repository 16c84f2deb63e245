import { inlineEntries, skipInlineImage } from './inlineImage.ts';
import type { PdfFile } from './pdfFile.ts';
import { PdfLexer, PdfSyntaxError } from './pdfLexer.ts';
import { isDictionary, nameOf, type PdfDictionary, PdfKeyword, PdfName, PdfStream, PdfString } from './pdfValue.ts';
import type { PdfValue } from './pdfValue.ts';
import { limitProblem } from './valueLimits.ts';

/** What the operators of a page do, forms included. */
export interface PageContent {
  /** MCIDs in order of appearance. */
  readonly mcids: readonly number[];
  /** Codes shown in each font dictionary: all, and those that no ActualText speaks for. */
  readonly shown: ReadonlyMap<PdfDictionary, ShownCodes>;
  /** Names of device colour spaces that operators or pictures use. */
  readonly deviceColors: ReadonlySet<string>;
  /** By kind, one sentence for each. */
  readonly unmarked: readonly string[];
  readonly crossed: readonly string[];
  readonly misused: readonly string[];
  readonly broken: readonly string[];
  readonly languages: readonly string[];
  readonly transparent: boolean;
  /** What no reader needs to handle: numbers, strings and names beyond the limits. */
  readonly beyond: readonly string[];
  /** Values that the operators give to what also stands in dictionaries: rendering intents, and filters and sampling of
   * inline pictures. */
  readonly intents: readonly string[];
  readonly inline: readonly ReadonlyMap<string, PdfValue>[];
  /** Forms without resources of their own that name some. */
  readonly borrowed: readonly string[];
}

export interface ShownCodes {
  readonly codes: Set<string>;
  readonly unspoken: Set<string>;
}

interface Mark {
  readonly kind: 'artifact' | 'tagged' | 'plain';
  readonly inText: boolean;
  readonly actualText: boolean;
}

/** ISO 32000-1 annex A: every operator there is, and which of them paint. */
const painting = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'EI', 'Tj', 'TJ', "'", '"']);
const others = new Set([
  ...['b', 'BDC', 'BI', 'BMC', 'BT', 'BX', 'c', 'cm', 'CS', 'cs', 'd', 'd0', 'd1', 'Do', 'DP', 'EI', 'EMC', 'ET', 'EX'],
  ...['g', 'G', 'gs', 'h', 'i', 'ID', 'j', 'J', 'K', 'k', 'l', 'm', 'M', 'MP', 'n', 'q', 'Q', 're', 'RG', 'rg', 'ri'],
  ...['SC', 'sc', 'SCN', 'scn', 'T*', 'Tc', 'Td', 'TD', 'Tf', 'TL', 'Tm', 'Tr', 'Ts', 'Tw', 'Tz', 'v', 'w', 'W', 'W*'],
  'y',
]);
const deviceOperators: Readonly<Record<string, string>> = {
  rg: 'DeviceRGB',
  RG: 'DeviceRGB',
  g: 'DeviceGray',
  G: 'DeviceGray',
  k: 'DeviceCMYK',
  K: 'DeviceCMYK',
};
const devices = new Set(['DeviceRGB', 'DeviceGray', 'DeviceCMYK']);
/** ISO 19005-3 §6.1.13. */
const deepestState = 28;
const deepestForm = 12;

export function walkContent(file: PdfFile, page: PdfDictionary): PageContent {
  const walker = new Walker(file);
  const contents = file.resolve(page.get('Contents'));
  const streams = Array.isArray(contents) ? (contents as readonly PdfValue[]) : [contents];
  try {
    const parts = streams.flatMap((one) => {
      const stream = file.resolve(one);
      return stream instanceof PdfStream ? [file.decode(stream), Buffer.from('\n')] : [];
    });
    walker.walk(Buffer.concat(parts), file.dictionary(page.get('Resources')) ?? new Map(), 0);
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
    walker.broken.push(error.message);
  }
  walker.finish();
  return walker;
}

class Walker implements PageContent {
  readonly mcids: number[] = [];
  readonly shown = new Map<PdfDictionary, ShownCodes>();
  readonly deviceColors = new Set<string>();
  readonly unmarked: string[] = [];
  readonly crossed: string[] = [];
  readonly misused: string[] = [];
  readonly broken: string[] = [];
  readonly languages: string[] = [];
  readonly beyond: string[] = [];
  readonly intents: string[] = [];
  readonly inline: ReadonlyMap<string, PdfValue>[] = [];
  readonly borrowed: string[] = [];
  transparent = false;
  /** Name of the form that is drawn with the resources of the page. */
  #borrower: string | null = null;
  readonly #file: PdfFile;
  readonly #marks: Mark[] = [];
  #font: PdfDictionary | null = null;
  readonly #states: (PdfDictionary | null)[] = [];
  #inText = false;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  walk(content: Buffer, resources: PdfDictionary, depth: number): void {
    const lexer = new PdfLexer(content);
    let operands: PdfValue[] = [];
    for (;;) {
      const token = lexer.next();
      if (token === undefined) return;
      if (!(token instanceof PdfKeyword)) {
        operands.push(token);
        const problem = limitProblem(token);
        if (problem !== null) this.beyond.push(problem);
        continue;
      }
      if (token.word === 'ID') {
        this.inline.push(inlineEntries(operands));
        skipInlineImage(lexer);
      } else this.#operator(token.word, operands, resources, depth);
      operands = [];
    }
  }

  finish(): void {
    if (this.#marks.length > 0) this.crossed.push(`${this.#marks.length} marked contents have no EMC`);
    if (this.#inText) this.crossed.push('a text object has no ET');
    if (this.#states.length > 0) this.broken.push(`${this.#states.length} q have no Q`);
  }

  #operator(word: string, operands: readonly PdfValue[], resources: PdfDictionary, depth: number): void {
    if (!painting.has(word) && !others.has(word)) {
      this.misused.push(`"${word}" is no operator of ISO 32000-1`);
      return;
    }
    const device = deviceOperators[word];
    if (device !== undefined) this.deviceColors.add(device);
    if (painting.has(word)) this.#paint(word);
    switch (word) {
      case 'q':
        this.#states.push(this.#font);
        if (this.#states.length > deepestState) this.misused.push(`q is nested more than ${deepestState} deep`);
        return;
      case 'Q':
        if (this.#states.length === 0) this.broken.push('a Q has no q');
        else this.#font = this.#states.pop() ?? null;
        return;
      case 'BT':
        if (this.#inText) this.crossed.push('a text object inside a text object');
        this.#inText = true;
        return;
      case 'ET':
        if (!this.#inText) this.crossed.push('an ET has no BT');
        if (this.#marks.some(({ inText }) => inText)) this.crossed.push('a text object ends inside its marked content');
        this.#inText = false;
        return;
      case 'BMC':
      case 'BDC':
        return this.#begin(operands, resources);
      case 'EMC':
        return this.#end();
      case 'ri':
        this.intents.push(nameOf(operands[0]) ?? '');
        return;
      case 'Tf':
        return this.#setFont(nameOf(operands[0]), resources);
      case 'Tj':
      case "'":
      case '"':
      case 'TJ':
        return this.#show(operands.at(-1));
      case 'cs':
      case 'CS':
        return this.#setSpace(nameOf(operands[0]), resources);
      case 'gs':
        return this.#setState(nameOf(operands[0]), resources);
      case 'Do':
        return this.#draw(nameOf(operands[0]), resources, depth);
    }
  }

  #paint(word: string): void {
    if (this.#marks.some(({ kind }) => kind !== 'plain')) return;
    this.unmarked.push(`"${word}" paints outside of marked content`);
  }

  #begin(operands: readonly PdfValue[], resources: PdfDictionary): void {
    const tag = nameOf(operands[0]) ?? '';
    const given = operands[1];
    const list = given instanceof PdfName ? this.#resource(resources, 'Properties', given.name) : given;
    const properties = isDictionary(list) ? list : new Map<string, PdfValue>();
    const mcid = this.#file.resolve(properties.get('MCID'));
    const kind = tag === 'Artifact' ? 'artifact' : typeof mcid === 'number' ? 'tagged' : 'plain';
    if (kind === 'artifact' && this.#inside('tagged')) this.misused.push('an artifact stands inside tagged content');
    if (kind === 'tagged' && this.#inside('artifact')) this.misused.push('tagged content stands inside an artifact');
    if (kind === 'tagged' && this.#inside('tagged')) this.misused.push('tagged content stands inside tagged content');
    if (typeof mcid === 'number') this.mcids.push(mcid);
    const lang = properties.get('Lang');
    if (lang instanceof PdfString) this.languages.push(lang.text);
    this.#marks.push({ kind, inText: this.#inText, actualText: properties.has('ActualText') });
  }

  #end(): void {
    const mark = this.#marks.pop();
    if (mark === undefined) this.crossed.push('an EMC has no beginning');
    else if (mark.inText !== this.#inText) this.crossed.push('marked content and a text object cross each other');
  }

  #inside(kind: Mark['kind']): boolean {
    return this.#marks.some((mark) => mark.kind === kind);
  }

  #setFont(name: string | undefined, resources: PdfDictionary): void {
    this.#font = this.#file.dictionary(this.#resource(resources, 'Font', name)) ?? null;
    if (this.#font === null) this.broken.push(`there is no font "${name}" among the resources`);
  }

  #show(operand: PdfValue | undefined): void {
    const font = this.#font;
    if (font === null) {
      this.broken.push('text is shown before a font is chosen');
      return;
    }
    let known = this.shown.get(font);
    if (known === undefined) {
      known = { codes: new Set(), unspoken: new Set() };
      this.shown.set(font, known);
    }
    const spoken = this.#marks.some(({ actualText }) => actualText);
    const width = nameOf(font.get('Subtype')) === 'Type0' ? 2 : 1;
    for (const part of Array.isArray(operand) ? (operand as readonly PdfValue[]) : [operand]) {
      if (!(part instanceof PdfString)) continue;
      const hex = part.bytes.toString('hex');
      for (let at = 0; at + 2 * width <= hex.length; at += 2 * width) {
        const code = hex.slice(at, at + 2 * width);
        known.codes.add(code);
        if (!spoken) known.unspoken.add(code);
      }
    }
  }

  #setSpace(name: string | undefined, resources: PdfDictionary): void {
    if (name === undefined || name === 'Pattern') return;
    if (devices.has(name)) this.deviceColors.add(name);
    else if (this.#resource(resources, 'ColorSpace', name) === null) {
      this.broken.push(`there is no colour space "${name}" among the resources`);
    }
  }

  #setState(name: string | undefined, resources: PdfDictionary): void {
    const state = this.#file.dictionary(this.#resource(resources, 'ExtGState', name));
    if (state === undefined) {
      this.broken.push(`there is no graphics state "${name}" among the resources`);
      return;
    }
    const mask = state.get('SMask');
    const opaque = (key: string): boolean => (this.#file.resolve(state.get(key)) ?? 1) === 1;
    if (!opaque('ca') || !opaque('CA') || (mask !== undefined && nameOf(mask) !== 'None')) this.transparent = true;
  }

  #draw(name: string | undefined, resources: PdfDictionary, depth: number): void {
    const object = this.#file.resolve(this.#resource(resources, 'XObject', name));
    if (!(object instanceof PdfStream)) {
      this.broken.push(`there is no object "${name}" among the resources`);
      return;
    }
    const { dictionary } = object;
    if (nameOf(dictionary.get('Subtype')) === 'Form') {
      if (dictionary.has('Group')) this.transparent = true;
      if (depth > deepestForm) return;
      const own = this.#file.dictionary(dictionary.get('Resources'));
      const before = this.#borrower;
      this.#borrower = own === undefined ? (name ?? '') : null;
      this.walk(this.#file.decode(object), own ?? resources, depth + 1);
      this.#borrower = before;
      return;
    }
    this.#paint('Do');
    if (dictionary.has('SMask')) this.transparent = true;
    const space = nameOf(this.#file.resolve(dictionary.get('ColorSpace')));
    if (space !== undefined && devices.has(space)) this.deviceColors.add(space);
  }

  #resource(resources: PdfDictionary, kind: string, name: string | undefined): PdfValue {
    if (name === undefined) return null;
    if (this.#borrower !== null)
      this.borrowed.push(`form ${this.#borrower} names ${name}, which it takes from the page`);
    return this.#file.resolve(this.#file.dictionary(resources.get(kind))?.get(name));
  }
}
