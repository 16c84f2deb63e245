import { fileURLToPath } from 'node:url';
import type { ResourceLimits } from 'node:worker_threads';
import { Piscina, queueOptionsSymbol, type TaskQueue } from 'piscina';
import type { ErrorCode, ErrorPlace } from '../errors.ts';
import type { Composed, ComposeRequest } from './composeDocument.ts';
import { type Problem, SliceProgress } from './sliceProgress.ts';
import type { TemplateFolders } from './templates/templateLibrary.ts';

export type ComposeResult =
  | { readonly ok: true; readonly composed: Composed }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      readonly detail: string;
      /** Template, line and field, as far as they are known. */
      readonly place?: ErrorPlace;
      /** PNG of the page that did not pass its proof. */
      readonly picture?: Uint8Array<ArrayBuffer>;
    };

export interface ComposePool {
  /**
   * Composes each document; results stand in the order of the requests. Never rejects because of a document. For an
   * urgent slice one that is not gives way after the document it is at.
   */
  composeSlice(requests: readonly ComposeRequest[], urgency?: Urgency): Promise<ComposeResult[]>;
  /** Waits for running slices, then ends the threads. */
  close(): Promise<void>;
}

export type Urgency = 'urgent' | 'batch';

export interface ComposePoolOptions extends TemplateFolders {
  readonly threads: number;
  /** Longest time one document may work, milliseconds. */
  readonly timeoutMs?: number;
  /** Heap limit of a thread, MB. */
  readonly maxHeapMb?: number;
}

/** What a thread gets; `progress` is the buffer of a SliceProgress. */
export interface SliceTask {
  readonly requests: readonly ComposeRequest[];
  readonly progress: SharedArrayBuffer;
  readonly urgency: Urgency;
}

/** What all threads see: the first Int32 says how many urgent slices wait for one of them. */
export interface ComposeThreadData extends TemplateFolders {
  readonly urgentWaiting: SharedArrayBuffer;
}

/** How a slice ended: with its results as far as it came, or cut because of the document at `culprit`. */
type SliceEnd =
  | { readonly results: ComposeResult[] }
  | { readonly culprit: number; readonly because: 'time' | 'heap'; readonly problem: Problem | null };

/**
 * Composes in worker threads, so that a template that loops or fills memory costs its own document and not the
 * process. The thread is ended with the document; the other documents of the slice are composed again, to the same
 * bytes.
 */
