import type { Message } from '../../model/message.ts';
import type { ShippingLabelMessage } from '../../model/shippingLabel.ts';
import type { EmailContent } from '../../model/rendition.ts';
import { allPages, type Page, type PagedList, type Pages } from '../displayList.ts';
import type { FontBook } from '../fonts/fontBook.ts';
import type { Locale } from '../locale/locale.ts';
import type { Finding } from './finding.ts';
import { FiguresInRuns } from './figuresInRuns.ts';
import { codesOn, proveBarcodes, type PlacedCode } from './proveBarcodes.ts';
import { expectedFigures, type ExpectedFigures, proveFigures } from './proveFigures.ts';
import { provePlaces } from './provePlaces.ts';
import { proveSscc } from './proveSscc.ts';
import { findUnfilled, type KnownTexts, proveTexts, SentWords } from './proveTexts.ts';
import { proveUnit } from './proveUnit.ts';

/** What a rendition is held against. */
export interface ProofContext {
  readonly type: string;
  readonly message: Message['message'];
  readonly locale: Locale;
  readonly fonts: FontBook;
  readonly texts: KnownTexts;
}

/** Looks at the pages of a document one after the other, on their way to whoever draws them. */
export class Proof {
  readonly #list: PagedList;
  readonly #context: ProofContext;
  readonly #sent: SentWords;
  readonly #codes: PlacedCode[] = [];
  readonly #texts: Finding[] = [];
  readonly #places: Finding[] = [];
  readonly #labels: Finding[] = [];
  readonly #expected: ExpectedFigures | null;
  readonly #figures: FiguresInRuns | null;
  /** How many pages have been looked at. */
  #seen = 0;

  constructor(list: PagedList, context: ProofContext) {
    this.#list = list;
    this.#context = context;
    this.#sent = new SentWords(context.message);
    this.#expected = expectedFigures(context.type, context.message, context.locale);
    this.#figures = this.#expected === null ? null : new FiguresInRuns(this.#expected, list.structure);
  }

  /** The list; whoever goes through its pages has each of them looked at, once. */
  get proving(): PagedList {
    const { pages } = this.#list;
    return { ...this.#list, pages: { length: pages.length, [Symbol.iterator]: () => this.#lookAt(pages) } };
  }

  /** Everything that is wrong with the pages, worst first; empty for pages that may leave. */
  async findings(): Promise<Finding[]> {
    const { length } = this.#list.pages;
    if (this.#seen < length) throw new Error(`only ${this.#seen} of ${length} pages have been looked at`);
    const figures = this.#findFigures();
    const { unitsPerInch } = this.#list;
    return [
      ...(await proveBarcodes(this.#codes)),
      ...proveUnit(this.#codes, unitsPerInch),
      ...this.#labels,
      ...figures,
      ...this.#texts,
      ...this.#places,
    ];
  }

  *#lookAt(pages: Pages): Iterator<Page> {
    let number = 0;
    for (const page of pages) {
      number += 1;
      if (number > this.#seen) this.#prove(page, number);
      yield page;
    }
  }

  #prove(page: Page, number: number): void {
    const { fonts, texts, type, message } = this.#context;
    this.#seen = number;
    for (const code of codesOn(page, number)) this.#codes.push(code);
    this.#figures?.page(page.items);
    if (type === 'shipping-label') proveSscc(page, number, (message as ShippingLabelMessage).sscc, this.#labels);
    proveTexts(page, number, fonts, texts, this.#sent, this.#texts);
    provePlaces(page, number, this.#list.unitsPerInch, fonts, this.#places);
  }

  #findFigures(): readonly Finding[] {
    if (this.#expected === null || this.#figures?.areFine === true) return [];
    return proveFigures(allPages(this.#list), this.#expected);
  }
}

/** Everything that is wrong with laid-out pages, worst first; empty for pages that may leave. */
export function provePages(list: PagedList, context: ProofContext): Promise<Finding[]> {
  const proof = new Proof(list, context);
  for (const page of proof.proving.pages) void page;
  return proof.findings();
}

/** What stands in an e-mail that should not, in a sentence; null for one that may leave. */
export function proveEmail({ subject, text, html }: EmailContent, { texts, message }: ProofContext): string | null {
  const sent = new SentWords(message);
  for (const part of [subject, text, html]) {
    const sentence = findUnfilled(part, texts, sent);
    if (sentence !== null) return `In the e-mail, ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
  }
  return null;
}
