import { workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { PostwerkError } from '../errors.ts';
import { createComposer } from './composeDocument.ts';
import type { ComposeRequest } from './composeDocument.ts';
import type { ComposeResult, ComposeThreadData, SliceTask } from './composePool.ts';
import { ProofFailure } from './proof/proofFailure.ts';
import { type Problem, SliceProgress } from './sliceProgress.ts';

/** One composer per thread: fonts, templates and decoder are loaded once and shared by every slice. */
const composer = createComposer(workerData as ComposeThreadData);
const urgentWaiting = new Int32Array((workerData as ComposeThreadData).urgentWaiting);

/**
 * Composes a slice in order and says before each document which one it is at and since when. One that is not urgent ends
 * early where an urgent one waits: somebody stands at the label printer, and nobody at a batch of invoices.
 */
export default async function composeSlice({ requests, progress, urgency }: SliceTask): Promise<unknown> {
  const ready = await composer;
  if (urgency === 'urgent') Atomics.sub(urgentWaiting, 0, 1);
  const state = new SliceProgress(progress);
  const results: ComposeResult[] = [];
  for (const [index, request] of requests.entries()) {
    if (urgency === 'batch' && index > 0 && Atomics.load(urgentWaiting, 0) > 0) break;
    state.begin(index + 1);
    results.push(await composeOne(ready, request, state));
  }
  return handedOver(results);
}

/** Finished bytes change hands; they are not copied. */
function handedOver(results: ComposeResult[]): unknown {
  const owned: ArrayBuffer[] = [];
  for (const result of results) {
    if (!result.ok) continue;
    for (const { bytes } of result.composed.renditions) {
      if (bytes.byteLength === bytes.buffer.byteLength) owned.push(bytes.buffer);
    }
  }
  return move({ [valueSymbol]: results, [transferableSymbol]: owned });
}

async function composeOne(
  ready: Awaited<ReturnType<typeof createComposer>>,
  request: ComposeRequest,
  state: SliceProgress,
): Promise<ComposeResult> {
  try {
    return { ok: true, composed: await ready.compose(request, (error) => state.note(problemOf(error))) };
  } catch (error) {
    if (error instanceof PostwerkError) {
      const picture = proofFailureOf(error)?.picture ?? null;
      return { ok: false, ...problemOf(error), ...(picture !== null && { picture }) };
    }
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ok: false, code: 'internal.unexpected', detail };
  }
}

function problemOf(error: PostwerkError): Problem {
  const failure = proofFailureOf(error);
  const detail = failure === null ? describe(error) : describeFailure(failure, error);
  return { code: error.code, detail, place: error.place };
}

/** An error that says the line of the template has the failed proof as its cause. */
function proofFailureOf(error: PostwerkError): ProofFailure | null {
  if (error instanceof ProofFailure) return error;
  return error.cause instanceof ProofFailure ? error.cause : null;
}

/** What is wrong with the paper comes first: it is read by people who have never seen a template. */
function describeFailure({ detail }: ProofFailure, { place: { file, line } }: PostwerkError): string {
  return file === undefined ? detail : `${detail} (${file}, line ${line ?? 1})`;
}

function describe({ detail, place }: PostwerkError): string {
  if (place.file !== undefined || place.line === undefined || /\bline \d/.test(detail)) return detail;
  const column = place.column === undefined ? '' : `, column ${place.column}`;
  return `${detail} (markup line ${place.line}${column})`;
}
