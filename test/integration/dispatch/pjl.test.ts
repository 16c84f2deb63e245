import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../src/dispatch/print/backend.ts';
import { type LineServer, startLineServer } from './lineServer.ts';

let server: LineServer;
afterEach(() => server.close());

const status = (code: number, display: string, online = true): string =>
  `@PJL INFO STATUS\r\nCODE=${code}\r\nDISPLAY="${display}"\r\nONLINE=${online ? 'TRUE' : 'FALSE'}\r\n\f`;

/** An office printer: `ready` to its status, then `after` when the job has come, with the job's name. */
const printer =
  (ready: string, after: (name: string, socket: Socket) => void = () => undefined) =>
  (socket: Socket): void => {
    let seen = '';
    let asked = false;
    let told = false;
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      if (!asked && seen.includes('INFO STATUS')) {
        asked = true;
        socket.write(ready);
      }
      const name = /@PJL EOJ NAME = "([^"]*)"/.exec(seen)?.[1];
      if (name !== undefined && !told) {
        told = true;
        after(name, socket);
      }
    });
  };
const job = (what: string, name: string, more = ''): string =>
  `@PJL USTATUS JOB\r\n${what}\r\nNAME="${name}"\r\n${more}\f`;

async function print(serve: (socket: Socket) => void) {
  server = await startLineServer(serve);
  const uri = `socket://127.0.0.1:${server.port}?status=pjl`;
  const backend = openBackend({ uri, driver: 'pdf' }, { timeoutMs: 1_200 });
  return backend.print({
    deliveryId: '0193e0a2-1111-7222-8333-444455556666',
    name: 'RE "7"',
    format: 'pdf',
    bytes: Buffer.from('%PDF-1.7'),
  });
}

describe('an office printer that answers in PJL', () => {
  it('tells the end of the job: evidence "printed"', async () => {
    const outcome = await print(
      printer(status(10001, 'READY'), (name, socket) => {
        socket.write(job('START', name));
        socket.write(`@PJL USTATUS DEVICE\r\nCODE=10023\r\nDISPLAY="PRINTING"\r\nONLINE=TRUE\r\n\f`);
        socket.write(job('END', name, 'PAGES=3\r\n'));
      }),
    );
    expect(outcome).toMatchObject({ kind: 'ok', evidence: 'printed' });
    expect(outcome.detail).toContain('3 pages');
    expect(server.received()).toContain('@PJL ENTER LANGUAGE = PDF\r\n%PDF-1.7\x1b%-12345X@PJL EOJ');
  });

  it.each([
    ['paper', status(41213, 'LOAD TRAY 2 A4'), 'paper-out'],
    ['a jam', status(42202, 'REMOVE PAPER JAM'), 'paper-jam'],
    ['a cover', status(40021, 'CLOSE COVER'), 'cover-open'],
    ['toner', status(40010, 'NO TONER'), 'ink-out'],
    ['being offline', status(10002, 'OFFLINE', false), 'offline'],
    ['a fault', status(50123, '50.1 FUSER ERROR'), 'other'],
  ])('stops for %s, and no document is sent', async (_what, answer, reason) => {
    expect(await print(printer(answer))).toMatchObject({ kind: 'stop', reasons: [reason] });
    expect(server.received()).not.toContain('%PDF');
  });

  it('sleeps: a job wakes it', async () => {
    const outcome = await print(
      printer(status(40000, 'SLEEP MODE', false), (name, socket) => void socket.write(job('END', name))),
    );
    expect(outcome).toMatchObject({ kind: 'ok', evidence: 'printed' });
  });

  it('has begun and says no more: evidence "accepted"', async () => {
    const outcome = await print(
      printer(status(10001, 'READY'), (name, socket) => void socket.write(job('START', name))),
    );
    expect(outcome).toMatchObject({ kind: 'ok', evidence: 'accepted' });
  });

  it('canceled by a person at the printer: cancel', async () => {
    const outcome = await print(
      printer(status(10001, 'READY'), (name, socket) => void socket.write(job('CANCELED', name))),
    );
    expect(outcome).toMatchObject({ kind: 'cancel', code: 'dispatch.canceled-at-device' });
  });

  it('takes the job and says nothing at all: unknown', async () => {
    expect(await print(printer(status(10001, 'READY')))).toMatchObject({ kind: 'unknown' });
  });
});
