import { type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines on stderr, so that stdout stays free for a command's own answer. `level` is pino's. */
export function createLog(level = process.env['POSTWERK_LOG_LEVEL'] ?? 'info'): Log {
  return pino({ level, base: null, serializers: { err: describeError } }, pino.destination({ dest: 2, sync: false }));
}

/** What helps to understand an error, and no more: drivers hang whole connections, passwords included, on theirs. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as Error & { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
