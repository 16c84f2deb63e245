import { errorTable } from '../../errors.ts';
import type { Attempt, AuditEntry, Delivery, Document, Rendition } from '../../model/document.ts';
import type { EmailContent } from '../../model/rendition.ts';
import type { Device } from '../../model/parties.ts';
import { isFinal } from '../../model/states.ts';
import { momentOf, plural, sizeOf, typeWord } from '../views/formats.ts';
import { type Html, html } from '../views/html.ts';
import { stateMark } from '../views/stateMark.ts';
import { devicePath } from './deviceWords.ts';
import {
  actionsFor,
  actionWords,
  actorWord,
  auditWord,
  channelWord,
  evidenceWord,
  outcomeWord,
  stopReason,
} from './words.ts';

export interface DocumentView {
  readonly document: Document;
  readonly message: object;
  readonly renditions: readonly Rendition[];
  readonly deliveries: readonly Delivery[];
  readonly attempts: readonly Attempt[];
  readonly audit: readonly AuditEntry[];
  /** What the composed e-mail says, if there is one. */
  readonly email: EmailContent | null;
  readonly formToken: string;
  /** Whether pages can be shown as pictures. */
  readonly pictures: boolean;
  readonly devices: ReadonlyMap<string, Device>;
  readonly notice?: { readonly kind: 'good' | 'bad'; readonly text: string };
}

/** More pictures than this say no more than the PDF itself. */
const picturesAtMost = 6;

export function documentPath(document: Pick<Document, 'id'>): string {
  return `/console/documents/${document.id}`;
}

/** One document: what it is, what is wrong, what can be done, how it looks, where it went, what happened. */
export function documentPage(view: DocumentView): Html {
  const { document, notice } = view;
  return html`<p class="crumb"><a href="/console">Documents</a></p>
<div class="title"><h1>${typeWord(document.type)} ${document.number}</h1> <div id="state" data-live role="status">${stateMark(document.state)}</div></div>
${notice !== undefined && html`<p class="notice ${notice.kind}" role="${notice.kind === 'bad' ? 'alert' : 'status'}">${notice.text}</p>`}
<div id="reason" data-live>${reason(document)}</div>
<div id="actions" data-live>${actions(view)}</div>
<div class="sides">
<section class="preview" aria-label="How it looks" id="preview" data-live>${preview(view)}</section>
<div class="facts" id="facts" data-live>${facts(document)}${deliveries(view)}${history(view)}${message(view)}</div>
</div>`;
}

function reason({ state, reasonCode, reason: text }: Document): Html | false {
  if (reasonCode === null && text === null) return false;
  const entry =
    reasonCode !== null && reasonCode in errorTable ? errorTable[reasonCode as keyof typeof errorTable] : null;
  return html`<div class="why ${state}"><p><strong>${text ?? entry?.title ?? reasonCode}</strong></p>
${entry !== null && text?.includes(entry.help) !== true && html`<p>${entry.help}</p>`}
${reasonCode !== null && html`<p class="quiet">${entry === null ? reasonCode : html`<a href="/errors#${reasonCode}">${reasonCode}</a>`}</p>`}</div>`;
}

/** What was composed; the picture of a failed proof is none of it. */
function composedOf(renditions: readonly Rendition[]): readonly Rendition[] {
  return renditions.filter(({ format }) => format !== 'proof');
}

/** The page that did not pass its proof, with the spot framed. The reason beside it says in words what the frame shows. */
function proofPicture({ document, renditions }: DocumentView): Html | false {
  const proof = renditions.find(({ format }) => format === 'proof');
  if (proof === undefined) return false;
  const address = `${documentPath(document)}/renditions/proof?${proof.sha256.slice(0, 12)}`;
  const why = (document.reason ?? '').replace(errorTable['compose.proof-failed'].help, '').trim();
  const alt = `The page that did not pass, with the spot framed in red: ${why}`;
  return html`<h2>What did not pass</h2>
<figure class="proof"><a href="${address}"><img src="${address}" alt="${alt}"></a>
<figcaption class="quiet">The red frame shows where. Select the picture for its full size.</figcaption></figure>`;
}

