import { type Html, html } from '../web/views/html.ts';
import type { LandscapeSite } from './siteAgents.ts';

/** The sites that run here as processes of their own, each with the switch of its line. */
export function sitesView(sites: ReadonlyMap<string, LandscapeSite>): Html | false {
  if (sites.size === 0) return false;
  return html`<section id="sites" data-live aria-labelledby="sites-title"><h2 id="sites-title">Sites with an agent</h2>
<p>Each is a program of its own, with its own store, composer and page; it reaches headquarters only through the line
below. Cut it and go on printing at the site: what happened comes over when it is whole again.</p>
<ul class="sinks">${[...sites.values()].map((site) => siteView(site))}</ul></section>`;
}

function siteView(site: LandscapeSite): Html {
  const { id, name, line } = site;
  const url = site.url();
  const positions = [
    { to: 'up', word: 'Line up', pressed: line.isUp },
    { to: 'cut', word: 'Cut the line', pressed: !line.isUp },
  ];
  return html`<li data-key="${id}"><h3>${name}</h3>
<p>${url === null ? html`<span class="quiet">starting, or ended</span>` : html`<a href="${url}">Page of the site</a> <span class="quiet"><code>${url}</code></span>`}</p>
<form class="switches" method="post" action="/landscape/sites/${encodeURIComponent(id)}/line" aria-label="Line of ${name}">${positions.map(
    ({ to, word, pressed }) =>
      html`<button name="to" value="${to}" aria-pressed="${pressed ? 'true' : 'false'}">${word}</button>`,
  )}</form>
<p role="status">${line.isUp ? 'The line is up.' : 'The line is cut: headquarters hears nothing, and the site goes on.'}</p></li>`;
}
