/**
 * What a worker is asked to look at. A task is only a hint: it carries ids and never data, may be lost, may come twice
 * and may come late. The rows in the store decide what is really to be done.
 */
export type Task = ComposeTask | DeliverTask | DrainTask;
export type TaskKind = Task['kind'];

/** A slice of documents to compose; `compose-urgent` has places of its own, which no batch takes. */
export interface ComposeTask {
  readonly kind: 'compose' | 'compose-urgent';
  readonly documentIds: readonly string[];
  /** 1 is most urgent (labels), 10 least (batches). */
  readonly priority: number;
}

/** A slice of e-mail and portal deliveries. */
export interface DeliverTask {
  readonly kind: 'deliver';
  readonly deliveryIds: readonly string[];
  readonly priority: number;
}

/** One device whose output queue has something to print. At most one waits and one runs per device. */
export interface DrainTask {
  readonly kind: 'drain';
  readonly deviceId: string;
  readonly priority: number;
}

export const taskKinds = ['compose-urgent', 'compose', 'deliver', 'drain'] as const satisfies readonly TaskKind[];
