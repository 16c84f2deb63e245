import { hasDots } from '../../model/device.ts';
import { deviceReasonWord } from '../../model/deviceReason.ts';
import type { DeviceReport } from '../../model/deviceReport.ts';
import type { Device } from '../../model/parties.ts';
import { countOf, momentOf } from '../views/formats.ts';
import { type Html, html } from '../views/html.ts';
import { stateMark } from '../views/stateMark.ts';
import { devicePath } from './deviceWords.ts';

const marks: Readonly<Record<DeviceReport['state'], Html>> = {
  idle: stateMark('completed', 'ready'),
  printing: stateMark('processing', 'printing'),
  stopped: stateMark('stopped', 'stopped'),
  silent: stateMark('pending', 'says nothing of itself'),
  unreachable: stateMark('aborted', 'no answer'),
};

/** What a device answered when it was asked how it is. */
export function deviceReportPage(device: Device, report: DeviceReport): Html {
  const labels = hasDots(device.driver);
  const words = (reasons: DeviceReport['reasons']) =>
    reasons.filter((reason) => reason !== 'other').map((reason) => deviceReasonWord(reason, labels));
  const list = (values: readonly string[]) => (values.length === 0 ? null : values.join(', '));
  const pair = (term: string, value: Html | string | null) => value !== null && html`<dt>${term}</dt><dd>${value}</dd>`;
  const count = (value: number | null) => (value === null ? null : countOf(value));
  const differs =
    report.dpi !== null && device.dpi !== null && report.dpi !== device.dpi
      ? `It says ${report.dpi} dpi and is registered with ${device.dpi} dpi: labels will come out in the wrong size.`
      : null;
  return html`<p class="crumb"><a href="/console/devices">Devices</a> · <a href="${devicePath(device)}">${device.name}</a></p>
<div class="title"><h1>What ${device.name} says</h1> <p>${marks[report.state]}</p></div>
${differs !== null && html`<p class="notice bad" role="alert">${differs}</p>`}
<p>${report.detail}</p>
<dl class="pairs">
${pair('Cannot print', list(words(report.reasons)))}
${pair('Look after', list(words(report.warnings)))}
${pair('Model', report.model)}
${pair('Serial number', report.serial)}
${pair('Firmware', report.firmware)}
${pair('Resolution', report.dpi === null ? null : `${report.dpi} dpi`)}
${pair('Media', list(report.media))}
${pair('Takes', list(report.formats))}
${pair(labels ? 'Labels in its life' : 'Pages in its life', count(report.printed))}
${pair('Waiting in it', count(report.waiting))}
${pair('Line', report.answered ? (report.encrypted ? 'encrypted' : 'not encrypted') : null)}
${pair('Asked', momentOf(report.at, 'second'))}
</dl>
<p class="buttons"><a class="button" href="${devicePath(device)}/report">Ask again</a> <a class="button" href="${devicePath(device)}">Back to the device</a></p>`;
}
