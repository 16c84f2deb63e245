import type { Message } from '../../model/message.ts';
import type { EmailContent } from '../../model/rendition.ts';
import type { DisplayList } from '../displayList.ts';
import type { FontBook } from '../fonts/fontBook.ts';
import type { Locale } from '../locale/locale.ts';
import type { Finding } from './finding.ts';
import { proveBarcodes } from './proveBarcodes.ts';
import { proveFigures } from './proveFigures.ts';
import { provePlaces } from './provePlaces.ts';
import { findUnfilled, type KnownTexts, proveTexts } from './proveTexts.ts';
import { proveUnit } from './proveUnit.ts';

/** What a rendition is held against. */
export interface ProofContext {
  readonly type: string;
  readonly message: Message['message'];
  readonly locale: Locale;
  readonly fonts: FontBook;
  readonly texts: KnownTexts;
}

/** Everything that is wrong with laid-out pages, worst first; empty for pages that may leave. */
export async function provePages(list: DisplayList, context: ProofContext): Promise<Finding[]> {
  const { fonts, texts, message } = context;
  return [
    ...(await proveBarcodes(list)),
    ...proveUnit(list),
    ...proveFigures(list, context.type, message, context.locale),
    ...proveTexts(list, fonts, texts, message),
    ...provePlaces(list, fonts),
  ];
}

/** What stands in an e-mail that should not, in a sentence; null for one that may leave. */
export function proveEmail({ subject, text, html }: EmailContent, { texts, message }: ProofContext): string | null {
  for (const part of [subject, text, html]) {
    const sentence = findUnfilled(part, texts, message);
    if (sentence !== null) return `In the e-mail, ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
  }
  return null;
}
