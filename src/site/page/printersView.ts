import type { Device } from '../../model/parties.ts';
import type { TroubledRun } from '../../store/labelRunsJam.ts';
import type { SiteWaiting, WaitingPaper } from '../../store/siteLabels.ts';
import { type Html, html } from '../../web/views/html.ts';
import { machineReason, machineTone, machineWord } from './machineWords.ts';
import { printState } from './paperState.ts';
import { paperName } from './scanView.ts';
import { shape } from './shapes.ts';
import type { SiteWords } from './siteTexts.ts';

export interface PrintersPage {
  readonly words: SiteWords;
  readonly devices: readonly Device[];
  readonly counts: readonly SiteWaiting[];
  readonly waiting: readonly WaitingPaper[];
  readonly troubles: readonly TroubledRun[];
}

export function printersView(page: PrintersPage): Html {
  const { words, devices, waiting } = page;
  return html`<h1>${words.text('nav.printers')}</h1>
<div id="machines" data-live>
<ul class="machines">${devices.map((device) => machine(page, device))}</ul>
${devices.length === 0 && html`<p class="empty">${words.text('printers.none')}</p>`}
</div>
<section id="waiting" data-live aria-labelledby="waiting-head"><h2 id="waiting-head">${words.text('printers.waiting')}</h2>
${waiting.length === 0 ? html`<p class="empty">${words.text('printers.nothing')}</p>` : waitingList(page)}</section>`;
}

function machine({ words, counts, troubles }: PrintersPage, device: Device): Html {
  const word = machineWord(device);
  const tone = machineTone[word];
  const count = counts.find(({ deviceId }) => deviceId === device.id);
  const trouble = troubles.filter(({ deviceId }) => deviceId === device.id);
  const reason = machineReason(words, device);
  const act = (what: string, text: string, primary = false) =>
    html`<form method="post" action="/site/printers"><input type="hidden" name="device" value="${device.id}"><button name="do" value="${what}"${primary && html` class="primary"`} aria-label="${text}: ${device.name}">${text}</button></form>`;
  return html`<li class="machine ${tone}" data-key="${device.id}"><h2><bdi>${device.name}</bdi></h2>
<p class="state">${shape(tone)} ${words.text(`machine.${word}`)}</p>
${reason !== null && html`<p><strong>${reason}</strong></p>`}
${
  count !== undefined &&
  html`<ul class="tally">${(
    [
      ['queued', count.queued],
      ['for-scan', count.forScan],
      ['unclear', count.suspect],
      ['held', count.held],
    ] as const
  ).map(
    ([kind, value]) => value > 0 && html`<li><b>${words.number(value)}</b> ${words.text(`result.${kind}`)}</li>`,
  )}</ul>`
}
<div class="buttons">${trouble.map(
    ({ jobId, total }) =>
      html`<form method="post" action="/site/jam"><input type="hidden" name="device" value="${device.id}"><input type="hidden" name="job" value="${jobId}"><button class="primary">${words.text('jam.start', { count: total })}</button></form>`,
  )}
${word === 'paused' ? act('resume', words.text('printers.resume'), trouble.length === 0) : act('pause', words.text('printers.pause'))}
${word === 'stopped' && act('now', words.text('printers.now'), trouble.length === 0)}</div></li>`;
}

interface WaitingGroup extends WaitingPaper {
  readonly alike: number;
}

/** The labels of one shipment that wait for the same reason are one line with their number. */
function groupsOf(waiting: readonly WaitingPaper[]): readonly WaitingGroup[] {
  const groups = new Map<string, WaitingGroup>();
  for (const paper of waiting) {
    const key = [paper.type, paper.number, paper.deviceId, paper.state, paper.reasonCode].join('\n');
    const known = groups.get(key);
    groups.set(key, known === undefined ? { ...paper, alike: 1 } : { ...known, alike: known.alike + 1 });
  }
  return [...groups.values()];
}

function waitingList({ words, devices, waiting, counts }: PrintersPage): Html {
  const machines = new Map(devices.map((device) => [device.id, device]));
  const all = counts.reduce((sum, count) => sum + count.queued + count.forScan + count.suspect + count.held, 0);
  return html`<ul class="papers sheet-list">${groupsOf(waiting).map((paper) => {
    const device = machines.get(paper.deviceId);
    const state = printState(paper, machines);
    const reason = state === 'queued' && device !== undefined ? machineReason(words, device) : null;
    return html`<li data-key="${paper.deliveryId}"><span><b>${paper.alike > 1 && html`${words.number(paper.alike)} × `}${paperName(words, { ...paper, unit: null })}</b> <span class="quiet">${paper.recipientName !== null && html`<bdi>${paper.recipientName}</bdi> · `}<bdi>${device?.name}</bdi></span></span>
<span class="state ${state === 'unclear' ? 'aborted' : state === 'for-scan' ? 'pending' : state === 'printing' ? 'processing' : 'held'}">${words.text(`result.${state}`)}</span>
${reason !== null && html`<p class="why-not">${reason}</p>`}
${state === 'held' && html`<p class="why-not">${words.text('code')} <code>${paper.reasonCode}</code></p>`}</li>`;
  })}</ul>${all > waiting.length && html`<p class="quiet">+ ${words.number(all - waiting.length)}</p>`}`;
}
