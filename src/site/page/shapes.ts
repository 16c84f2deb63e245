import { type Html, html } from '../../web/views/html.ts';

/** How a thing stands, told by shape as well as by word and colour. */
export type Tone = 'ready' | 'good' | 'busy' | 'warn' | 'bad';

const marks: Readonly<Record<Tone, Html>> = {
  ready: html`<path d="M3 7V3h4M17 3h4v4M21 17v4h-4M7 21H3v-4M7 8v8M10.5 8v8M13 8v8M17 8v8" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>`,
  good: html`<circle cx="12" cy="12" r="10" fill="none" stroke="currentColor" stroke-width="2"/><path d="M7 12.5l3.5 3.5L17.5 8.5" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>`,
  busy: html`<path d="M7 9V3h10v6M7 17H4v-6.5A1.5 1.5 0 0 1 5.5 9h13a1.5 1.5 0 0 1 1.5 1.5V17h-3M7 14h10v7H7z" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linejoin="round"/>`,
  warn: html`<path d="M12 2.5 22.5 21h-21z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/><path d="M12 9v6" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/><circle cx="12" cy="18" r="1.5" fill="currentColor"/>`,
  bad: html`<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/><path d="M8.5 8.5l7 7M15.5 8.5l-7 7" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/>`,
};

export function shape(tone: Tone): Html {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${marks[tone]}</svg>`;
}

/** The large answer: one word, what it is about, and below it what can be done. */
export function resultBox(tone: Tone, word: string, about: Html | string | null, body: Html | false): Html {
  return html`<section class="result ${tone}" role="${tone === 'bad' || tone === 'warn' ? 'alert' : 'status'}">
<div class="verdict-bar">${shape(tone)}<div><h1>${word}</h1>${about !== null && html`<p>${about}</p>`}</div></div>
<div class="result-body">${body}</div></section>`;
}
