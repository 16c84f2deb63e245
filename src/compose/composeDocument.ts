import { hash, randomBytes } from 'node:crypto';
import { PostwerkError } from '../errors.ts';
import { hasDots } from '../model/device.ts';
import type { DocumentType, Message } from '../model/message.ts';
import type { PdfProtection } from '../model/protection.ts';
import type { Sender } from '../model/parties.ts';
import type { RenditionFormat } from '../model/states.ts';
import { type AssetLibrary, readAssets } from './assets/assetLibrary.ts';
import { allPages, type DisplayList, type PagedList } from './displayList.ts';
import { drawPdf } from './drivers/pdf/drawPdf.ts';
import type { Protection } from './drivers/pdf/protect.ts';
import { drawTspl } from './drivers/tspl/drawTspl.ts';
import { drawZpl } from './drivers/zpl/drawZpl.ts';
import { createFontBook, type FontBook } from './fonts/fontBook.ts';
import { layOut, layOutPages } from './layout/layOut.ts';
import { parseMarkup } from './markup/parseMarkup.ts';
import type { Finding } from './proof/finding.ts';
import { ProofFailure } from './proof/proofFailure.ts';
import { proofPicture } from './proof/proofPicture.ts';
import { prepareProof } from './proof/proveBarcodes.ts';
import { Proof, type ProofContext, proveEmail, provePages } from './proof/proveRendition.ts';
import { knownTexts } from './proof/proveTexts.ts';
import { locateError } from './templates/locateError.ts';
import { sizeOnMedia } from './templates/sizeOnMedia.ts';
import type { Origin, TracedMarkup } from './templates/origins.ts';
import type { MediaSize } from './templates/typeSettings.ts';
import { createTemplateLibrary, type TemplateFolders, type TemplateLibrary } from './templates/templateLibrary.ts';

export interface ComposeRequest {
  readonly type: DocumentType;
  readonly message: Message['message'];
  /** An installed locale, already chosen (`chooseLocale`). */
  readonly locale: string;
  readonly sender: Sender | null;
  readonly formats: readonly RenditionFormat[];
  /** Print head of the label's device, dots per inch; 203 when no device is known. */
  readonly dpi?: number;
  /** What lies in the label's device: its size where the message names none. */
  readonly media?: MediaSize;
  /** Of the format `protected`: who may do what with it. It has other bytes each time. */
  readonly protection?: PdfProtection;
}

export interface Composed {
  readonly locale: string;
  readonly renditions: readonly ComposedRendition[];
}

