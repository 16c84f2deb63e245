import type { ComposePool } from '../compose/composePool.ts';
import type { TemplateLibrary } from '../compose/templates/templateLibrary.ts';
import type { Mailer } from '../dispatch/email/smtp.ts';
import type { Log } from '../log.ts';
import type { Queue } from '../queue/queue.ts';
import type { Store } from '../store/db.ts';

/** What the steps of the road work with; main.ts puts it together. Times in ms. */
export interface Road {
  readonly store: Store;
  readonly queue: Queue;
  readonly library: TemplateLibrary;
  readonly composePool: ComposePool;
  /** Null where no SMTP server is set up: e-mail deliveries are then held with that reason. */
  readonly mailer: Mailer | null;
  readonly defaultLocale: string;
  readonly leaseMs: number;
  readonly attemptTimeoutMs: number;
  readonly log: Log;
  /** Adds the time a step took, in ms, for the documents of a slice; the pipeline bench reads it. */
  readonly onStep?: (step: Step, elapsedMs: number, documents: number) => void;
}

export type Step = 'claim' | 'compose' | 'store renditions' | 'begin' | 'send' | 'record' | 'settle' | 'hint';

/** Runs one step of a slice and reports how long it took. */
export async function timed<T>(road: Road, step: Step, documents: number, run: () => Promise<T>): Promise<T> {
  if (!road.onStep) return run();
  const start = performance.now();
  try {
    return await run();
  } finally {
    road.onStep(step, performance.now() - start, documents);
  }
}
