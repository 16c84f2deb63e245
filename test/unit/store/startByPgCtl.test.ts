import { expect, test } from 'vitest';
import { startByPgCtl } from '../../../src/store/postgres/server.ts';

test('pg_ctl gets the settings as one argument, in which blanks do not part a value', () => {
  const args = startByPgCtl('C:\\Program Data\\postwerk\\postgres', { port: 5_433, log_line_prefix: '%m [%p] ' });
  expect(args[args.indexOf('-D') + 1]).toBe('C:\\Program Data\\postwerk\\postgres');
  expect(args[args.indexOf('-o') + 1]).toBe('-c "port=5433" -c "log_line_prefix=%m [%p] "');
});
