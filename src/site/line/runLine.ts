import { setTimeout as sleep } from 'node:timers/promises';
import { PostwerkError } from '../../errors.ts';
import { isTransient } from '../../store/db.ts';
import type { Agent } from './agent.ts';
import { backoffMs } from './backoff.ts';
import { type Done, pullWork } from './pullWork.ts';
import { type Sent, sendReports } from './sendReports.ts';

/** Headquarters holds a call open so long when there is nothing (ms); a changed registry is known after that. */
const waitMs = 5_000;
/** So often it is looked for reports while the line is up (ms). */
const reportEveryMs = 200;

export interface LineState {
  readonly up: boolean;
  /** Since when it is so; null before the first call. */
  readonly since: Date | null;
  /** Why it is down, in a sentence. */
  readonly reason: string | null;
  /** Headquarters will not have this agent any more: it prints nothing, and there is nothing to try. */
  readonly ended: boolean;
}

export interface Line {
  state(): LineState;
  /** Resolves when headquarters will not have this agent any more. */
  readonly refused: Promise<PostwerkError>;
  stop(): Promise<void>;
}

/** Codes after which trying again would be of no use. */
const final = new Set(['site.revoked', 'web.unauthorized']);

/** The line of an agent that headquarters has ended before this start: nobody is called. */
export function endedLine(reason: string): Line {
  return {
    state: () => ({ up: false, since: null, reason, ended: true }),
    refused: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  };
}

/** Keeps the line to headquarters: pulls work and reports, for as long as it is not stopped, whatever the line does. */
export function runLine(agent: Agent): Line {
  const ending = new AbortController();
  let state: LineState = { up: false, since: null, reason: 'Headquarters has not been called yet.', ended: false };
  let refuse: (error: PostwerkError) => void = () => undefined;
  const refused = new Promise<PostwerkError>((resolve) => {
    refuse = resolve;
  });
  const wait = (ms: number) => sleep(ms, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);

  const went = (): void => {
    if (!state.up) agent.log.info('the line to headquarters is up');
    if (!state.up) state = { up: true, since: new Date(), reason: null, ended: false };
  };
  const failed = (error: unknown): void => {
    const known = error instanceof PostwerkError;
    if (known && final.has(error.code)) {
      ending.abort();
      state = { up: false, since: new Date(), reason: error.detail, ended: true };
      refuse(error);
      return;
    }
    // The own database away is no fault of the line; a bug is told with its stack.
    if (!known && !isTransient(error)) agent.log.error({ err: error }, 'the line failed unexpectedly, trying again');
    const reason = known ? error.detail : (error as Error).message;
    if (state.up || state.since === null) {
      agent.log.warn({ reason }, 'the line to headquarters is down');
      state = { up: false, since: new Date(), reason, ended: false };
    } else state = { ...state, reason };
  };

  const done: Done = { arrived: [], answers: [] };
  const pulling = (async () => {
    for (let failures = 0; !ending.signal.aborted; ) {
      try {
        // After a failure the first call does not wait: its answer says that the line is up again.
        const busy = done.arrived.length + done.answers.length > 0;
        await pullWork(agent, done, failures > 0 || !state.up || busy ? 0 : waitMs);
        failures = 0;
        went();
      } catch (error) {
        if (ending.signal.aborted) return;
        failures += 1;
        failed(error);
        await wait(backoffMs(failures));
      }
    }
  })();

  const sent: Sent = { wanted: new Set() };
  const reporting = (async () => {
    for (let failures = 0; !ending.signal.aborted; ) {
      try {
        if (state.up) await sendReports(agent, sent);
        failures = 0;
        await wait(reportEveryMs);
      } catch (error) {
        if (ending.signal.aborted) return;
        failures += 1;
        agent.log.warn({ err: error }, 'reporting failed, trying again');
        await wait(backoffMs(failures));
      }
    }
  })();

  return {
    state: () => state,
    refused,
    async stop() {
      ending.abort();
      agent.headquarters.close();
      await Promise.all([pulling, reporting]);
    },
  };
}
