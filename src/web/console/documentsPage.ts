import type { Document } from '../../model/document.ts';
import type { Device } from '../../model/parties.ts';
import type { State } from '../../model/states.ts';
import type { DocumentQuery } from '../api/documentQuery.ts';
import { countOf, momentOf, plural, typeWord } from '../views/formats.ts';
import { type Html, html } from '../views/html.ts';
import { stateMark } from '../views/stateMark.ts';
import { devicePath } from './deviceWords.ts';
import { needsPerson, stateOrder, stopReason } from './words.ts';

export interface DocumentsView {
  readonly query: DocumentQuery;
  /** Over all documents, whatever the filter. */
  readonly counts: Readonly<Record<State, number>>;
  readonly stoppedDevices: readonly Device[];
  readonly documents: readonly Document[];
  readonly next: string | null;
  readonly types: readonly string[];
  /** A filter that could not be understood. */
  readonly problem?: string;
}

export function documentsPath(query: DocumentQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const parameters = given.map(([name, value]): [string, string] => [name, String(value)]);
  const text = new URLSearchParams(parameters).toString();
  return text === '' ? '/console' : `/console?${text}`;
}

/** What is wrong and how many first, then search, then the documents. */
export function documentsPage(view: DocumentsView): Html {
  return html`<h1>Documents</h1>
${summary(view)}
${filters(view)}
${documentList(view)}`;
}

function summary({ counts, stoppedDevices, query }: DocumentsView): Html {
  const waiting = counts.held + counts.stopped;
  const sentences = [
    waiting > 0 ? `${plural(waiting, 'document waits', 'documents wait')} for you.` : '',
    stoppedDevices.length > 0 ? `${plural(stoppedDevices.length, 'printer has', 'printers have')} stopped.` : '',
    counts.aborted > 0 ? `${countOf(counts.aborted)} failed for good.` : '',
  ].filter(Boolean);
  return html`<section id="summary" data-live aria-label="Summary">
<p class="verdict" role="status">${sentences.length > 0 ? sentences.join(' ') : 'Nothing needs you.'}</p>
<ul class="counts">${stateOrder
    .filter((state) => counts[state] > 0 || state === 'held' || state === 'completed')
    .map((state) => countTile(state, counts[state], query.state === state))}</ul>
${
  stoppedDevices.length > 0 &&
  html`<ul class="stopped">${stoppedDevices.map(
    (device) =>
      html`<li data-key="${device.id}">${stateMark('stopped')} <a href="${devicePath(device)}"><strong>${device.name}</strong></a> <span class="reason">${stopReason(device)}</span></li>`,
  )}</ul>`
}
</section>`;
}

function countTile(state: State, count: number, current: boolean): Html {
  const urgent = needsPerson.includes(state) && count > 0;
  const href = current ? '/console' : documentsPath({ state });
  return html`<li data-key="${state}"><a href="${href}" class="${urgent ? 'urgent' : 'calm'}"${current ? html` aria-current="true"` : ''}><b>${countOf(count)}</b> ${stateMark(state)}</a></li>`;
}

function filters({ query, types, problem }: DocumentsView): Html {
  const option = (value: string, word: string, chosen: string | undefined) =>
    html`<option value="${value}"${value === (chosen ?? '') ? html` selected` : ''}>${word}</option>`;
  return html`<form class="filters many" role="search" action="/console" method="get">
<label class="grow">Search <input type="search" name="q" value="${query.q}" placeholder="Number, reference or recipient" autocomplete="off" spellcheck="false"></label>
<label>Type <select name="type">${option('', 'All', query.type)}${types.map((type) => option(type, typeWord(type), query.type))}</select></label>
<label>State <select name="state">${option('', 'All', query.state)}${stateOrder.map((state) => option(state, typeWord(state), query.state))}</select></label>
<label>From <input type="date" name="from" value="${query.from}"></label>
<label>To <input type="date" name="to" value="${query.to}"></label>
${query.jobId !== undefined && html`<input type="hidden" name="jobId" value="${query.jobId}">`}
${query.recipient !== undefined && html`<input type="hidden" name="recipient" value="${query.recipient}">`}
<button class="primary">Search</button>
${Object.keys(query).some((name) => name !== 'limit') && html`<a class="clear" href="/console">Clear</a>`}
</form>
${problem !== undefined && html`<p class="notice bad" role="alert">${problem}</p>`}`;
}

function documentList(view: DocumentsView): Html {
  const { documents, next, query } = view;
  return html`<section id="list" data-live aria-label="Documents found">
${scope(view)}
${
  documents.length === 0
    ? html`<p class="empty">No document matches.</p>`
    : html`<table class="documents">
<thead><tr><th scope="col">State</th><th scope="col">Document</th><th scope="col">Recipient</th><th scope="col">Reason</th><th scope="col" class="end">Accepted</th></tr></thead>
<tbody>${documents.map(row)}</tbody>
</table>`
}
<nav class="pages" aria-label="Pages">
${query.after !== undefined && html`<a href="${documentsPath(without(query, 'after'))}">Newest</a>`}
${next !== null && html`<a href="${documentsPath({ ...query, after: next })}">Older</a>`}
</nav>
</section>`;
}

function scope({ query, documents }: DocumentsView): Html {
  const bulk = query.state === 'held' && documents.length > 1;
  const parts = [
    query.jobId !== undefined && html`of job <code>${query.jobId}</code>`,
    query.recipient !== undefined && html`for recipient <code>${query.recipient}</code>`,
  ].filter((part) => part !== false);
  return html`${parts.length > 0 && html`<p class="scope">Documents ${parts} · <a href="${documentsPath(without(query, 'jobId', 'recipient'))}">show all</a></p>`}
${bulk && html`<p class="scope"><a class="button" href="${documentsPath(query).replace('/console', '/console/release')}">Release all of these …</a></p>`}`;
}

function row(document: Document): Html {
  return html`<tr data-key="${document.id}">
<td class="c-state">${stateMark(document.state)}</td>
<td class="c-number"><a href="/console/documents/${document.id}">${document.number}</a> <span class="quiet">${typeWord(document.type)}${document.reference !== null && document.reference !== document.number && html` · <span class="reference">${document.reference}</span>`}</span></td>
<td class="c-recipient">${document.recipientName ?? document.recipientId ?? html`<span class="quiet">not named</span>`}</td>
<td class="c-reason">${document.reason !== null && html`<span title="${document.reason}">${document.reason}</span>`}</td>
<td class="c-time end">${momentOf(document.createdAt)}</td>
</tr>`;
}

export function without(query: DocumentQuery, ...names: (keyof DocumentQuery)[]): DocumentQuery {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !names.includes(name as keyof DocumentQuery)));
}
