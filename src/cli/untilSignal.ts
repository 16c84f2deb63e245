import { say } from './print.ts';

/** Closing has limits of its own; what hangs in spite of them must not keep the process. */
const lastResortMs = 30_000;

/**
 * Resolves at the first SIGINT or SIGTERM (on Windows what it has instead); ask before there is anything to close. A
 * second one ends the process at once.
 */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      setTimeout(() => {
        say('Closing hangs; the rest is left to the leases.');
        process.exit(1);
      }, lastResortMs).unref();
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    // Windows sends no SIGTERM: Ctrl-Break, and SIGHUP when the console is closed, ten seconds before the end.
    if (process.platform === 'win32') for (const name of ['SIGBREAK', 'SIGHUP'] as const) process.on(name, stop);
  });
}
