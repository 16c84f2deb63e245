import type { Document } from '../../model/document.ts';
import { type Html, html } from '../views/html.ts';
import { type PageContent, page } from '../views/layout.ts';
import type { PortalWords } from './portalTexts.ts';

/** A document as its recipient sees it. */
export interface PortalDocument {
  readonly document: Document;
  readonly senderName: string | null;
  /** Known of the newest document only; the table does without. */
  readonly extent: { readonly pages: number; readonly size: number } | null;
  /** Path of the PDF. */
  readonly pdf: string;
  /** Path of a picture of its first page; null without pictures. */
  readonly picture: string | null;
}

export interface PortalView {
  readonly words: PortalWords;
  /** Path of this page. */
  readonly path: string;
  readonly recipientName: string | null;
  readonly sender: { readonly name: string; readonly accent: string } | null;
  /** Newest first. */
  readonly documents: readonly PortalDocument[];
  readonly query: string;
  readonly expires: Date;
}

/** The newest document first and large, then what came before; one field to search. */
export function portalPage(view: PortalView): string {
  const { words, documents, query, expires } = view;
  const [newest, ...earlier] = documents;
  const searching = query !== '';
  const main = html`<div class="title"><h1>${words.text('title')}</h1> ${view.recipientName !== null && html`<p class="quiet">${words.text('documentsFor', { name: view.recipientName })}</p>`}</div>
${(searching || documents.length > 3) && searchForm(view)}
${documents.length === 0 && html`<p class="empty" role="status">${searching ? words.text('noMatch', { query }) : words.text('none')} ${searching && html`<a href="${view.path}">${words.text('showAll')}</a>`}</p>`}
${searching ? documents.length > 0 && documentTable(words, documents, 'found') : newest !== undefined && newestDocument(words, newest)}
${!searching && earlier.length > 0 && documentTable(words, earlier, 'earlier')}
<p class="quiet foot">${words.text('validUntil', { date: words.date(expires) })}</p>`;
  return portalLayout(words, words.text('title'), main, view);
}

/** One document behind its own link. */
export function portalDocumentPage(
  view: Omit<PortalView, 'documents' | 'query'> & { readonly only: PortalDocument },
): string {
  const { words, only, expires } = view;
  const title = `${words.typeName(only.document.type)} ${only.document.number}`;
  const main = html`<h1 class="hidden">${title}</h1>
${newestDocument(words, only, null)}
<p class="quiet foot">${words.text('validUntil', { date: words.date(expires) })}</p>`;
  return portalLayout(words, title, main, view);
}

/** What is shown instead when a link does not lead to documents. */
export function portalProblemPage(words: PortalWords, problem: 'linkInvalid' | 'linkExpired' | 'notFound'): string {
  const title = words.text(`${problem}.title`);
  return portalLayout(words, title, html`<h1>${title}</h1><p>${words.text(`${problem}.text`)}</p>`, { sender: null });
}

function portalLayout(
  words: PortalWords,
  title: string,
  main: Html,
  view: { readonly sender: PortalView['sender']; readonly path?: string },
): string {
  const content: PageContent = {
    title: view.sender === null ? title : `${title} · ${view.sender.name}`,
    lang: words.lang,
    brand: view.sender?.name ?? 'Postwerk',
    words: { skip: words.text('skip'), navigation: words.text('navigation') },
    main,
    narrow: true,
    ...(view.path === undefined ? {} : { brandHref: view.path }),
    ...(view.sender === null ? {} : { accent: view.sender.accent }),
  };
  return page(content);
}

function searchForm({ words, query, path }: PortalView): Html {
  return html`<form class="filters" role="search" method="get" action="${path}">
<label class="grow">${words.text('search')} <input type="search" name="q" value="${query}" placeholder="${words.text('searchHint')}" autocomplete="off"></label>
<button>${words.text('search')}</button>
</form>`;
}

function newestDocument(
  words: PortalWords,
  shown: PortalDocument,
  heading: string | null = words.text('newest'),
): Html {
  const { document, extent, pdf, picture } = shown;
  const title = `${words.typeName(document.type)} ${document.number}`;
  return html`<section class="newest" aria-label="${heading ?? title}">
${picture !== null && html`<a class="sheet" href="${pdf}" tabindex="-1" aria-hidden="true"><img src="${picture}" alt="" loading="lazy"></a>`}
<div>${heading !== null && html`<p class="over">${heading}</p>`}
<h2>${title}</h2>
<p>${words.date(document.createdAt)}${shown.senderName !== null && html`<br>${words.text('from', { sender: shown.senderName })}`}</p>
${extent !== null && html`<p class="quiet">PDF, <bdi>${words.pages(extent.pages)}</bdi>, <bdi>${words.size(extent.size)}</bdi></p>`}
<p class="buttons"><a class="button primary" href="${pdf}?download">${words.text('download')}</a> <a class="button" href="${pdf}">${words.text('open')}</a></p>
</div></section>`;
}

function documentTable(words: PortalWords, documents: readonly PortalDocument[], heading: 'earlier' | 'found'): Html {
  return html`<section><h2>${words.text(heading)}</h2>
<table class="documents portal"><thead><tr><th scope="col">${words.text('number')}</th><th scope="col">${words.text('date')}</th><th scope="col" class="end">PDF</th></tr></thead>
<tbody>${documents.map(
    ({ document, pdf }) => html`<tr>
<td class="c-number"><a href="${pdf}">${document.number}</a> <span class="quiet">${words.typeName(document.type)}</span></td>
<td class="c-time">${words.date(document.createdAt)}</td>
<td class="end"><a href="${pdf}?download" aria-label="${words.text('download')}: ${document.number}">${words.text('download')}</a></td>
</tr>`,
  )}</tbody></table></section>`;
}
