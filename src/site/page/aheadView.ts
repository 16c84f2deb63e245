import type { Device } from '../../model/parties.ts';
import type { LabelRun, RunLabel } from '../../store/labelRuns.ts';
import { type Html, html } from '../../web/views/html.ts';
import { mostLabels } from './makeLabels.ts';
import type { SiteWords } from './siteTexts.ts';

/** Why labels are left over, for the audit trail. */
export const voidReasons = ['unused', 'damaged'] as const;

export interface AheadPage {
  readonly words: SiteWords;
  readonly runs: readonly LabelRun[];
  readonly left: number;
  readonly problem: 'ahead.wrong' | 'ahead.tooFew' | null;
  readonly runId: string;
  readonly day: string;
  readonly devices: readonly Device[];
  readonly labelDevices: readonly Device[];
}

export function aheadView({ words, runs, left, problem, runId, day, devices, labelDevices }: AheadPage): Html {
  const names = new Map(devices.map((device) => [device.id, device.name]));
  return html`<h1>${words.text('nav.ahead')}</h1>
<p>${words.text('ahead.help')}</p>
${problem !== null && html`<p class="notice bad" role="alert">${words.text(problem, { count: left, most: mostLabels })}</p>`}
<form class="ahead" method="post" action="/site/ahead"><input type="hidden" name="run" value="${runId}">
<label>${words.text('ahead.count')} <input name="count" type="number" inputmode="numeric" min="1" max="${mostLabels}" required value="200"></label>
<label>${words.text('ahead.day')} <input name="day" type="date" required value="${day}"></label>
<label>${words.text('ahead.device')} <select name="device">${(labelDevices.length > 0 ? labelDevices : devices).map((device) => html`<option value="${device.id}">${device.name}</option>`)}</select></label>
<button class="primary">${words.text('scan.button')}</button></form>
<p class="quiet">${words.text('ahead.left', { count: left })}</p>
<section id="runs" data-live aria-labelledby="runs-head"><h2 id="runs-head">${words.text('ahead.runs')}</h2>
${runs.length === 0 && html`<p class="empty">${words.text('ahead.noRuns')}</p>`}
<ul class="runs">${runs.map(
    (
      run,
    ) => html`<li data-key="${run.id}"><h3><a href="/site/ahead/${run.id}">${words.day(run.forDay)} · ${words.text('labels', { count: run.wanted })}</a></h3>
<p class="quiet"><bdi>${names.get(run.deviceId) ?? run.deviceId}</bdi> · ${words.moment(run.madeAt)}</p>
${counts(words, run)}</li>`,
  )}</ul></section>`;
}

function counts(words: SiteWords, run: LabelRun): Html {
  if (run.jobId === null) return html`<strong>${words.text('ahead.brokenOff')}</strong>`;
  return html`<ul class="tally">${(['open', 'bound', 'void'] as const).map((state) => html`<li><b>${words.number(run[state])}</b> ${words.text(`label.${state}`)}</li>`)}</ul>`;
}

export interface RunPage {
  readonly words: SiteWords;
  readonly run: LabelRun;
  readonly labels: readonly RunLabel[];
  readonly device: Device | undefined;
}

/** One run: what is open, and voiding it at the end of the day. */
export function runView({ words, run, labels, device }: RunPage): Html {
  return html`<p class="crumb"><a href="/site/ahead">${words.text('nav.ahead')}</a></p>
<h1>${words.day(run.forDay)} · ${words.text('labels', { count: run.wanted })}</h1>
<div id="run" data-live><p class="quiet"><bdi>${device?.name ?? run.deviceId}</bdi> · ${words.moment(run.madeAt)}</p>
${counts(words, run)}</div>
${run.jobId === null && html`<form method="post" action="/site/ahead/${run.id}/finish"><p class="buttons"><button class="primary">${words.text('ahead.finish')}</button></p></form>`}
${run.open > 0 && run.jobId !== null && voidForm(words, run)}
<h2>${words.text('ahead.list')}</h2>
<ul class="papers sheet-list">${labels.map(
    (
      label,
    ) => html`<li><span><b><bdi>${label.sscc}</bdi></b>${label.shipment !== null && html` <span class="quiet">→ <bdi>${label.shipment}</bdi></span>`}</span>
<span class="state ${label.state === 'void' ? 'aborted' : label.state === 'bound' ? 'completed' : 'pending'}">${words.text(`label.${label.state}`)}</span></li>`,
  )}</ul>`;
}

function voidForm(words: SiteWords, run: LabelRun): Html {
  const action = `/site/ahead/${run.id}/void`;
  return html`<details><summary>${words.text('ahead.voidOpen', { count: run.open })}</summary>
<form method="post" action="${action}"><p class="question" id="void-why">${words.text('ahead.voidWhy')}</p>
<p>${words.text('ahead.voidHelp')}</p>
<div class="choices" role="group" aria-labelledby="void-why">${voidReasons.map((reason) => html`<button name="reason" value="${reason}">${words.text(`reason.${reason}`)}</button>`)}</div></form>
<form class="inline" method="post" action="${action}"><input type="hidden" name="reason" value="other">
<label>${words.text('reason.other')} <input name="text" maxlength="200" required></label><button>${words.text('ahead.voidButton')}</button></form></details>`;
}