export interface ComposedRendition {
  readonly format: RenditionFormat;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Pages or labels; 0 for an e-mail. */
  readonly pages: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface Composer {
  readonly library: TemplateLibrary;
  /** The pictures templates may place. */
  readonly assets: AssetLibrary;
  /**
   * Template and message to proven renditions. Throws PostwerkError `compose.*`; the same request gives the same bytes.
   *
   * @param unlocated told of an error before its place in the template is looked for, which takes eight times as long.
   */
  compose(request: ComposeRequest, unlocated?: (error: PostwerkError) => void): Promise<Composed>;
  /** The pages before a driver draws them. */
  layOut(request: ComposeRequest): DisplayList;
  /** What is wrong with laid-out pages of the request: nothing, or why they must not leave. */
  prove(request: ComposeRequest, list: DisplayList): Promise<Finding[]>;
  /** Bytes of laid-out pages, proven or not: for who looks at a template. */
  draw(request: ComposeRequest, format: 'pdf' | LabelLanguage, list: DisplayList): Uint8Array<ArrayBuffer>;
  /** The same pages, each mark with its origin: `origins[line - 1]` of the item. Slower; throws like `compose`. */
  trace(request: ComposeRequest): TracedPages;
}

/** What a label printer understands: a driver each, from the same display list. */
const labelDrivers = { zpl: drawZpl, tspl: drawTspl } as const;
type LabelLanguage = keyof typeof labelDrivers;

export interface TracedPages {
  readonly list: DisplayList;
  readonly origins: readonly Origin[];
}

/**
 * Loads templates, locales, fonts and the decoder once.
 * @param fonts Those of a composer before, for whoever loads templates again.
 */
export async function createComposer(folders: TemplateFolders, fonts: FontBook = createFontBook()): Promise<Composer> {
  const library = createTemplateLibrary(folders);
  const assets = readAssets(folders.templatesDir);
  const texts = knownTexts(library.textKeys);
  await prepareProof();

  function layOutRequest(request: ComposeRequest): PagedList {
    const { type, message, locale, sender, dpi } = request;
    const markup = library.renderTree(type, message, locale, { sender });
    return layOutPages(markup, fonts, { assetSize: assets.asset, ...(dpi !== undefined && { dpi }) });
  }

  function layOutTraced(
    { dpi }: ComposeRequest,
    { markup, starts }: Pick<TracedMarkup, 'markup' | 'starts'>,
  ): DisplayList {
    const options = { assetSize: assets.asset, traced: true, ...(dpi !== undefined && { dpi }) };
    return layOut(parseMarkup(markup, starts), fonts, options);
  }

  function traceMarkup({ type, message, locale, sender }: ComposeRequest): TracedMarkup {
    return library.traceMarkup(type, message, locale, { sender });
  }

  async function compose(asked: ComposeRequest, unlocated?: (error: PostwerkError) => void): Promise<Composed> {
    const settings = library.types.get(asked.type);
    const message = settings === undefined ? asked.message : sizeOnMedia(asked.message, settings, asked.media);
    const request = { ...asked, message };
    try {
      return await composeUnlocated(request);
    } catch (error) {
      if (!(error instanceof PostwerkError) || error.place.file !== undefined || error.place.line === undefined) {
        throw error;
      }
      unlocated?.(error);
      throw await locateError(error, traceMarkup(request), async (traced) => {
        const findings = await prove(request, layOutTraced(request, traced));
        if (findings.length > 0) throw new ProofFailure(findings, null);
      });
    }
  }

  async function composeUnlocated(request: ComposeRequest): Promise<Composed> {
    refuseUnavailable(library, request);
    const onPaper = request.formats.some((format) => format !== 'email');
    const list = onPaper ? layOutRequest(request) : null;
    const proof = list === null ? null : new Proof(list, contextOf(request));
    // Pages are proven on their way to the first driver.
    const pages = proof?.proving ?? null;
    const drawn = request.formats.map((format) => {
      if (format === 'email') return { format, bytes: toEmail(request), pages: 0 };
      if (pages === null) throw new Error(`no pages were laid out for ${format}`);
      return { format, bytes: drawPages(request, format, pages), pages: pages.pages.length };
    });
    if (list !== null && proof !== null) await refuseUnproven(list, await proof.findings());
    const renditions = drawn.map((each) => ({ ...each, sha256: hash('sha256', each.bytes, 'hex') }));
    return { locale: request.locale, renditions };
  }

  function contextOf({ type, message, locale }: ComposeRequest): ProofContext {
    return { type, message, locale: library.locale(locale), fonts, texts };
  }

  function prove(request: ComposeRequest, list: DisplayList): Promise<Finding[]> {
    return provePages(list, contextOf(request));
  }

  async function refuseUnproven(list: PagedList, findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return;
    const draw = (marked: DisplayList): Uint8Array => drawPdf(marked, fonts, { date: null, asset: assets.asset });
    throw new ProofFailure(findings, await proofPicture(allPages(list), findings, draw));
  }

  function toEmail(request: ComposeRequest): Uint8Array<ArrayBuffer> {
    const { type, message, locale, sender } = request;
    const email = library.renderEmail(type, message, locale, { sender });
    const problem = proveEmail(email, contextOf(request));
    if (problem !== null) throw new PostwerkError('compose.proof-failed', problem);
    return Uint8Array.from(Buffer.from(JSON.stringify(email)));
  }

  function drawPages(
    request: ComposeRequest,
    format: Exclude<RenditionFormat, 'email'>,
    list: PagedList,
  ): Uint8Array<ArrayBuffer> {
    if (format !== 'pdf' && format !== 'protected') return labelDrivers[format](list, fonts, assets.asset);
    const options = { date: dateOf(request.message), asset: assets.asset };
    return drawPdf(list, fonts, format === 'pdf' ? options : { ...options, protection: protectionOf(request) });
  }

  function trace(request: ComposeRequest): TracedPages {
    const traced = traceMarkup(request);
    return { list: layOutTraced(request, traced), origins: traced.origins };
  }

  return {
    ...{ library, assets, compose, prove, trace },
    layOut: (request) => allPages(layOutRequest(request)),
    draw: drawPages,
  };
}

/** Paper has no dots of a print head, so a page cannot become printer commands. */
function refuseUnavailable(library: TemplateLibrary, { type, formats }: ComposeRequest): void {
  const settings = library.types.get(type);
  const language = formats.find(hasDots);
  if (settings !== undefined && settings.kind !== 'label' && language !== undefined) {
    throw new PostwerkError(
      'compose.format-unavailable',
      `"${type}" is laid out for paper; ${language} needs a label.`,
    );
  }
}

/** Nobody needs the owner's password: whoever may do more has the rendition without protection. */
function protectionOf({ protection = {} }: ComposeRequest): Protection {
  const { password, permissions } = protection;
  return {
    ownerPassword: randomBytes(24).toString('base64url'),
    ...(password !== undefined && { userPassword: password }),
    ...(permissions !== undefined && { permissions }),
  };
}

/** The document's own date, the only one a rendition carries: composing again gives the same bytes. */
function dateOf(message: Message['message']): Date | null {
  const text = 'issueDate' in message ? message.issueDate : 'shipDate' in message ? message.shipDate : undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}