function actions({ document, renditions, formToken, devices }: DocumentView): Html | false {
  const possible = actionsFor(document, composedOf(renditions).length > 0);
  if (possible.length === 0) return false;
  return html`<form class="actions" method="post" aria-label="Actions">
<input type="hidden" name="form" value="${formToken}">
${possible.map(
  (action, index) =>
    html`<button class="${action === 'cancel' ? 'danger' : index === 0 ? 'primary' : ''}" formaction="${documentPath(document)}/${action}">${actionWords[action].button}</button>`,
)}</form>
${possible.includes('resend') && sendElsewhere(document, formToken, devices)}`;
}

/** For what was refused at its address, or is wanted on another printer. */
function sendElsewhere(document: Document, formToken: string, devices: ReadonlyMap<string, Device>): Html {
  const form = (field: Html, button: string) =>
    html`<form method="post" action="${documentPath(document)}/resend"><input type="hidden" name="form" value="${formToken}">${field}<button>${button}</button></form>`;
  const printers = [...devices.values()].map((device) => html`<option value="${device.id}">${device.name}</option>`);
  return html`<details class="elsewhere"><summary>Send it elsewhere</summary>
${form(html`<label>E-mail address <input type="email" name="to" required autocomplete="off"></label>`, 'Send by e-mail')}
${devices.size > 0 && form(html`<label>Printer <select name="device">${printers}</select></label>`, 'Print')}
</details>`;
}

function preview(view: DocumentView): Html {
  const { document, email, pictures } = view;
  const renditions = composedOf(view.renditions);
  const pdf = renditions.find((rendition) => rendition.format === 'pdf');
  const zpl = renditions.find((rendition) => rendition.format === 'zpl');
  if (renditions.length === 0) return proofPicture(view) || html`<p class="empty">Not composed yet.</p>`;
  const path = documentPath(document);
  const links = renditions
    .filter((rendition) => rendition.format !== 'email')
    .map(
      (rendition) =>
        html`<li><a href="${path}/renditions/${rendition.format}">${formatWord(rendition.format)}</a> <span class="quiet">${plural(rendition.pages, zpl === undefined ? 'page' : 'label')}, ${sizeOf(rendition.size)}</span></li>`,
    );
  return html`<h2>How it looks</h2>
<ul class="links">${links}</ul>
${pdf !== undefined && pictures && pagePictures(document, pdf, zpl !== undefined)}
${email !== null && emailPreview(document, email)}`;
}

function formatWord(format: Rendition['format']): string {
  return format === 'protected' ? 'PDF, protected (no PDF/A)' : format.toUpperCase();
}

function pagePictures(document: Document, pdf: Rendition, label: boolean): Html {
  const numbers = Array.from({ length: Math.min(pdf.pages, picturesAtMost) }, (_, index) => index + 1);
  const path = documentPath(document);
  return html`<div class="${label ? 'sheets label' : 'sheets'}">${numbers.map(
    (number) =>
      html`<a href="${path}/renditions/pdf#page=${number}"><img src="${path}/pages/${number}.png?${pdf.sha256.slice(0, 12)}" alt="Page ${number} of ${pdf.pages}" loading="lazy"></a>`,
  )}</div>
${pdf.pages > picturesAtMost && html`<p class="quiet">${plural(pdf.pages - picturesAtMost, 'more page')} in the PDF.</p>`}`;
}

function emailPreview(document: Document, email: EmailContent): Html {
  return html`<h2>The e-mail</h2>
<dl class="pairs"><dt>Subject</dt><dd>${email.subject}</dd><dt>Attachment</dt><dd>${email.attachmentName}</dd></dl>
<iframe class="mail" sandbox title="The e-mail as HTML" src="${documentPath(document)}/email.html"></iframe>
<details><summary>As plain text</summary><pre class="mail-text">${email.text}</pre></details>`;
}

