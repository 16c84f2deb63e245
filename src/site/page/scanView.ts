import type { SitePaper } from '../../store/siteLabels.ts';
import type { RunLabel } from '../../store/labelRuns.ts';
import { type Html, html } from '../../web/views/html.ts';
import { type MachineState, paperState, type PrintState, scanVerdict } from './paperState.ts';
import { resultBox, type Tone } from './shapes.ts';
import type { SiteWords } from './siteTexts.ts';

/** Everything a scan may be answered with. */
export type ScanAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly why: 'item' | 'foreign' | 'check-digit' }
  | { readonly kind: 'not-found'; readonly lineUp: boolean }
  | { readonly kind: 'papers'; readonly papers: readonly SitePaper[]; readonly justSent: boolean }
  /** A label printed ahead: its shipment is scanned next, or what was scanned next is none. */
  | { readonly kind: 'bind'; readonly label: RunLabel; readonly again: boolean }
  | { readonly kind: 'bound'; readonly label: RunLabel; readonly papers: readonly SitePaper[] }
  | { readonly kind: 'void'; readonly label: RunLabel };

/** Reasons for printing once more that staff can choose with one touch. */
export const reprintReasons = ['damaged', 'unreadable', 'lost', 'jam'] as const;

export interface ScanPage {
  readonly words: SiteWords;
  readonly code: string;
  readonly answer: ScanAnswer;
  readonly machines: ReadonlyMap<string, MachineState & { readonly reason: string | null }>;
}

export function scanView(page: ScanPage): Html {
  const { words, code, answer } = page;
  const label = answer.kind === 'bind' ? answer.label.sscc : '';
  return html`<form class="scan" method="post" action="/site/scan" data-scan autocomplete="off">
<label for="code">${words.text(label === '' ? 'scan.label' : 'scan.shipmentLabel')}</label>
<input type="hidden" name="label" value="${label}">
<input id="code" name="code" type="text" maxlength="400" autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="go" autofocus dir="ltr">
<button class="primary">${words.text(label === '' ? 'scan.button' : 'jam.next')}</button>
</form>
<div id="result" data-live data-code="${code}" data-sound="${answer.kind === 'ready' ? '' : soundOf(page)}">${resultOf(page)}</div>
<section class="recent" id="recent" aria-label="${words.text('scan.recent')}" hidden><ul></ul></section>`;
}

const toneOf: Readonly<Record<PrintState | 'already', Tone>> = {
  unclear: 'bad',
  held: 'bad',
  gone: 'bad',
  'for-scan': 'busy',
  queued: 'warn',
  composing: 'busy',
  printing: 'busy',
  printed: 'good',
  already: 'warn',
};

function toneOfAnswer({ answer, machines }: ScanPage): Tone {
  switch (answer.kind) {
    case 'ready':
      return 'ready';
    case 'papers':
      return toneOf[scanVerdict(answer.papers, machines, answer.justSent)];
    case 'bind':
      return answer.again ? 'warn' : 'busy';
    case 'bound':
      return 'good';
    case 'unusable':
    case 'not-found':
    case 'void':
      return 'bad';
  }
}

function soundOf(page: ScanPage): string {
  const tone = toneOfAnswer(page);
  return tone === 'busy' ? 'good' : tone;
}

function resultOf(page: ScanPage): Html {
  const { words, answer, code } = page;
  const tone = toneOfAnswer(page);
  switch (answer.kind) {
    case 'ready':
      return resultBox(tone, words.text('result.ready'), words.text('result.readyHelp'), false);
    case 'unusable':
      return resultBox(
        tone,
        words.text('result.unusable'),
        number(code),
        html`<p>${words.text(`help.${answer.why}`)}</p>`,
      );
    case 'not-found':
      return resultBox(
        tone,
        words.text('result.notFound'),
        number(code),
        html`<p>${words.text('help.notFound')}</p>${!answer.lineUp && html`<p>${words.text('help.notFoundOffline')}</p>`}`,
      );
    case 'bind':
      return resultBox(
        tone,
        words.text(answer.again ? 'result.bindAgain' : 'result.bind'),
        html`${words.text('types.pre-label')} ${number(answer.label.sscc)}`,
        html`<p>${words.text(answer.again ? 'help.bindAgain' : 'help.bind')}</p><p class="buttons"><a class="button" href="/site">${words.text('back')}</a></p>`,
      );
    case 'bound':
      return resultBox(
        tone,
        words.text('result.bound'),
        html`${number(answer.label.sscc)} → ${number(answer.label.shipment ?? '')}`,
        answer.papers.length > 0 && reprintForm(words, code, words.text('reprint.question')),
      );
    case 'void':
      return resultBox(
        tone,
        words.text('result.void'),
        number(answer.label.sscc),
        html`<p>${words.text('help.void')}</p>`,
      );
    case 'papers':
      return papersResult(page, answer, tone);
  }
}

