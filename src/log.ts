import { type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines on stderr, so that stdout stays free for a command's own answer. `level` is pino's. */
export function createLog(level = process.env['POSTWERK_LOG_LEVEL'] ?? 'info'): Log {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: false }));
}
