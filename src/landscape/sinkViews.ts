import type { Address, Email } from 'postal-mime';
import { momentOf, plural, sizeOf } from '../web/views/formats.ts';
import { type Html, html } from '../web/views/html.ts';
import type { Sink, SinkItem, SinkState } from './sinks/sink.ts';
import { kindWords, receivedWords, switchWords } from './switchWords.ts';

export interface SinkPage {
  readonly id: string;
  readonly state: SinkState;
  readonly items: readonly SinkItem[];
  readonly next: string | null;
  readonly after: string | undefined;
}

export function sinkPath(id: string): string {
  return `/landscape/${encodeURIComponent(id)}`;
}

function switchWord(position: string): string {
  return switchWords[position]?.button ?? position;
}

/** Every place where something can arrive, and how it is set at the moment. */
export function overview(sinks: ReadonlyMap<string, Sink>): Html {
  return html`<h1>Landscape</h1>
<p>Virtual devices that speak the real protocols. Each page shows what really arrived there and has switches that make
it fail, so that you can watch the system cope.</p>
<ul class="sinks" id="sinks" data-live>${[...sinks].map(([id, sink]) => {
    const state = sink.state();
    return html`<li data-key="${id}"><h2><a href="${sinkPath(id)}">${state.name}</a></h2>
<p class="quiet">${kindWords[state.kind]}<br><code>${state.url}</code></p>
<p>${plural(state.received, receivedWords[state.kind])} received · <strong>${switchWord(state.switch)}</strong></p></li>`;
  })}</ul>`;
}

/** One sink: its switches and what it received, newest first. */
export function sinkView(page: SinkPage): Html {
  const { id, state, items, next, after } = page;
  return html`<p class="crumb"><a href="/landscape">Landscape</a></p>
<h1>${state.name}</h1>
<p class="quiet">${kindWords[state.kind]} · <code>${state.url}</code></p>
<div id="switches" data-live>
<form class="switches" method="post" action="${sinkPath(id)}/switch" aria-label="How this device behaves">${state.switches.map(
    (position) =>
      html`<button name="to" value="${position}" aria-pressed="${position === state.switch ? 'true' : 'false'}" title="${switchWords[position]?.effect}">${switchWord(position)}</button>`,
  )}</form>
<p role="status">${switchWords[state.switch]?.effect ?? state.switch}</p>
</div>
<section id="received" data-live aria-label="Received">
<h2>${plural(state.received, receivedWords[state.kind])} received</h2>
${items.length === 0 && html`<p class="empty">Nothing yet.</p>`}
${state.kind === 'mailbox' ? mailList(id, items) : paperList(id, state, items)}
<nav class="pages" aria-label="Pages">
${after !== undefined && html`<a href="${sinkPath(id)}">Newest</a>`}
${next !== null && html`<a href="${sinkPath(id)}?after=${next}">Older</a>`}
</nav>
</section>`;
}

function paperList(id: string, { kind }: SinkState, items: readonly SinkItem[]): Html | false {
  if (items.length === 0) return false;
  return html`<ul class="received">${items.map((item) => {
    const path = `${sinkPath(id)}/items/${item.id}`;
    const title = `${kind === 'label-printer' ? 'Label' : 'Document'} ${item.id}`;
    return html`<li data-key="${item.id}"><p class="caption"><strong>${title}</strong> <span class="quiet">${momentOf(new Date(item.receivedAt), 'second')}${item.details['note'] !== undefined && html` · ${item.details['note']}`}</span></p>
<a class="sheet" href="${kind === 'label-printer' ? `${path}/bytes` : path}"><img src="${path}/page-1.png" alt="${title} as printed" loading="lazy"></a></li>`;
  })}</ul>`;
}

function mailList(id: string, items: readonly SinkItem[]): Html | false {
  if (items.length === 0) return false;
  return html`<table class="documents mails"><thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col" class="end">Received</th></tr></thead>
<tbody>${items.map(
    (item) =>
      html`<tr data-key="${item.id}"><td class="c-number"><a href="${sinkPath(id)}/items/${item.id}">${item.name ?? 'No subject'}</a></td>
<td class="c-recipient">${item.details['to']}</td><td class="c-time end">${momentOf(new Date(item.receivedAt), 'second')}</td></tr>`,
  )}</tbody></table>`;
}

/** A printed document, page by page. */
export function paperView(id: string, state: SinkState, item: SinkItem, pages: number): Html {
  const path = `${sinkPath(id)}/items/${item.id}`;
  const numbers = Array.from({ length: Math.min(pages, 50) }, (_, index) => index + 1);
  return html`<p class="crumb"><a href="/landscape">Landscape</a> · <a href="${sinkPath(id)}">${state.name}</a></p>
<h1>Document ${item.id}</h1>
<p class="quiet">${momentOf(new Date(item.receivedAt), 'second')} · ${plural(pages, 'page')} · <a href="${path}/bytes">PDF, ${sizeOf(item.size)}</a></p>
${item.name !== null && html`<p class="quiet">Job name <code>${item.name}</code></p>`}
<div class="sheets">${numbers.map((number) => html`<img src="${path}/page-${number}.png" alt="Page ${number} of ${pages}" loading="lazy">`)}</div>`;
}

/** An e-mail as a mail program would show it. */
export function mailView(id: string, state: SinkState, item: SinkItem, mail: Email): Html {
  const path = `${sinkPath(id)}/items/${item.id}`;
  const address = (at: Address | undefined) =>
    at?.name !== undefined && at.name !== '' ? `${at.name} <${at.address ?? ''}>` : (at?.address ?? '');
  return html`<p class="crumb"><a href="/landscape">Landscape</a> · <a href="${sinkPath(id)}">${state.name}</a></p>
<h1>${mail.subject ?? 'No subject'}</h1>
<dl class="pairs"><dt>From</dt><dd>${address(mail.from)}</dd>
<dt>To</dt><dd>${(mail.to ?? []).map(address).join(', ')}</dd>
<dt>Received</dt><dd>${momentOf(new Date(item.receivedAt), 'second')}</dd>
${mail.attachments.length > 0 && html`<dt>Attached</dt><dd>${mail.attachments.map((file, index) => html`<a href="${path}/attachments/${index + 1}">${file.filename ?? `attachment ${index + 1}`}</a> <span class="quiet">${file.mimeType}, ${sizeOf(bytesOf(file.content).byteLength)}</span><br>`)}</dd>`}
<dt>Source</dt><dd><a href="${path}/bytes">as received</a> <span class="quiet">${sizeOf(item.size)}</span></dd></dl>
${mail.html !== undefined && html`<iframe class="mail" sandbox title="The e-mail as HTML" src="${path}/mail.html"></iframe>`}
${mail.text !== undefined && html`<h2>As plain text</h2><pre class="mail-text">${mail.text}</pre>`}`;
}

/** postal-mime gives bytes, or text where it was asked to decode. */
export function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
