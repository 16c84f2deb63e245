import type { State } from '../../model/states.ts';
import { type Html, html } from './html.ts';

/** One shape per state, so that colour is never needed to tell them apart. Drawn in a box of 16 by 16. */
const shapes: Readonly<Record<State, Html>> = {
  pending: html`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.75" stroke-dasharray="2.6 2.1"/>`,
  processing: html`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.75"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>`,
  stopped: html`<rect x="2.5" y="2.5" width="11" height="11" rx="1.5" fill="currentColor"/>`,
  held: html`<rect x="3" y="2.5" width="3.6" height="11" rx="1" fill="currentColor"/><rect x="9.4" y="2.5" width="3.6" height="11" rx="1" fill="currentColor"/>`,
  canceled: html`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.75"/><path d="M3.8 12.2 12.2 3.8" stroke="currentColor" stroke-width="1.75"/>`,
  aborted: html`<path d="M8 1.2 15.2 14.2H.8z" fill="currentColor"/><path d="M8 6v4M8 11.4v1.4" stroke="var(--paper)" stroke-width="1.6"/>`,
  completed: html`<path d="M2.5 8.6 6.3 12.4 13.5 4.2" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>`,
};

/** Word and shape of a state. */
export function stateMark(state: State, word: string = state): Html {
  return html`<span class="state ${state}"><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">${shapes[state]}</svg>${word}</span>`;
}
