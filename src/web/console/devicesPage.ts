import type { Device } from '../../model/parties.ts';
import type { SiteOverview } from '../../store/agents.ts';
import { emptyQueue, type QueueCounts } from '../../store/deviceQueues.ts';
import { deviceMark } from '../views/deviceMark.ts';
import { countOf, momentOf, plural } from '../views/formats.ts';
import { type Html, html } from '../views/html.ts';
import { agentWords, devicePath, driverWord, reasonWords, waitOf } from './deviceWords.ts';

export interface DevicesView {
  readonly devices: readonly Device[];
  readonly queues: ReadonlyMap<string, QueueCounts>;
  readonly sites: ReadonlyMap<string, SiteOverview>;
  readonly now: Date;
}

/** All devices: those that need somebody first, then those at which most waits. */
export function devicesPage(view: DevicesView): Html {
  const { devices } = view;
  return html`<h1>Devices</h1>
<section id="summary" data-live aria-label="Summary"><p class="verdict" role="status">${verdict(view)}</p></section>
<section id="list" data-live aria-label="All devices">
${
  devices.length === 0
    ? html`<p class="empty">No device is registered. <code>postwerk devices add --help</code> says how.</p>`
    : html`<table class="documents devices">
<thead><tr><th scope="col">State</th><th scope="col">Device</th><th scope="col">Site</th><th scope="col">Why</th><th scope="col" class="end">Waiting</th></tr></thead>
<tbody>${inOrder(view).map((device) => row(view, device))}</tbody>
</table>`
}
</section>`;
}

function verdict({ devices, queues }: DevicesView): string {
  const stopped = devices.filter(({ state, paused }) => state === 'stopped' && !paused).length;
  const paused = devices.filter((device) => device.paused).length;
  const waiting = [...queues.values()].reduce((sum, queue) => sum + queue.waiting, 0);
  const sentences = [
    stopped > 0 && `${plural(stopped, 'device has', 'devices have')} stopped.`,
    paused > 0 && `${plural(paused, 'device is', 'devices are')} paused.`,
    waiting > 0 && `${plural(waiting, 'print waits', 'prints wait')}.`,
  ].filter(Boolean);
  return sentences.length > 0 ? sentences.join(' ') : `All of ${plural(devices.length, 'device')} can print.`;
}

function inOrder({ devices, queues }: DevicesView): readonly Device[] {
  const rank = ({ paused, state }: Device) => (state === 'stopped' && !paused ? 0 : paused ? 1 : 2);
  const waiting = ({ id }: Device) => queues.get(id)?.waiting ?? 0;
  return devices.toSorted((a, b) => rank(a) - rank(b) || waiting(b) - waiting(a) || (a.id < b.id ? -1 : 1));
}

function row({ queues, sites, now }: DevicesView, device: Device): Html {
  const queue = queues.get(device.id) ?? emptyQueue;
  const site = sites.get(device.siteId);
  const agent = agentWords(site);
  const oldest = queue.oldestAt === null ? '' : ` for ${waitOf(queue.oldestAt, now)}`;
  return html`<tr data-key="${device.id}">
<td class="c-state">${deviceMark(device)}</td>
<td class="c-number"><a href="${devicePath(device)}">${device.name}</a> <span class="quiet">${driverWord(device)}</span></td>
<td class="c-recipient">${site?.name ?? device.siteId}</td>
<td class="c-reason">${why(device, queue)}${agent !== null && html`<span>${agent}</span>`}</td>
<td class="c-time end">${queue.waiting > 0 ? html`<strong>${countOf(queue.waiting)}</strong>${oldest}` : html`<span class="hidden">none</span>`}${agent !== null && queue.processing > 0 && html` · ${countOf(queue.processing)} at the site`}${queue.held > 0 && html` · ${countOf(queue.held)} held`}</td>
</tr>`;
}

function why(device: Device, queue: QueueCounts): Html | false {
  if (device.paused) return html`<span>Paused by a person.</span> `;
  if (device.state !== 'stopped') return false;
  const next = queue.waiting > 0 ? device.nextAttemptAt : null;
  return html`<span>${sentence(reasonWords(device))}${next !== null && html` Next attempt ${momentOf(next, 'second')}`}</span> `;
}

function sentence(words: string): string {
  const begun = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
