import { errorTable, PostwerkError } from '../errors.ts';

/** What failed, where, and what to do; a stack only for what should not happen. */
export function explain(error: unknown): string {
  if (!(error instanceof PostwerkError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { field, line, column } = error.place;
  const where = [
    field === undefined ? '' : `field ${field}`,
    line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}`,
  ].filter(Boolean);
  const place = where.length > 0 ? ` (${where.join(', ')})` : '';
  return `${error.code}: ${error.detail}${place}\n${errorTable[error.code].help}`;
}
