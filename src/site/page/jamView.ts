import type { Device } from '../../model/parties.ts';
import type { JournalLabel } from '../../store/labelRunsJam.ts';
import { type Html, html } from '../../web/views/html.ts';
import { type JamConsequence, judgeJournal } from './jamJudgement.ts';
import { resultBox } from './shapes.ts';
import type { SiteWords } from './siteTexts.ts';

export interface JamRun {
  readonly device: Device;
  readonly jobId: string;
  readonly labels: readonly JournalLabel[];
}

/** First question: which label came out last and good? With what the journal knows by itself. */
export function jamScanView(words: SiteWords, run: JamRun, wrong: string | null): Html {
  const judged = judgeJournal(run.labels);
  const count = (kind: string) => judged.filter((judgement) => judgement === kind).length;
  const [sure, suspect, waiting] = [count('sure'), count('suspect'), count('inside') + count('waiting')];
  const suspects = run.labels.filter((_, index) => judged[index] === 'suspect');
  return html`<h1>${words.text('jam.title')} · <bdi>${run.device.name}</bdi></h1>
<p class="steps">${words.text('jam.step', { step: 1, of: 2 })}</p>
${bar(sure, suspect, waiting)}
<ul class="key">${keyItem(words, 'sure', sure, words.text('result.printed'))}${keyItem(words, 'doubt', suspect, words.text('result.unclear'))}${keyItem(words, 'rest', waiting, words.text('jam.waiting'))}</ul>
${wrong !== null && resultBox('bad', words.text('jam.wrong'), html`<bdi>${wrong}</bdi>`, html`<p>${words.text('jam.wrongHelp')}</p>`)}
<form class="scan" method="post" action="/site/jam/last" autocomplete="off">
<label for="code">${words.text('jam.scan')}</label>
${hidden(run)}
<input id="code" name="code" type="text" maxlength="400" autocapitalize="off" autocorrect="off" spellcheck="false" enterkeyhint="go" autofocus dir="ltr">
<button class="primary">${words.text('jam.next')}</button>
</form>
<form method="post" action="/site/jam/last">${hidden(run)}<p class="buttons"><button name="none" value="yes">${words.text('jam.none')}</button> <a class="button" href="/site/printers">${words.text('back')}</a></p></form>
${suspects.length > 0 && suspects.length <= 30 && html`<h2>${words.text('result.unclear')}</h2><ul class="papers sheet-list">${suspects.map(({ number, sscc }) => html`<li><b><bdi>${sscc ?? number}</bdi></b></li>`)}</ul>`}`;
}

/** Second question: what becomes of those behind the last good one? */
export function jamQuestionView(
  words: SiteWords,
  run: JamRun,
  { doubtful, lastGood, waiting }: JamConsequence,
  last: string,
  ask: string,
): Html {
  const replace = doubtful.some(({ replaceable }) => replaceable);
  const good = run.labels.findIndex(({ deliveryId }) => deliveryId === lastGood?.deliveryId) + 1;
  const count = doubtful.length;
  return html`<h1>${words.text('jam.title')} · <bdi>${run.device.name}</bdi></h1>
<p class="steps">${words.text('jam.step', { step: 2, of: 2 })}</p>
${
  lastGood === null
    ? resultBox('warn', words.text('jam.none'), null, false)
    : resultBox(
        'good',
        words.text('jam.lastGood', { place: good, total: run.labels.length }),
        html`<bdi>${last}</bdi>`,
        false,
      )
}
<form method="post" action="/site/jam/finish">${hidden(run)}<input type="hidden" name="last" value="${last}"><input type="hidden" name="ask" value="${ask}">
${
  count === 0
    ? html`<div class="choices"><button class="primary" name="doubtful" value="good" autofocus>${words.text('jam.goOn', { count: waiting.length })}</button></div>`
    : html`<p class="question">${words.text('jam.question', { count })}</p>
<p>${words.text(replace ? 'jam.replaceHelp' : 'jam.againHelp')}</p>
<div class="choices"><button class="primary" name="doubtful" value="again" autofocus>${words.text('jam.again', { count })}</button>
<button name="doubtful" value="good">${words.text('jam.good')}</button></div>
<ul class="papers sheet-list">${doubtful.slice(0, 30).map(({ number, sscc }) => html`<li><b><bdi>${sscc ?? number}</bdi></b></li>`)}</ul>
${count > 30 && html`<p class="quiet">+ ${words.number(count - 30)}</p>`}`
}
</form><p class="buttons"><a class="button" href="/site/jam?device=${encodeURIComponent(run.device.id)}&amp;job=${run.jobId}">${words.text('back')}</a></p>`;
}

export function jamDoneView(
  words: SiteWords,
  { again, waiting }: { readonly again: number; readonly waiting: number },
): Html {
  return html`<div id="result" data-sound="good">${resultBox(
    'good',
    words.text('jam.done'),
    null,
    html`${again > 0 && html`<p>${words.text('jam.doneAgain', { count: again })}</p>`}
${waiting > 0 && html`<p>${words.text('jam.doneWaiting', { count: waiting })}</p>`}
<p class="buttons"><a class="button primary" href="/site/printers">${words.text('nav.printers')}</a> <a class="button" href="/site">${words.text('nav.scan')}</a></p>`,
  )}</div>`;
}

function hidden({ device, jobId }: JamRun): Html {
  return html`<input type="hidden" name="device" value="${device.id}"><input type="hidden" name="job" value="${jobId}">`;
}

/** The run as one line, from the first label to the last; told in figures below it. */
function bar(sure: number, suspect: number, waiting: number): Html | false {
  const total = sure + suspect + waiting;
  if (total === 0) return false;
  // Two suspects of five hundred must still be seen.
  const width = (count: number) => (count === 0 ? 0 : Math.max(8, Math.round((1_000 * count) / total)));
  const [a, b, c] = [width(sure), width(suspect), width(waiting)];
  return html`<div class="bar" aria-hidden="true"><svg viewBox="0 0 ${a + b + c} 10" preserveAspectRatio="none"><rect class="sure" width="${a}" height="10"/><rect class="doubt" x="${a}" width="${b}" height="10"/><rect class="rest" x="${a + b}" width="${c}" height="10"/></svg></div>`;
}

function keyItem(words: SiteWords, kind: 'sure' | 'doubt' | 'rest', count: number, word: string): Html {
  return html`<li><svg viewBox="0 0 10 10" aria-hidden="true">${kind === 'sure' ? html`<circle class="sure" cx="5" cy="5" r="5"/>` : kind === 'doubt' ? html`<path class="doubt" d="M5 0l5 10H0z"/>` : html`<rect class="rest" width="10" height="10"/>`}</svg><b>${words.number(count)}</b> ${word}</li>`;
}
