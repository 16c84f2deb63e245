import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { closeStore, inTransaction, isTransient, openStore, waitForDatabase } from '../../../src/store/db.ts';

function withCode(code: string, message = 'x', more: object = {}): Error {
  return Object.assign(new Error(message), { code, ...more });
}

describe('isTransient', () => {
  test.each([
    ['the server is starting (57P03)', withCode('57P03')],
    ['the administrator shuts it down (57P01)', withCode('57P01')],
    ['another backend crashed (57P02)', withCode('57P02')],
    ['connection failure (08006)', withCode('08006')],
    ['serialization failure', withCode('40001')],
    ['deadlock', withCode('40P01')],
    ['too many connections', withCode('53300')],
    ['nobody listens', withCode('ECONNREFUSED')],
    ['the socket file is gone', withCode('ENOENT', 'connect ENOENT /x', { syscall: 'connect' })],
    ['reset', withCode('ECONNRESET')],
    ['a client of pg that lost its socket', new Error('Connection terminated unexpectedly')],
    ['an exhausted pool', new Error('timeout exceeded when trying to connect')],
    ['every address refused', new AggregateError([withCode('ECONNREFUSED')])],
    ['wrapped', new Error('outer', { cause: withCode('57P03') })],
  ])('%s: try again', (_, error) => {
    expect(isTransient(error)).toBe(true);
  });

  test.each([
    ['unique violation', withCode('23505')],
    ['syntax error', withCode('42601')],
    ['a statement canceled by its timeout', withCode('57014')],
    ['a missing file', withCode('ENOENT', 'open /x', { syscall: 'open' })],
    ['a bug', new TypeError('x is undefined')],
    ['text', 'Connection terminated'],
    ['nothing', undefined],
  ])('%s: no', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });
});

test('a store without a database rejects what is asked of it and harms nothing else', async () => {
  const store = openStore('postgres://nobody@localhost/x?host=/no/such/folder', { max: 1 });
  const rejected = await store.pool.query('SELECT 1').catch((error: unknown) => error);
  expect(isTransient(rejected)).toBe(true);
  await expect(inTransaction(store, async () => 1)).rejects.toThrow('ENOENT');
  await expect(waitForDatabase(store, 150)).rejects.toThrow('ENOENT');
  await closeStore(store);
});

test('a client that breaks while it is checked out does not end the process', () => {
  const store = openStore('postgres://nobody@localhost/x');
  const client = new pg.Client();
  store.pool.emit('connect', client);
  expect(() => client.emit('error', new Error('broken'))).not.toThrow();
});
