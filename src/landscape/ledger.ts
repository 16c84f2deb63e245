import type { State } from '../model/states.ts';
import type { Store } from '../store/db.ts';
import { deliveriesOf, statesOf } from '../store/reconcile.ts';

/** What was promised, what the store says and what the sinks received, held against one another. */
export interface Ledger {
  /** Documents acknowledged to the submitter. */
  readonly accepted: number;
  readonly completed: number;
  readonly held: number;
  readonly aborted: number;
  readonly canceled: number;
  /** Not final yet. */
  readonly open: number;
  /** Promised but not in the store, or recorded as delivered to one of our sinks that never received it. */
  readonly lost: number;
  /** Received more than once without being marked as a possible duplicate. */
  readonly duplicates: number;
  /** What is lost or doubled, one sentence each. */
  readonly findings: readonly string[];
}

/** The delivery ids a sink received, with how often. */
export type Received = ReadonlyMap<string, number>;

/**
 * @param acknowledged document ids the submitter was answered.
 * @param look what print and e-mail sinks have got, by delivery id; null where the sinks are not ours to look into. Asked
 *   after the store: what is recorded by then has been received before.
 */
export async function takeLedger(
  store: Store,
  acknowledged: ReadonlySet<string>,
  look: (() => { readonly print: Received; readonly email: Received }) | null,
): Promise<Ledger> {
  const ids = [...acknowledged];
  const states = new Map((await statesOf(store, ids)).map(({ id, state }) => [id, state]));
  const findings: string[] = [];
  const lostDocuments = new Set<string>();
  for (const id of ids) {
    if (states.has(id)) continue;
    lostDocuments.add(id);
    findings.push(`Document ${id} was acknowledged and is not in the store.`);
  }
  let duplicates = 0;
  if (look !== null) {
    const deliveries = await deliveriesOf(store, ids);
    const received = look();
    for (const delivery of deliveries) {
      if (delivery.channel === 'portal') continue;
      const count = received[delivery.channel].get(delivery.id) ?? 0;
      if (count === 0 && delivery.state === 'completed') {
        lostDocuments.add(delivery.documentId);
        findings.push(`Delivery ${delivery.id} is recorded as completed and no ${delivery.channel} sink has it.`);
      }
      if (count > 1 && !delivery.possibleDuplicate) {
        duplicates += 1;
        findings.push(`Delivery ${delivery.id} was received ${count} times and is not marked as a possible duplicate.`);
      }
    }
  }
  const count = (...wanted: State[]): number => [...states.values()].filter((state) => wanted.includes(state)).length;
  return {
    accepted: ids.length,
    completed: count('completed'),
    held: count('held'),
    aborted: count('aborted'),
    canceled: count('canceled'),
    open: count('pending', 'processing', 'stopped'),
    lost: lostDocuments.size,
    duplicates,
    findings,
  };
}
