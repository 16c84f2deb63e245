import type { Device } from '../../model/parties.ts';
import { type Html, html } from './html.ts';
import { stateMark } from './stateMark.ts';

/** Word and shape of how a device stands: paused by a person, stopped by itself, printing, idle. */
export function deviceMark({ paused, state }: Pick<Device, 'paused' | 'state'>): Html {
  if (paused) return stateMark('held', 'paused');
  if (state === 'stopped') return stateMark('stopped', 'stopped');
  if (state === 'processing') return stateMark('processing', 'printing');
  return html`<span class="state idle"><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.75"/></svg>idle</span>`;
}
