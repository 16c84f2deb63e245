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

/** The jobs of a virtual printer: printed ones are the items of its store, so they outlive a restart. */
export interface IppJobs {
  print(document: { name: string; user: string; mediaType: string; bytes: Uint8Array }): IppJobRecord;
  /** A job without document yet (Create-Job). */
  create(name: string, user: string): IppJobRecord;
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
  const created = new Map<number, { job: IppJobRecord; itemId: number | null }>();
  let nextCreated = createdIds;

  const recordOf = (item: SinkItem): IppJobRecord => {
    const id = Number(item.id);
    const until = doneAt.get(id);
    const done = until === undefined || Date.now() >= until;
    if (done) doneAt.delete(id);
    return {
      id,
      name: item.name ?? 'untitled',
      user: item.details['user'] ?? 'anonymous',
      state: done ? jobStates.completed : jobStates.processing,
      createdAt: Date.parse(item.receivedAt),
    };
  };
  const itemRecord = (id: number): IppJobRecord | null => {
    const { items } = store.items({ limit: 1, after: String(id + 1) });
    const item = items[0];
    return item !== undefined && Number(item.id) === id ? recordOf(item) : null;
  };
  const print: IppJobs['print'] = ({ name, user, mediaType, bytes }) => {
    const item = store.add(bytes, { name, mediaType, deliveryId: deliveryIdOf(name), details: { user } });
    const wait = printingMs();
    if (wait > 0) doneAt.set(Number(item.id), Date.now() + wait);
    return recordOf(item);
  };
  const find: IppJobs['find'] = (id) => {
    const open = created.get(id);
    if (open === undefined) return itemRecord(id);
    const printed = open.itemId === null ? null : itemRecord(open.itemId);
    return { ...open.job, state: printed?.state ?? open.job.state };
  };

  return {
    print,
    find,
    create(name, user) {
      const job = { id: nextCreated, name, user, state: jobStates.held, createdAt: Date.now() };
      nextCreated += 1;
      created.set(job.id, { job, itemId: null });
      return job;
    },
    send(id, mediaType, bytes) {
      const open = created.get(id);
      if (open === undefined || open.itemId !== null || open.job.state !== jobStates.held) return null;
      const printed = print({ name: open.job.name, user: open.job.user, mediaType, bytes });
      created.set(id, { job: open.job, itemId: printed.id });
      return { ...open.job, state: printed.state };
    },
    list(which, limit) {
      const wanted = (job: IppJobRecord): boolean => (which === 'completed') === job.state >= jobStates.canceled;
      const open = [...created.keys()].map((id) => find(id)).filter((job) => job !== null);
      // A job that was created and then sent is listed once, under the id its sender knows.
      const shadowed = new Set([...created.values()].map(({ itemId }) => itemId));
      const { items } = store.items({ limit: limit + shadowed.size });
      const printed = items.map(recordOf).filter((job) => !shadowed.has(job.id));
      return [...open.toReversed(), ...printed].filter(wanted).slice(0, limit);
    },
    cancel(id) {
      const open = created.get(id);
      if (open === undefined || open.itemId !== null) return find(id) === null ? 'unknown' : 'too-late';
      created.set(id, { job: { ...open.job, state: jobStates.canceled }, itemId: null });
      return 'canceled';
    },
  };
}
