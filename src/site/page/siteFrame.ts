import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import type { DeliveryRequest, SubmittedDocument } from '../../model/job.ts';
import type { Store } from '../../store/db.ts';
import type { SsccState } from '../../store/ssccNumbers.ts';
import { assets } from '../../web/assets.ts';
import { sendPage } from '../../web/sendPage.ts';
import { type Html, html } from '../../web/views/html.ts';
import { page } from '../../web/views/layout.ts';
import { resultBox, shape } from './shapes.ts';
import type { SiteTexts, SiteWords } from './siteTexts.ts';

/** SSCC numbers of the range that headquarters has leased to this site. */
export interface SiteNumbers {
  /** Takes numbers for good; the same request asked again gets the same ones. Throws `site.numbers-used-up`. */
  take(count: number, request: string): Promise<readonly string[]>;
  /** Says what became of numbers. */
  set(
    ssccs: readonly string[],
    state: Exclude<SsccState, 'free' | 'reserved'>,
    detail: { readonly reason?: string; readonly shipment?: string },
  ): Promise<void>;
  left(): Promise<number>;
}

/** A label or delivery note made at the site. */
export interface SiteSubmission {
  readonly type: string;
  readonly message: object;
  readonly sender?: string;
  readonly site: string;
  readonly locale?: SubmittedDocument['locale'];
  readonly deliveries: readonly DeliveryRequest[];
}

export interface SitePageOptions {
  /** The agent's own store. */
  readonly store: Store;
  readonly siteId: string;
  /** Holds `<language>/site.json`. */
  readonly localesDir: string;
  /** Language of the page where neither the reader nor the site has chosen one. */
  readonly defaultLocale: string;
  /** Asks for these output queues to be drained now. */
  readonly hintDrain: (deviceIds: readonly string[]) => Promise<void>;
  /** Accepts documents as one local job; with the same key it gives the same job. Answers after COMMIT. */
  readonly submit: (
    documents: readonly SiteSubmission[],
    key: string,
  ) => Promise<{ readonly jobId: string; readonly documentIds: readonly string[] }>;
  readonly numbers: SiteNumbers;
  /** Whether headquarters can be reached, since when that is so, and whether it has ended this agent. */
  readonly line: () => { readonly up: boolean; readonly since: Date | null; readonly ended: boolean };
}

export type SiteView = 'scan' | 'printers' | 'ahead';

/** What the pages of a site have in common: language, navigation, and forms that only their own page may send. */
export interface SiteFrame {
  readonly app: FastifyInstance;
  readonly options: SitePageOptions;
  /** Who does what is done here, for the audit trail. */
  readonly actor: string;
  words(request: FastifyRequest): SiteWords;
  send(request: FastifyRequest, reply: FastifyReply, view: SiteView, title: string, main: Html): FastifyReply;
}

const languageCookie = 'pw_site_language';

export function siteFrame(
  app: FastifyInstance,
  options: SitePageOptions,
  texts: SiteTexts,
  site: { readonly name: string; readonly locale: string },
): SiteFrame {
  const fallback = texts.find(site.locale) ?? texts.find(options.defaultLocale) ?? texts.find('en');
  if (fallback === null) {
    throw new PostwerkError('compose.unknown-locale', `No site.json is installed for ${options.defaultLocale}.`);
  }
  const words = (request: FastifyRequest): SiteWords => {
    const chosen = /(?:^|;\s*)pw_site_language=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    return (chosen === undefined ? null : texts.find(chosen)) ?? fallback;
  };
  app.addHook('onRequest', async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request);
  });
  app.get<{ Querystring: { to?: string; back?: string } }>(
    '/site/language',
    { schema: { hide: true } },
    async (request, reply) => {
      const found = texts.find(request.query.to ?? '');
      if (found !== null) {
        const year = 365 * 24 * 3_600;
        reply.header(
          'set-cookie',
          `${languageCookie}=${found.lang}; Path=/; Max-Age=${year}; HttpOnly; SameSite=Strict`,
        );
      }
      const back = request.query.back ?? '';
      return reply.redirect(/^\/site(?:\/[a-z]+)?$/.test(back) ? back : '/site', 303);
    },
  );
  const frame: SiteFrame = {
    app,
    options,
    actor: `site:${options.siteId}`,
    words,
    send(request, reply, view, title, main) {
      const own = words(request);
      const text = page({
        title: `${title} · ${site.name}`,
        lang: own.lang,
        brand: site.name,
        brandHref: '/site',
        words: { skip: own.text('skip'), navigation: own.text('navigation'), lost: own.text('lost') },
        nav: (['scan', 'printers', 'ahead'] as const).map((name) => ({
          href: addresses[name],
          text: own.text(`nav.${name}`),
          ...(name === view ? { current: true } : {}),
        })),
        main: html`${lineNotice(own, options.line())}${main}${foot(own, texts, view)}`,
        live: true,
        liveEveryMs: 1_000,
        styles: [assets.url('sitePage.css')],
        scripts: [assets.url('sitePage.js')],
        bodyClass: 'site',
      });
      return sendPage(request, reply, text);
    },
  };
  // Whoever scans here must not wait for a paper that will not come.
  app.addHook('preHandler', async (request, reply) => {
    if (!options.line().ended || request.routeOptions.url === '/site/language') return;
    const own = words(request);
    return frame.send(request, reply, 'scan', own.text('ended.word'), endedView(own));
  });
  return frame;
}

