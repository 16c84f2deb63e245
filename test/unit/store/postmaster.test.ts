import { expect, test } from 'vitest';
import { takesSignals } from '../../../src/store/postgres/postmaster.ts';

test('a process number of Windows is a Postgres only with a pipe of its own for signals', () => {
  expect(takesSignals(412, ['lsass', 'pgsignal_412', 'pgsignal_5000'])).toBe(true);
  expect(takesSignals(41, ['lsass', 'pgsignal_412'])).toBe(false);
  expect(takesSignals(412, [])).toBe(false);
  expect(takesSignals(412, null)).toBe(true);
});
