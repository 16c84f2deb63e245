import { isRightToLeft } from '../../model/writingDirection.ts';
import { assets } from '../assets.ts';
import { accentUrl } from './accent.ts';
import { type Html, html, type HtmlValue } from './html.ts';

export interface NavLink {
  readonly href: string;
  readonly text: string;
  readonly current?: boolean;
}

export interface PageContent {
  readonly title: string;
  /** BCP 47 language of everything on the page. */
  readonly lang?: string;
  /** The name at the top left; a portal shows the sender's. */
  readonly brand?: string;
  readonly brandHref?: string;
  readonly nav?: readonly NavLink[];
  /** `#rrggbb` of the one accent colour; without it the product's own. */
  readonly accent?: string;
  /** What stands right of the navigation: signing out, as a rule. */
  readonly aside?: HtmlValue;
  readonly main: Html;
  /** Words of the layout itself, in the page's language. */
  readonly words?: { readonly skip: string; readonly navigation: string; readonly lost?: string };
  /** Loads the script that keeps `data-live` regions up to date and shows times in the reader's zone. */
  readonly live?: boolean;
  /** How often it looks, ms; two seconds as a rule. */
  readonly liveEveryMs?: number;
  /** Addresses of style sheets and scripts that this page has besides. */
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
  readonly bodyClass?: string;
  /** Narrow pages (a form, a message) read better with short lines. */
  readonly narrow?: boolean;
}

const english: NonNullable<PageContent['words']> = { skip: 'Skip to content', navigation: 'Main' };

/** The one page layout: landmarks, skip link, no inline script or style, nothing from elsewhere. */
export function page(content: PageContent): string {
  const words = content.words ?? english;
  const nav = content.nav ?? [];
  const lang = content.lang ?? 'en';
  const bodyClass = content.narrow === true ? 'narrow' : content.bodyClass;
  const accent = content.accent === undefined ? null : accentUrl(content.accent);
  return html`<!doctype html>
<html lang="${lang}"${isRightToLeft(lang) && html` dir="rtl"`}>
<head>
<meta charset="utf-8">
<title>${content.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="${assets.url('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.url('postwerk.css')}">
${accent !== null && html`<link rel="stylesheet" href="${accent}">`}
${content.styles?.map((style) => html`<link rel="stylesheet" href="${style}">`)}
${content.live === true && html`<script src="${assets.url('live.js')}" defer></script>`}
${content.scripts?.map((script) => html`<script src="${script}" defer></script>`)}
</head>
<body${bodyClass !== undefined && html` class="${bodyClass}"`}${content.liveEveryMs !== undefined && html` data-live-every="${content.liveEveryMs}"`}${words.lost !== undefined && html` data-lost="${words.lost}"`}>
<a class="skip" href="#content">${words.skip}</a>
<header class="top">
<a class="brand" href="${content.brandHref ?? '/'}">${content.brand ?? 'Postwerk'}</a>
${nav.length > 0 && html`<nav aria-label="${words.navigation}"><ul>${nav.map(navItem)}</ul></nav>`}
${content.aside !== undefined && html`<div class="aside">${content.aside}</div>`}
</header>
<main id="content" tabindex="-1">
${content.main}
</main>
</body>
</html>
`.text;
}

function navItem(link: NavLink): Html {
  return html`<li><a href="${link.href}"${link.current === true ? html` aria-current="page"` : ''}>${link.text}</a></li>`;
}