/** In the place of every answer, so that an open page turns to it by itself. */
function endedView(words: SiteWords): Html {
  const help = html`<p>${words.text('ended.help')}</p>`;
  const box = resultBox('bad', words.text('ended.word'), null, help);
  return html`<div id="result" data-live data-code="" data-sound="bad">${box}</div>`;
}

const addresses: Readonly<Record<SiteView, string>> = {
  scan: '/site',
  printers: '/site/printers',
  ahead: '/site/ahead',
};

/** The line to headquarters is shown only while it is down: printing goes on, and that is what to say. */
function lineNotice(words: SiteWords, line: ReturnType<SitePageOptions['line']>): Html {
  return html`<div id="line" data-live>${
    !line.up &&
    !line.ended &&
    html`<p class="line-down" role="status">${shape('warn')}${words.text('lineDown')}${line.since !== null && html` <span>${words.text('since', { time: words.moment(line.since) })}</span>`}</p>`
  }</div>`;
}

function foot(words: SiteWords, texts: SiteTexts, view: SiteView): Html {
  const own = texts.languages.find(({ lang }) => lang === words.lang)?.name ?? words.lang;
  return html`<footer class="site-foot">
<button type="button" class="sound" data-sound-switch aria-pressed="true" hidden data-on="${words.text('sound.on')}" data-off="${words.text('sound.off')}">${soundShape}<span>${words.text('sound.on')}</span></button>
<details class="languages"><summary>${globeShape}<span class="hidden">${words.text('language')}: </span>${own}</summary><ul>${texts.languages.map(
    ({ lang, name }) =>
      html`<li><a href="/site/language?to=${lang}&amp;back=${addresses[view]}" lang="${lang}" hreflang="${lang}"${lang === words.lang && html` aria-current="true"`}><bdi>${name}</bdi></a></li>`,
  )}</ul></details></footer>`;
}

const soundShape = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M4 9.5v5h3.5L13 19V5L7.5 9.5z" fill="currentColor"/><path class="waves" d="M16 9a4.2 4.2 0 0 1 0 6M18.5 6.5a7.8 7.8 0 0 1 0 11"/><path class="silent" d="M16.5 9.5l5 5M21.5 9.5l-5 5"/></svg>`;
const globeShape = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="1.8"><circle cx="12" cy="12" r="9.5"/><path d="M2.5 12h19M12 2.5c3 3 4 6 4 9.5s-1 6.5-4 9.5c-3-3-4-6-4-9.5s1-6.5 4-9.5z"/></svg>`;

/** No session protects these forms, so a page from elsewhere must not send them (Fetch Metadata; else Origin). */
function refuseForeign(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const foreign =
    site === undefined
      ? origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== request.headers.host)
      : site !== 'same-origin' && site !== 'none';
  if (foreign) throw new PostwerkError('web.forbidden', 'This page takes what its own forms send, and nothing else.');
}