function papersResult(page: ScanPage, answer: Extract<ScanAnswer, { kind: 'papers' }>, tone: Tone): Html {
  const { words, code, machines } = page;
  const { papers, justSent } = answer;
  const verdict = scanVerdict(papers, machines, justSent);
  const states = papers.map((paper) => paperState(paper, machines));
  const again = papers.some((_, index) => states[index] === 'printed' || states[index] === 'unclear');
  const recipient = papers.find(({ recipientName }) => recipientName !== null)?.recipientName ?? null;
  return resultBox(
    tone,
    words.text(`result.${verdict}`),
    html`${number(papers.length === 1 ? (papers[0]?.number ?? code) : code)}${recipient !== null && html` · <bdi>${recipient}</bdi>`}`,
    html`${words.has(`help.${verdict}`) && html`<p>${words.text(`help.${verdict}`)}</p>`}
${papers.length > 0 && paperList(page, papers)}
${again && (verdict === 'already' || verdict === 'unclear') && reprintForm(words, code, words.text('reprint.question'))}
${again && verdict === 'printed' && html`<details><summary>${words.text('reprint.button')}</summary>${reprintForm(words, code, words.text('reprint.question'))}</details>`}`,
  );
}

/** So many are named one by one; a larger shipment is told by its counts. */
const namedPapers = 12;

function paperList({ words, machines }: ScanPage, papers: readonly SitePaper[]): Html {
  return html`<ul class="papers">${papers.slice(0, namedPapers).map((paper) => {
    const state = paperState(paper, machines);
    const print = paper.prints.at(-1);
    const machine = print === undefined ? undefined : machines.get(print.deviceId);
    return html`<li data-key="${paper.documentId}"><span><b>${paperName(words, paper)}</b> <span class="quiet">${print !== undefined && html`<bdi>${print.deviceName}</bdi>`}${print?.state === 'completed' && html` · ${words.text(`evidence.${print.evidence ?? 'handed-over'}`)}, ${words.moment(new Date(print.changedAt))}`}${print?.possibleDuplicate === true && html` · ${words.text('reprint.mark')}`}</span></span>
<span class="state ${stateClass[state]}">${words.text(`result.${state}`)}</span>
${state === 'queued' && machine?.reason !== undefined && machine.reason !== null && html`<p class="why-not">${machine.reason}</p>`}
${(state === 'held' || state === 'unclear') && whyNot(words, print ?? paper)}</li>`;
  })}</ul>${papers.length > namedPapers && html`<p class="quiet">+ ${words.number(papers.length - namedPapers)}</p>`}`;
}

const stateClass: Readonly<Record<PrintState, string>> = {
  unclear: 'aborted',
  held: 'held',
  gone: 'aborted',
  'for-scan': 'pending',
  queued: 'held',
  composing: 'processing',
  printing: 'processing',
  printed: 'completed',
};

/** Reasons are told in English by whoever found them; the code tells the office what it is. */
function whyNot(
  words: SiteWords,
  { reasonCode, reason }: { readonly reasonCode: string | null; readonly reason: string | null },
): Html | false {
  if (reasonCode === null || reasonCode === 'unknown-outcome') return false;
  return html`<p class="why-not">${words.text('code')} <code>${reasonCode}</code>${reason !== null && html` <span lang="en" dir="ltr">${reason}</span>`}</p>`;
}

/** "Label 2 of 6 · 26-301184", "Delivery note LS-2026-20391". */
export function paperName(words: SiteWords, paper: Pick<SitePaper, 'type' | 'number' | 'unit' | 'sscc'>): Html {
  const type = words.has(`types.${paper.type}`) ? words.text(`types.${paper.type}`) : paper.type;
  const unit = paper.unit === null ? null : words.text('unitOf', { index: paper.unit.index, total: paper.unit.count });
  return html`${type}${unit !== null && html` ${unit}`} <bdi>${paper.number}</bdi>`;
}

function number(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

/** One touch prints again; whoever has another reason writes it. */
function reprintForm(words: SiteWords, code: string, question: string): Html {
  return html`<form method="post" action="/site/reprint" data-inner>
<input type="hidden" name="code" value="${code}">
<p class="question" id="why">${question}</p>
<div class="choices" role="group" aria-labelledby="why">${reprintReasons.map(
    (reason) => html`<button name="reason" value="${reason}">${words.text(`reason.${reason}`)}</button>`,
  )}</div></form>
<form class="inline" method="post" action="/site/reprint" data-inner>
<input type="hidden" name="code" value="${code}"><input type="hidden" name="reason" value="other">
<label>${words.text('reason.other')} <input name="text" maxlength="200" required></label>
<button>${words.text('reprint.button')}</button></form>`;
}