function facts(document: Document): Html {
  const pair = (term: string, value: Html | string | null) => value !== null && html`<dt>${term}</dt><dd>${value}</dd>`;
  return html`<h2 class="hidden">Facts</h2><dl class="pairs">
${pair('Recipient', document.recipientName ?? document.recipientId)}
${document.recipientId !== null && pair('Recipient id', html`<a href="/console?recipient=${encodeURIComponent(document.recipientId)}">${document.recipientId}</a>`)}
${pair('Your reference', document.reference)}
${pair('Sender', document.senderId)}
${pair('Site', document.siteId)}
${pair('Language', document.locale)}
${pair('Accepted', momentOf(document.createdAt, 'second'))}
${pair('Job', html`<a href="/console?jobId=${document.jobId}">number ${document.position} in its job</a>`)}
</dl>`;
}

function deliveries({ deliveries: all, attempts, devices }: DocumentView): Html {
  if (all.length === 0) return html`<h2>Deliveries</h2><p class="empty">None yet.</p>`;
  return html`<h2>Deliveries</h2><ul class="deliveries">${all.map((delivery) => {
    const own = attempts.filter((attempt) => attempt.deliveryId === delivery.id);
    const evidence = evidenceWord(delivery);
    const device = isFinal(delivery.state) ? undefined : devices.get(delivery.deviceId ?? '');
    return html`<li data-key="${delivery.id}">
<p>${stateMark(delivery.state)} <strong>${channelWord(delivery)}</strong> ${destination(delivery, devices)}</p>
${evidence !== null && html`<p class="quiet">Known: ${evidence}.</p>`}
${delivery.reason !== null && html`<p>${delivery.reason}</p>`}
${device?.state === 'stopped' && html`<p>It waits for the printer. ${stopReason(device)}</p>`}
${delivery.possibleDuplicate && html`<p class="flag">Possible duplicate: it was sent again after an attempt whose end is not known.</p>`}
${delivery.nextAttemptAt !== null && delivery.state === 'pending' && html`<p class="quiet">Next attempt ${momentOf(delivery.nextAttemptAt, 'second')}</p>`}
${
  own.length > 0 &&
  html`<details><summary>${plural(own.length, 'attempt')}</summary><ol class="attempts">${own.map(
    (attempt) =>
      html`<li>${momentOf(attempt.startedAt, 'second')} <strong>${outcomeWord(attempt)}</strong>${attempt.detail !== null && html` <span>${attempt.detail}</span>`}${attempt.code !== null && html` <code>${attempt.code}</code>`}</li>`,
  )}</ol></details>`
}</li>`;
  })}</ul>`;
}

/** A printer by its name, with the way to its queue. */
function destination(delivery: Delivery, devices: ReadonlyMap<string, Device>): Html | string {
  const device = devices.get(delivery.deviceId ?? '');
  return device === undefined ? delivery.destination : html`<a href="${devicePath(device)}">${device.name}</a>`;
}

function history({ audit }: DocumentView): Html {
  return html`<h2>History</h2><ol class="timeline">${audit.map(
    (entry) =>
      html`<li data-key="${entry.id}"><span class="when">${momentOf(entry.at, 'second')}</span> <span class="what"><strong>${auditWord(entry)}</strong>${entry.detail !== null && html` <span>${entry.detail}</span>`}${entry.actor !== 'system' && html` <span class="quiet">by ${actorWord(entry.actor)}</span>`}</span></li>`,
  )}</ol>`;
}

function message({ message: body }: DocumentView): Html {
  return html`<details class="message"><summary>The data as accepted</summary><pre>${JSON.stringify(body, null, 2)}</pre></details>`;
}
