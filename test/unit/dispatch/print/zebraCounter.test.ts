import { expect, test } from 'vitest';
import { counterRequest, readCounter } from '../../../../src/dispatch/print/zebraCounter.ts';

const status = ['030,0,0,1184,000,0,0,0,000,0,0,0', '000,0,0,0,0,2,4,0,00000000,1,000', '1234,0'];

test('asks for the serial number, the time since power came and the counter, then for the status', () => {
  expect(counterRequest).toBe(
    '! U1 getvar "device.unique_id"\r\n! U1 getvar "device.uptime"\r\n! U1 getvar "odometer.total_label_count"\r\n~HS',
  );
});

test('reads the answers', () => {
  expect(readCounter(['50J162400234', '3 days 01 hours 26 mins 35 secs', '10412'], status)).toEqual({
    printed: 10_412,
    of: '50J162400234',
    uptimeS: 3 * 86_400 + 3_600 + 26 * 60 + 35,
    problem: null,
    reasons: [],
    atRest: true,
  });
});

test('a printer that does not know serial number or uptime counts all the same', () => {
  expect(readCounter(['?', '?', '7'], status)).toMatchObject({ printed: 7, of: '', uptimeS: null });
});

test.each([
  ['formats in the buffer', ['030,0,0,1184,002,0,0,0,000,0,0,0', '000,0,0,0,0,2,4,0,00000000,1,000']],
  ['labels of a batch to come', ['030,0,0,1184,000,0,0,0,000,0,0,0', '000,0,0,0,0,2,4,0,00000003,1,000']],
  ['a label that waits to be taken', ['030,0,0,1184,000,0,0,0,000,0,0,0', '000,0,0,0,0,2,4,1,00000000,1,000']],
])('is not at rest with %s', (_what, frames) => {
  expect(readCounter(['a', '?', '7'], frames)).toMatchObject({ atRest: false });
});

test.each([
  ['no counter', ['a', '?', '?'], status],
  ['no number', ['a', '?', '12 labels'], status],
  ['no status', ['a', '?', '7'], ['what?']],
])('%s', (_what, quoted, frames) => {
  expect(readCounter(quoted, frames)).toBeNull();
});
