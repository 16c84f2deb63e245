import { parentPort } from 'node:worker_threads';
import { type ComposeRequest, type Composer, createComposer } from '../compose/composeDocument.ts';
import { createFontBook } from '../compose/fonts/fontBook.ts';
import { labelPng } from '../compose/drivers/png/labelPicture.ts';
import { pdfPagePng } from '../compose/drivers/png/pdfPicture.ts';
import { inspectTemplates } from '../compose/templates/inspectTemplates.ts';
import type { TemplateFolders } from '../compose/templates/templateLibrary.ts';
import { PostwerkError } from '../errors.ts';
import { marksOf } from './marksOf.ts';
import type { Failure, Loaded, Question, Shown } from './previewProtocol.ts';

/** Composes for the preview in a thread of its own: a template that loops is ended, and the page stays. */
let composer: Composer | null = null;
/** Fonts do not change with a template, and what was measured and cut from them stays. */
const fonts = createFontBook();

async function load(folders: TemplateFolders): Promise<Loaded> {
  composer = null;
  try {
    composer = await createComposer(folders, fonts);
  } catch (error) {
    return { types: [], failures: failuresOf(error, folders) };
  }
  const { library } = composer;
  const types = [...library.types.values()].map(({ type, kind }) => ({ type, kind, locales: library.localesOf(type) }));
  return { types, failures: [] };
}

/** Of templates every problem, not only those that stopped the loading. */
function failuresOf(error: unknown, folders: TemplateFolders): readonly Failure[] {
  if (error instanceof PostwerkError && error.code === 'compose.template-invalid') {
    try {
      const problems = inspectTemplates(folders);
      if (problems.length > 0) return problems.map(({ detail, ...place }) => ({ code: error.code, detail, place }));
    } catch {
      // A file that cannot be read at all: the error says it.
    }
  }
  return [failureOf(error)];
}

async function show(ready: Composer, request: ComposeRequest): Promise<Shown> {
  const began = performance.now();
  try {
    const { renditions } = await ready.compose(request);
    const milliseconds = performance.now() - began;
    const bytesOf = (wanted: 'pdf' | 'zpl') => renditions.find(({ format }) => format === wanted)?.bytes;
    const zpl = bytesOf('zpl');
    return {
      failure: null,
      pages: marksOf(ready.trace(request)),
      findings: [],
      pdf: bytesOf('pdf') ?? new Uint8Array(),
      zpl: zpl === undefined ? null : Buffer.from(zpl).toString('utf8'),
      milliseconds,
    };
  } catch (error) {
    if (!(error instanceof PostwerkError) || error.code !== 'compose.proof-failed')
      return { failure: failureOf(error) };
    return showUnproven(ready, request, error, performance.now() - began);
  }
}

/** What would be held is drawn all the same, with the spots. */
async function showUnproven(
  ready: Composer,
  request: ComposeRequest,
  error: PostwerkError,
  milliseconds: number,
): Promise<Shown> {
  const list = ready.layOut(request);
  const findings = await ready.prove(request, list);
  // What is no spot of a page (a proof of the e-mail) is told as an error.
  if (findings.length === 0) return { failure: failureOf(error) };
  return {
    failure: null,
    pages: marksOf(ready.trace(request)),
    findings,
    pdf: ready.draw(request, 'pdf', list),
    zpl: request.formats.includes('zpl') ? Buffer.from(ready.draw(request, 'zpl', list)).toString('utf8') : null,
    milliseconds,
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof PostwerkError) return { code: error.code, detail: error.detail, place: error.place };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal.unexpected', detail, place: {} };
}

async function answer(question: Question): Promise<unknown> {
  switch (question.kind) {
    case 'load':
      return load(question.folders);
    case 'show':
      if (composer === null) throw new Error('nothing is loaded');
      return show(composer, question.request);
    case 'page':
      return pdfPagePng(question.pdf, question.page, question.dpi);
    case 'label':
      return labelPng(question.zpl, question.widthMm, question.heightMm, Math.round(question.dpi / 25.4));
  }
}

function say(answered: { id: number; value: unknown } | { id: number; failure: Failure }): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(answered);
}

parentPort?.on('message', ({ id, question }: { id: number; question: Question }) => {
  answer(question).then(
    (value) => say({ id, value }),
    (error: unknown) => say({ id, failure: failureOf(error) }),
  );
});
