import { type Html, html, type HtmlValue } from '../web/views/html.ts';
import { page } from '../web/views/layout.ts';
import { plural, typeWord } from '../web/views/formats.ts';
import { errorTable } from '../errors.ts';
import { type Choice, printHeads, type PreviewDesk } from './previewDesk.ts';
import type { Failure, Shown, ShownPage } from './previewProtocol.ts';
import { originsScript, whyTable } from './originViews.ts';
import type { SourceFiles } from './sourceLines.ts';

type Ready = Extract<Shown, { failure: null }>;

/** The preview's page: what to show, what is wrong, and the pages with their origins. */
export async function previewPage(
  desk: PreviewDesk,
  sources: SourceFiles,
  wanted: Partial<Record<keyof Choice, string>>,
): Promise<string> {
  const choice = desk.choose(wanted);
  const broken = desk.loaded().failures;
  const shown = choice === null || broken.length > 0 ? null : await desk.show(choice);
  const failures = [
    ...broken,
    ...(shown?.failure ? [shown.failure] : []),
    ...desk.samples().problems.map(
      ({ file, error }): Failure => ({
        ...{ code: error.code, detail: error.detail },
        place: { ...error.place, file },
      }),
    ),
  ];
  const ready = shown !== null && shown.failure === null ? shown : null;
  const main = html`<h1 class="hidden">Preview</h1>
${choices(desk, choice)}
<div id="result" data-version="${String(desk.version())}">
<p class="verdict" role="status">${verdict(failures, ready, choice)}</p>
${failures.map((failure) => failureView(failure, sources))}
${ready !== null && ready.findings.length > 0 && findingsView(ready)}
${ready !== null && choice !== null && documentView(desk, ready, choice, sources)}
${ready === null && choice === null && failures.length === 0 && html`<p class="empty">There are no samples to show.</p>`}
</div>`;
  return page({ title: `${choice?.sample ?? 'Preview'} · Postwerk preview`, brand: 'Postwerk preview', main }).replace(
    '</head>',
    '<link rel="stylesheet" href="/preview.css">\n<script src="/preview.js" defer></script>\n</head>',
  );
}

function verdict(failures: readonly Failure[], ready: Ready | null, choice: Choice | null): HtmlValue {
  if (failures.length > 0) return html`<strong>${plural(failures.length, 'error')}</strong>`;
  if (ready === null || choice === null) return null;
  const found = ready.findings.length;
  const said = found === 0 ? 'proven' : `${plural(found, 'finding')}: it would be held`;
  return html`${plural(ready.pages.length, ready.zpl === null ? 'page' : 'label')}, <strong>${said}</strong> <span class="quiet">composed and proven in ${ready.milliseconds.toFixed(0)} ms</span>`;
}

function choices(desk: PreviewDesk, choice: Choice | null): Html {
  const { types } = desk.loaded();
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const samples = desk.samples().samples.filter(({ document }) => document.type === choice?.type);
  const chosen = types.find(({ type }) => type === choice?.type);
  const locales = chosen?.locales ?? [];
  const isLabel = chosen?.kind === 'label';
  const select = (
    name: string,
    label: string,
    options: readonly (readonly [string, string])[],
    current?: string,
  ): Html =>
    html`<label>${label} <select name="${name}">${options.map(
      ([value, text]) => html`<option value="${value}"${value === current ? html` selected` : ''}>${text}</option>`,
    )}</select></label>`;
  return html`<form class="filters" id="choices" action="/" method="get">
${select(
  'type',
  'Type',
  types.map(({ type }) => [type, typeWord(type)]),
  choice?.type,
)}
${select(
  'sample',
  'Sample',
  samples.map(({ name }) => [name, name]),
  choice?.sample,
)}
${select(
  'locale',
  'Language',
  locales.map((locale) => [
    locale,
    locale === 'en-XA' ? 'en-XA · longer, accented' : `${locale} · ${names.of(locale) ?? locale}`,
  ]),
  choice?.locale,
)}
${
  isLabel &&
  select(
    'dpi',
    'Print head',
    printHeads.map((head) => [String(head), `${head} dpi`]),
    String(choice?.dpi),
  )
}
<button class="show">Show</button>
</form>`;
}

function failureView({ code, detail, place }: Failure, sources: SourceFiles): Html {
  const { file, line, column, field } = place;
  const at = [file, line, column].filter((part) => part !== undefined).join(':');
  const text = at !== '' && detail.startsWith(`${at}: `) ? detail.slice(at.length + 2) : detail;
  return html`<section class="why aborted failure">
<h2>${text}</h2>
${at !== '' && html`<p><code>${at}</code>${field !== undefined && html` · field <code>${field}</code>`}</p>`}
${file !== undefined && line !== undefined && excerpt(file, line, column, sources)}
<p class="quiet">${errorTable[code].help} <span class="code">${code}</span></p>
</section>`;
}

