import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PostwerkError } from '../errors.ts';
import type { Answers, Failure, Question } from './previewProtocol.ts';

export interface PreviewThread {
  /**
   * @throws PostwerkError what the thread says failed, and `compose.time-limit` when it took too long: the thread is ended,
   *   and the next question finds a new one in which nothing is loaded.
   */
  ask<Q extends Question>(question: Q): Promise<Answers[Q['kind']]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** @param timeoutMs Longest time to compose one document. */
export function createPreviewThread(timeoutMs: number): PreviewThread {
  // Threads run the built program, also when the caller is a test that runs the sources.
  const file = fileURLToPath(new URL('../../dist/preview/previewWorker.js', import.meta.url));
  let worker: Worker | null = null;
  let next = 1;
  const waiting = new Map<number, Waiting>();

  function fail(error: Error): void {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    started.on('message', ({ id, value, failure }: { id: number; value?: unknown; failure?: Failure }) => {
      const asked = waiting.get(id);
      if (asked === undefined) return;
      waiting.delete(id);
      clearTimeout(asked.timer);
      if (failure === undefined) asked.resolve(value);
      else asked.reject(new PostwerkError(failure.code, failure.detail, failure.place));
    });
    started.on('error', (error) => {
      if (worker === started) worker = null;
      fail(new PostwerkError('compose.time-limit', `Composing was stopped: ${error.message}`));
    });
    return started;
  }

  function stop(): void {
    const ended = worker;
    worker = null;
    void ended?.terminate();
    fail(new PostwerkError('compose.time-limit', `Composing took more than ${timeoutMs} ms and was stopped.`));
  }

  return {
    ask(question) {
      worker ??= start();
      const id = next;
      next += 1;
      return new Promise((resolve, reject) => {
        // Only a template can run without end; loading and drawing take what they take on a busy machine.
        const timer = setTimeout(stop, question.kind === 'show' ? timeoutMs : 10 * timeoutMs);
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, timer });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker?.postMessage({ id, question });
      });
    },
    async close() {
      const ended = worker;
      worker = null;
      fail(new PostwerkError('compose.time-limit', 'The preview is being closed.'));
      await ended?.terminate();
    },
  };
}