export function createComposePool(options: ComposePoolOptions): ComposePool {
  const { timeoutMs = 2000, maxHeapMb = 512 } = options;
  const urgentWaiting = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const threadData: ComposeThreadData = {
    templatesDir: options.templatesDir,
    localesDir: options.localesDir,
    pseudoLocale: options.pseudoLocale ?? false,
    checked: options.checked ?? false,
    urgentWaiting,
  };
  const piscina = new Piscina({
    // Threads run the built program, also when the caller is a test that runs the sources.
    filename: fileURLToPath(new URL('../../dist/compose/worker.js', import.meta.url)),
    minThreads: options.threads,
    maxThreads: options.threads,
    workerData: threadData,
    // What compiles a caller's sources has nothing to do in them, and would make them a tenth slower.
    execArgv: [],
    taskQueue: urgentFirst(),
    resourceLimits: composeThreadLimits(maxHeapMb),
  });
  // A thread that is being ended because it is late may fill its heap before it is gone. Its document is held already.
  piscina.on('error', (error: unknown) => {
    if (!isOutOfMemory(error)) throw error;
  });

  let running = 0;
  const underWay = new Set<Promise<unknown>>();

  async function runSlice(requests: readonly ComposeRequest[], urgency: Urgency): Promise<SliceEnd> {
    const progress = new SliceProgress();
    const controller = new AbortController();
    let late = false;
    let document = 0;
    let spentBefore = 0;
    const watch = setInterval(
      () => {
        const spent = spentMs();
        if (progress.document !== document) {
          ({ document } = progress);
          spentBefore = spent;
        }
        const elapsed = document === 0 ? 0 : Date.now() - progress.begunAt;
        // On a busy machine a document waits for a processor more than it works: it is late only when the threads have
        // had the time too. A document that sleeps is late after ten times as long.
        const worked = (spent - spentBefore) / running;
        late ||= elapsed > timeoutMs && (worked > timeoutMs * 0.9 || elapsed > 10 * timeoutMs);
        if (late) controller.abort();
      },
      Math.min(100, timeoutMs / 4),
    );
    running += 1;
    try {
      const shared = { requests, progress: progress.buffer, urgency };
      const task: SliceTask & Prioritised = { ...shared, [queueOptionsSymbol]: { urgency } };
      if (urgency === 'urgent') Atomics.add(new Int32Array(urgentWaiting), 0, 1);
      return { results: (await piscina.run(task, { signal: controller.signal })) as ComposeResult[] };
    } catch (error) {
      const culprit = progress.document - 1;
      const { problem } = progress;
      if (culprit >= 0 && late) return { culprit, because: 'time', problem };
      if (culprit >= 0 && isOutOfMemory(error)) return { culprit, because: 'heap', problem };
      throw error;
    } finally {
      running -= 1;
      clearInterval(watch);
    }
  }

  async function composeAll(requests: readonly ComposeRequest[], urgency: Urgency): Promise<ComposeResult[]> {
    if (requests.length === 0) return [];
    const end = await runSlice(requests, urgency);
    if ('results' in end) {
      const rest = requests.slice(end.results.length);
      return rest.length === 0 ? end.results : [...end.results, ...(await composeAll(rest, urgency))];
    }
    const before = requests.slice(0, end.culprit);
    const culprit = requests.slice(end.culprit, end.culprit + 1);
    const after = requests.slice(end.culprit + 1);
    // Memory may have been filled by the documents before: only one that fails alone has failed.
    const alone = end.because === 'time' || requests.length === 1;
    return [
      ...(await composeAll(before, urgency)),
      ...(alone ? [cut(end.because, end.problem)] : await composeAll(culprit, urgency)),
      ...(await composeAll(after, urgency)),
    ];
  }

  /** @param problem what was wrong with the document already, and only its place was still looked for. */
  function cut(because: 'time' | 'heap', problem: Problem | null): ComposeResult {
    const limit = because === 'time' ? `took more than ${timeoutMs} ms` : `needed more than ${maxHeapMb} MB of memory`;
    if (problem === null) {
      return { ok: false, code: 'compose.time-limit', detail: `Composing ${limit} and was stopped.` };
    }
    return { ok: false, ...problem, detail: `${problem.detail} (Finding its place in the template ${limit}.)` };
  }

  return {
    async composeSlice(requests, urgency = 'batch') {
      const composing = composeAll(requests, urgency);
      underWay.add(composing);
      try {
        return await composing;
      } finally {
        underWay.delete(composing);
      }
    },
    async close() {
      // A slice that gave way comes back for its rest.
      await Promise.allSettled(underWay);
      await piscina.close();
    },
  };
}

interface Prioritised {
  readonly [queueOptionsSymbol]: { readonly urgency: Urgency } | null;
}

/** Slices that wait for a thread: the urgent ones first, each kind in the order in which it came. */
function urgentFirst(): TaskQueue {
  type Task = Parameters<TaskQueue['push']>[0];
  const waiting: Record<Urgency, Task[]> = { urgent: [], batch: [] };
  const urgencyOf = (task: Task): Urgency => (task as Prioritised)[queueOptionsSymbol]?.urgency ?? 'batch';
  return {
    get size() {
      return waiting.urgent.length + waiting.batch.length;
    },
    push(task) {
      waiting[urgencyOf(task)].push(task);
    },
    shift: () => waiting.urgent.shift() ?? waiting.batch.shift() ?? null,
    remove(task) {
      const queue = waiting[urgencyOf(task)];
      queue.splice(queue.indexOf(task), 1);
    },
  };
}

/**
 * A page leaves less than a megabyte of short-lived objects, an invoice of 500 lines twenty. Half-spaces of 32 MB hold a
 * whole one: with 16 its parts are copied to the old generation, which costs time and more memory than is saved
 * (docs/performance.md). A small heap has small ones: what they give up at once when all of it is alive must not be more
 * than the 16 MB that Node lets a thread go beyond its limit, or the process ends instead of the thread.
 */
export function composeThreadLimits(maxHeapMb: number): ResourceLimits {
  return { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: Math.min(96, Math.floor(maxHeapMb / 5)) };
}

/** Processor time of all threads of the process. */
function spentMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}
