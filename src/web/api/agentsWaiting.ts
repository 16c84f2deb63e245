import type { Log } from '../../log.ts';
import { registryMarks, sitesWithWork } from '../../store/agentWork.ts';
import type { Store } from '../../store/db.ts';

/** So often it is looked for work, for all agents that wait at this server in one statement (ms). */
const everyMs = 250;
/** Every so many looks it is also looked whether a device was changed. */
const registryEvery = 4;

export interface WaitingAgents {
  /** Resolves when there may be work for the site, after `ms`, when the caller hangs up, or when we close. */
  wait(siteId: string, ms: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Agents that hold a request open until there is something for them: together they cost one statement a look. */
export function createWaitingAgents(store: Store, log: Log): WaitingAgents {
  const waiting = new Set<{ readonly siteId: string; readonly wake: () => void }>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  let looks = 0;
  let marks: ReadonlyMap<string, string> = new Map();

  /** Sites whose devices have changed since they were looked at last. */
  const changed = async (siteIds: readonly string[]): Promise<string[]> => {
    looks += 1;
    if (looks % registryEvery !== 0) return [];
    const before = marks;
    marks = await registryMarks(store, siteIds);
    return siteIds.filter((id) => before.has(id) && before.get(id) !== marks.get(id));
  };

  const look = async (): Promise<void> => {
    try {
      const siteIds = [...new Set([...waiting].map(({ siteId }) => siteId))];
      const found = new Set([...(await sitesWithWork(store, siteIds)), ...(await changed(siteIds))]);
      for (const one of waiting) if (found.has(one.siteId)) one.wake();
    } catch (error) {
      log.warn({ err: error }, 'looking for work of site agents failed, trying again');
    }
    timer = null;
    schedule();
  };
  const schedule = (): void => {
    if (timer === null && waiting.size > 0 && !closed) timer = setTimeout(() => void look(), everyMs);
  };

  return {
    wait(siteId, ms, signal) {
      return new Promise((resolve) => {
        if (closed || signal.aborted) return resolve();
        const one = {
          siteId,
          wake: () => {
            waiting.delete(one);
            clearTimeout(expiry);
            signal.removeEventListener('abort', one.wake);
            resolve();
          },
        };
        const expiry = setTimeout(() => one.wake(), ms);
        signal.addEventListener('abort', one.wake, { once: true });
        waiting.add(one);
        schedule();
      });
    },
    close() {
      closed = true;
      if (timer) clearTimeout(timer);
      for (const one of waiting) one.wake();
    },
  };
}
