import type { AuditEntry } from '../../model/document.ts';
import type { Device } from '../../model/parties.ts';
import type { SiteOverview } from '../../store/agents.ts';
import type { DeviceDelivery, QueueCounts } from '../../store/deviceQueues.ts';
import { deviceMark } from '../views/deviceMark.ts';
import { countOf, momentOf, typeWord } from '../views/formats.ts';
import { type Html, html } from '../views/html.ts';
import { stateMark } from '../views/stateMark.ts';
import { deviceFacts } from './deviceFacts.ts';
import { agentWords, devicePath, hasAgent, reasonWords, waitingWords } from './deviceWords.ts';
import { actorWord, auditWord, evidenceWord, stopReason } from './words.ts';

export interface DeviceView {
  readonly device: Device;
  readonly site: SiteOverview | undefined;
  readonly queue: QueueCounts;
  /** The first of the output queue. */
  readonly waiting: readonly DeviceDelivery[];
  readonly printed: readonly DeviceDelivery[];
  readonly audit: readonly AuditEntry[];
  /** Where its deliveries could be moved to. */
  readonly others: readonly Device[];
  readonly formToken: string;
  readonly now: Date;
  readonly notice?: { readonly kind: 'good' | 'bad'; readonly text: string | Html };
}

/** One device: how it stands and why, what can be done, what waits, what it printed, what it is, what happened. */
export function devicePage(view: DeviceView): Html {
  const { device, notice } = view;
  return html`<p class="crumb"><a href="/console/devices">Devices</a></p>
<div class="title"><h1>${device.name}</h1> <div id="state" data-live role="status">${deviceMark(device)}</div></div>
${notice !== undefined && html`<p class="notice ${notice.kind}" role="${notice.kind === 'bad' ? 'alert' : 'status'}">${notice.text}</p>`}
<div id="reason" data-live>${reason(view)}</div>
<div id="actions" data-live>${actions(view)}</div>
<div class="sides">
<div id="queue" data-live>${queueOf(view)}${printedOn(view)}</div>
<div id="facts" data-live>${deviceFacts(device, view.site)}${history(view)}</div>
</div>`;
}

function reason({ device, site, queue }: DeviceView): Html {
  const agent = agentWords(site);
  return html`${
    device.paused &&
    html`<div class="why"><p><strong>A person paused it: nothing is sent until somebody resumes it.</strong></p></div>`
  }
${
  device.state === 'stopped' &&
  html`<div class="why stopped-device"><p><strong>${capital(reasonWords(device))}</strong></p>
${device.stateReasons.length > 0 && html`<p>${stopReason(device)}</p>`}
<p class="quiet">Since ${momentOf(device.stateSince, 'second')}. ${nextAttempt(device, queue)}</p></div>`
}
${agent !== null && html`<p>${agent}. It prints what it has fetched also while the line is down; pause it on the site’s own page.</p>`}`;
}

/** A device at which nothing waits is not tried: only something that prints proves that it can again. */
function nextAttempt({ paused, nextAttemptAt }: Device, { waiting }: QueueCounts): Html | string {
  if (paused) return '';
  if (waiting === 0) return 'Nothing waits, so it is tried with the next print; a test page is one.';
  return nextAttemptAt === null ? '' : html`Next attempt ${momentOf(nextAttemptAt, 'second')}.`;
}

function actions(view: DeviceView): Html {
  const { device, formToken, site, queue } = view;
  const ownedHere = !hasAgent(site);
  const button = (action: string, word: string, kind = '') =>
    html`<button class="${kind}" formaction="${devicePath(device)}/${action}">${word}</button>`;
  return html`<form class="actions" method="post" aria-label="Actions">
<input type="hidden" name="form" value="${formToken}">
${ownedHere && device.paused && button('resume', 'Resume', 'primary')}
${ownedHere && !device.paused && device.state === 'stopped' && queue.waiting > 0 && button('resume', 'Try now', 'primary')}
${ownedHere && !device.paused && button('pause', 'Pause')}
${button('test', 'Print a test page')}
${ownedHere && html`<a class="button" href="${devicePath(device)}/report">Ask the printer</a>`}
</form>
${move(view)}`;
}

