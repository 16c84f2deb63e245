import type { LabelHandling } from '../../model/device.ts';
import type { Device } from '../../model/parties.ts';
import type { SiteOverview } from '../../store/agents.ts';
import { type Html, html } from '../views/html.ts';
import { driverWord } from './deviceWords.ts';

/** What a device is and how it prints; only what somebody set. */
export function deviceFacts(device: Device, site: SiteOverview | undefined): Html {
  const pair = (term: string, value: Html | string | null) => value !== null && html`<dt>${term}</dt><dd>${value}</dd>`;
  const { media, label, defaults } = device;
  return html`<h2 class="hidden">Facts</h2><dl class="pairs">
${pair('Id', html`<code>${device.id}</code>`)}
${pair('Site', site?.name ?? device.siteId)}
${pair('Address', html`<code>${device.uri}</code>`)}
${pair('Takes', driverWord(device))}
${pair('Media', media === null ? null : `${media.name}, ${media.widthMm} × ${media.heightMm} mm`)}
${pair('Labels', label === null ? null : handling(label))}
${pair('Sides', defaults.sides === null ? null : defaults.sides.replaceAll('-', ' '))}
${pair('Tray', defaults.tray)}
${pair('Copies', defaults.copies === 1 ? null : String(defaults.copies))}
</dl>`;
}

function handling(label: LabelHandling): string | null {
  const trackings = { gap: 'gap', mark: 'black mark', continuous: 'continuous' };
  const parts = [
    label.tracking !== null && `${trackings[label.tracking]}${label.gapMm === null ? '' : ` of ${label.gapMm} mm`}`,
    label.finishing !== null && label.finishing,
    label.method !== null && label.method.replaceAll('-', ' '),
    label.speed !== null && `${label.speed} inches a second`,
    label.darkness !== null && `darkness ${label.darkness}`,
    (label.shiftXMm ?? 0) !== 0 && `${label.shiftXMm} mm to the right`,
    (label.shiftYMm ?? 0) !== 0 && `${label.shiftYMm} mm down`,
    label.upsideDown && 'upside down',
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : parts.join(', ');
}
