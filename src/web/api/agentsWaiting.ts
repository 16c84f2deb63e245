import type { Log } from '../../log.ts';
import { sitesWithWork } from '../../store/agentWork.ts';
import type { Store } from '../../store/db.ts';

/** So often it is looked for work, for all agents that wait at this server in one statement (ms). */
const everyMs = 250;

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

  const look = async (): Promise<void> => {
    try {
      const found = new Set(await sitesWithWork(store, [...new Set([...waiting].map(({ siteId }) => siteId))]));
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