/** What waits may go to another device; those of the same site come first. */
function move({ device, others, queue, formToken }: DeviceView): Html | false {
  if (queue.waiting === 0 || others.length === 0) return false;
  const near = others.filter(({ siteId }) => siteId === device.siteId);
  const far = others.filter(({ siteId }) => siteId !== device.siteId);
  const option = (other: Device) =>
    html`<option value="${other.id}">${other.name}${other.paused ? ' (paused)' : ''}</option>`;
  const group = (label: string, list: readonly Device[]) =>
    list.length > 0 && html`<optgroup label="${label}">${list.map(option)}</optgroup>`;
  const what = queue.waiting === 1 ? 'what waits' : `all ${countOf(queue.waiting)} that wait`;
  return html`<details class="elsewhere"><summary>Move ${what} to another device</summary>
<form method="post" action="${devicePath(device)}/move"><input type="hidden" name="form" value="${formToken}">
<label>Device <select name="to">${group('At this site', near)}${group('Elsewhere', far)}</select></label><button>Move</button></form>
<p class="quiet">The same content in the same order; for another model it is composed anew.</p></details>`;
}

function queueOf({ queue, waiting, now, site }: DeviceView): Html {
  const atAgent = hasAgent(site);
  const rest = queue.waiting + queue.processing - waiting.length;
  return html`<h2>Waiting</h2>
<p>${capital(waitingWords(queue, now))}.${queue.processing > 0 && html` ${countOf(queue.processing)} ${atAgent ? 'with the site’s agent' : 'being sent now'}.`}${queue.held > 0 && html` ${countOf(queue.held)} ${queue.held === 1 ? 'is' : 'are'} held and ${queue.held === 1 ? 'waits' : 'wait'} for a person.`}</p>
${
  waiting.length > 0 &&
  html`<ol class="deliveries">${waiting.map(
    (delivery) =>
      html`<li data-key="${delivery.id}"><p>${stateMark(delivery.state, atAgent && delivery.state === 'processing' ? 'at the site' : delivery.state)}&ensp;${documentLink(delivery)}</p>
${delivery.reason !== null && html`<p class="quiet">${delivery.reason}</p>`}</li>`,
  )}</ol>`
}
${rest > 0 && html`<p class="quiet">${countOf(rest)} more behind these.</p>`}`;
}

function printedOn({ printed }: DeviceView): Html {
  if (printed.length === 0) return html`<h2>Printed last</h2><p class="empty">Nothing yet.</p>`;
  return html`<h2>Printed last</h2><ul class="deliveries">${printed.map(
    (delivery) =>
      html`<li data-key="${delivery.id}"><p>${documentLink(delivery)}</p>
<p class="quiet">${momentOf(delivery.updatedAt, 'second')} · ${evidenceWord(delivery) ?? 'nothing is known'}</p></li>`,
  )}</ul>`;
}

function documentLink(delivery: DeviceDelivery): Html {
  return html`<a href="/console/documents/${delivery.documentId}">${typeWord(delivery.type)} ${delivery.number}</a>${delivery.recipientName !== null && html` <span class="quiet">${delivery.recipientName}</span>`}`;
}

function history({ audit }: DeviceView): Html {
  if (audit.length === 0) return html`<h2>History</h2><p class="empty">Nothing happened to it yet.</p>`;
  return html`<h2>History</h2><ol class="timeline">${audit.map(
    (entry) =>
      html`<li data-key="${entry.id}"><span class="when">${momentOf(entry.at, 'second')}</span> <span class="what"><strong>${auditWord(entry)}</strong>${entry.detail !== null && html` <span>${entry.detail.replace(/^[a-z]+\.[a-z-]+: /, '')}</span>`}${entry.actor !== 'system' && html` <span class="quiet">by ${actorWord(entry.actor)}</span>`}</span></li>`,
  )}</ol>`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