/** The line with those around it, its number and an arrow under the column. */
function excerpt(file: string, line: number, column: number | undefined, sources: SourceFiles): HtmlValue {
  const lines = sources.around(file, line);
  if (lines.length === 0) return null;
  const width = String(lines.at(-1)?.number ?? 0).length;
  const rows = lines.map(({ number, text }) => {
    const label = String(number).padStart(width);
    if (number !== line) return html`<span class="quiet">${label}  ${text}</span>\n`;
    const arrow = column === undefined ? '' : html`${' '.repeat(width + 2 + column - 1)}<span class="arrow">^</span>\n`;
    return html`<mark>${label}  ${text}</mark>\n${arrow}`;
  });
  return html`<pre class="source" tabindex="0" aria-label="${file} around line ${String(line)}">${rows}</pre>`;
}

function findingsView({ findings }: Ready): Html {
  return html`<section class="why findings"><h2>Held by its proof</h2><ol>
${findings.map(({ page: number, sentence }, index) => html`<li><a href="#finding-${String(index + 1)}">Page ${number}</a>: ${sentence}</li>`)}
</ol></section>`;
}

function documentView(desk: PreviewDesk, ready: Ready, choice: Choice, sources: SourceFiles): Html {
  const query = new URLSearchParams({ ...choice, dpi: String(choice.dpi), v: String(desk.version()) }).toString();
  const { pages, zpl } = ready;
  const message = desk.samples().samples.find(({ name }) => name === choice.sample)?.document.message ?? {};
  return html`<p class="links"><a href="/document.pdf?${query}" target="_blank" rel="noopener">PDF</a>${
    zpl !== null && html`<a href="/label.zpl?${query}" target="_blank" rel="noopener">ZPL</a>`
  }<button class="plain" id="beside" aria-pressed="false" data-pdf="/document.pdf?${query}">Show the PDF beside it</button></p>
<div class="desk">
<div class="leaves${zpl === null ? '' : ' label'}">
${pages.map((sheet, index) => sheetView(sheet, index + 1, query, ready))}
</div>
<aside class="panel" aria-label="Why does it say that?">
<h2>Why does it say that?</h2>
<div id="why"><p class="quiet">Point at a text, or go to the page with Tab and to its texts with the arrow keys.</p></div>
<div id="pdf"></div>
</aside>
</div>
<details class="all"><summary>All texts and where they come from</summary>${whyTable(pages)}</details>
${originsScript(pages, choice.locale, sources, message)}`;
}

function sheetView(
  { width, height, unitsPerInch, marks }: ShownPage,
  number: number,
  query: string,
  ready: Ready,
): Html {
  // A page at its size on paper, a label dot by dot.
  const scale = ready.zpl === null ? 96 / unitsPerInch : 1;
  const what = ready.zpl === null ? `Page ${number} of ${ready.pages.length}` : 'Label';
  const frames = ready.findings.flatMap((finding, index) => (finding.page === number ? [{ ...finding, index }] : []));
  const round = (value: number): string => String(Math.round(value * 100) / 100);
  const box = (mark: { x: number; y: number; width: number; height: number }): Html =>
    html`x="${round(mark.x)}" y="${round(mark.y)}" width="${round(mark.width)}" height="${round(mark.height)}"`;
  return html`<figure class="page">
<img src="/page-${String(number)}.png?${query}" alt="${what}" width="${String(Math.round(width * scale))}" height="${String(Math.round(height * scale))}">
<svg viewBox="0 0 ${round(width)} ${round(height)}" role="listbox" aria-label="Texts of ${what.toLowerCase()}" tabindex="0" data-page="${String(number)}">
${marks.map((mark, index) => html`<rect class="mark" role="option" id="mark-${String(number)}-${String(index)}" ${box(mark)} aria-label="${labelOf(mark)}"/>`)}
${frames.map((frame) => html`<rect class="finding" id="finding-${String(frame.index + 1)}" ${box(frame)}><title>${frame.sentence}</title></rect>`)}
</svg>
<figcaption class="quiet">${what}</figcaption>
</figure>`;
}

/** What a screen reader says of a mark. */
function labelOf({ text, origin }: ShownPage['marks'][number]): string {
  const parts = [text, `${origin.file} line ${origin.line}`];
  if (origin.texts.length > 0) parts.push(`text ${origin.texts.join(', ')}`);
  if (origin.fields.length > 0) parts.push(`field ${origin.fields.join(', ')}`);
  return parts.join('; ');
}
