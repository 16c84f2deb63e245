import { deliveryIdOf } from '../../dispatch/print/jobName.ts';
import { jobStates } from '../../dispatch/print/ippMessages.ts';
import type { SinkItem } from './sink.ts';
import type { SinkStore } from './sinkStore.ts';

export interface IppJobRecord {
  readonly id: number;
  readonly name: string;
  readonly user: string;
  readonly state: number;
  /** ms since 1970. */
  readonly createdAt: number;
}

/** Job template attributes as text. */
export type IppJobOptions = Readonly<Record<string, string>>;

interface Printed {
  readonly name: string;
  readonly user: string;
  readonly options: IppJobOptions;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The jobs of a virtual printer: printed ones are the items of its store, so they outlive a restart. */
export interface IppJobs {
  print(document: Printed): IppJobRecord;
  /** Documents printed so far. */
  readonly printed: number;
  /** A job without document yet (Create-Job). */
  create(name: string, user: string, options: IppJobOptions): IppJobRecord;
  /** Its document (Send-Document): the job is then printed under the same id. Null when there is no such open job. */
  send(id: number, mediaType: string, bytes: Uint8Array): IppJobRecord | null;
  find(id: number): IppJobRecord | null;
  /** Newest first. */
  list(which: 'completed' | 'not-completed', limit: number): readonly IppJobRecord[];
  cancel(id: number): 'canceled' | 'too-late' | 'unknown';
}

/** Ids of created jobs lie beyond those of printed ones, which count up with the store. */
const createdIds = 1_000_000_000;

/** @param printingMs how long a job is under way from now on. */
export function openIppJobs(store: SinkStore, printingMs: () => number): IppJobs {
  const doneAt = new Map<number, number>();
  /** Jobs without a document, and those canceled before they got one. */
  const created = new Map<number, { readonly job: IppJobRecord; readonly options: IppJobOptions }>();
  /** A job that was created first keeps the id its sender knows. */
  const itemOfJob = new Map<number, number>();
  const jobOfItem = new Map<number, number>();
  let nextCreated = createdIds;

  const recordOf = (item: SinkItem): IppJobRecord => {
    const itemId = Number(item.id);
    const until = doneAt.get(itemId);
    const done = until === undefined || Date.now() >= until;
    if (done) doneAt.delete(itemId);
    return {
      id: jobOfItem.get(itemId) ?? itemId,
      name: item.name ?? 'untitled',
      user: item.details['user'] ?? 'anonymous',
      state: done ? jobStates.completed : jobStates.processing,
      createdAt: Date.parse(item.receivedAt),
    };
  };
  const itemRecord = (itemId: number): IppJobRecord | null => {
    const { items } = store.items({ limit: 1, after: String(itemId + 1) });
    const item = items[0];
    return item !== undefined && Number(item.id) === itemId ? recordOf(item) : null;
  };
  const print = (document: Printed, jobId: number | null): IppJobRecord => {
    const { name, user, options, mediaType, bytes } = document;
    const item = store.add(bytes, { name, mediaType, deliveryId: deliveryIdOf(name), details: { user, ...options } });
    const itemId = Number(item.id);
    if (jobId !== null) {
      itemOfJob.set(jobId, itemId);
      jobOfItem.set(itemId, jobId);
    }
    const wait = printingMs();
    if (wait > 0) doneAt.set(itemId, Date.now() + wait);
    return recordOf(item);
  };
  const find: IppJobs['find'] = (id) => {
    const open = created.get(id);
    if (open !== undefined) return open.job;
    const itemId = itemOfJob.get(id) ?? id;
    return jobOfItem.has(itemId) && itemId === id ? null : itemRecord(itemId);
  };

  return {
    find,
    get printed() {
      return store.count;
    },
    print: (document) => print(document, null),
    create(name, user, options) {
      const job = { id: nextCreated, name, user, state: jobStates.held, createdAt: Date.now() };
      nextCreated += 1;
      created.set(job.id, { job, options });
      return job;
    },
    send(id, mediaType, bytes) {
      const open = created.get(id);
      if (open === undefined || open.job.state !== jobStates.held) return null;
      created.delete(id);
      return print({ name: open.job.name, user: open.job.user, options: open.options, mediaType, bytes }, id);
    },
    list(which, limit) {
      const wanted = (job: IppJobRecord): boolean => (which === 'completed') === job.state >= jobStates.canceled;
      const open = [...created.values()].map(({ job }) => job).toReversed();
      const printed =
        which === 'completed'
          ? store.items({ limit }).items.map(recordOf)
          : [...doneAt.keys()].toReversed().flatMap((itemId) => itemRecord(itemId) ?? []);
      return [...open, ...printed].filter(wanted).slice(0, limit);
    },
    cancel(id) {
      const open = created.get(id);
      if (open === undefined) return find(id) === null ? 'unknown' : 'too-late';
      created.set(id, { ...open, job: { ...open.job, state: jobStates.canceled } });
      return 'canceled';
    },
  };
}
