/** Rows that an action has made runnable again. */
export interface RunnableWork {
  /** 1 is most urgent. */
  readonly priority: number;
  readonly documentIds: readonly string[];
  readonly deliveryIds: readonly string[];
  readonly deviceIds: readonly string[];
}

/**
 * Tells the queue that rows are runnable, so that nobody waits for the sweeper. Called after COMMIT; it only saves
 * time, so it must not throw for a queue that is away.
 */
export type HintWork = (work: RunnableWork) => Promise<void>;
