import { createServer, type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CutLine, startCutLine } from '../../../src/landscape/cutLine.ts';

let echo: Server;
let line: CutLine;

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((listening) => echo.listen(0, '127.0.0.1', listening));
  line = await startCutLine({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
});
afterEach(async () => {
  await line.close();
  await new Promise((closed) => echo.close(closed));
});

/** Says something through the line; gives what comes back, or null when the connection breaks. */
function say(text: string, socket: Socket = connect(Number(new URL(line.url).port), '127.0.0.1')) {
  return new Promise<string | null>((resolve) => {
    socket.once('data', (bytes) => resolve(bytes.toString()));
    socket.once('close', () => resolve(null));
    socket.on('error', () => undefined);
    socket.write(text);
  });
}

test('bytes pass while it is up; cut, open connections break and new ones are refused; restored, it passes again', async () => {
  const socket = connect(Number(new URL(line.url).port), '127.0.0.1');
  expect(await say('one', socket)).toBe('one');
  const broken = new Promise((resolve) => socket.once('close', resolve));
  line.set(false);
  await broken;
  expect(line.isUp).toBe(false);
  expect(await say('two')).toBeNull();
  line.set(true);
  const again = connect(Number(new URL(line.url).port), '127.0.0.1');
  expect(await say('three', again)).toBe('three');
  again.destroy();
});
