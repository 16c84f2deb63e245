import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../src/dispatch/print/backend.ts';
import { type LineServer, startLineServer } from './lineServer.ts';

let server: LineServer;
afterEach(() => server.close());

const bytes = Buffer.from('%PDF-1.7 bytes');
async function print(serve: (socket: Socket) => void) {
  server = await startLineServer(serve);
  const backend = openBackend({ uri: `lpd://127.0.0.1:${server.port}/office`, driver: 'pdf' }, { timeoutMs: 900 });
  return backend.print({ deliveryId: '0193e0a2-1111-7222-8333-444455556666', name: 'RE-7 Győr', format: 'pdf', bytes });
}

/** Acknowledges step by step with the given octets; null keeps silent from there on. */
const daemon =
  (...answers: readonly (number | 'reset' | null)[]) =>
  (socket: Socket): void => {
    let pending = '';
    let step = 0;
    let expected = 0;
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      for (;;) {
        const command = expected > 0 ? pending.slice(0, expected) : /^[^\n]*\n/.exec(pending)?.[0];
        if (command === undefined || (expected > 0 && pending.length < expected)) return;
        pending = pending.slice(command.length);
        expected = expected === 0 ? Number(/^.(\d+) [cd]fA/.exec(command)?.[1] ?? -1) + 1 : 0;
        const answer = answers[Math.min(step, answers.length - 1)];
        step += 1;
        if (answer === 'reset') socket.resetAndDestroy();
        else if (answer !== null && answer !== undefined) socket.write(Buffer.of(answer));
      }
    });
  };

describe('a print server spoken to by LPD (RFC 1179)', () => {
  it('takes queue, control file and document, each acknowledged: evidence "accepted"', async () => {
    expect(await print(daemon(0))).toMatchObject({ kind: 'ok', evidence: 'accepted' });
    const said = server.received().replaceAll('\x02', '<2>').replaceAll('\x03', '<3>');
    expect(said).toMatch(/^<2>office\n<2>\d+ cfA\d{3}[\w.-]+\nH[^\n]+\nPpostwerk\nJRE-7 /);
    const dataFile = /<3>\d+ (dfA\d{3}[\w.-]+)\n/.exec(said)?.[1];
    expect(said).toContain(`\nl${dataFile}\nU${dataFile}\nN`);
    expect(said.endsWith(`<3>${bytes.length} ${dataFile}\n${bytes.toString()}\0`)).toBe(true);
  });

  it.each<[string, readonly (number | 'reset' | null)[], string, string]>([
    ['refuses the queue', [1], 'stop', 'dispatch.device-refused'],
    ['has no room for the job', [0, 2], 'retry', 'dispatch.device-busy'],
    ['refuses the document', [0, 0, 0, 0, 1], 'retry', 'dispatch.device-busy'],
    ['never answers', [null], 'stop', 'dispatch.device-unreachable'],
    ['resets before the document', [0, 0, 0, 'reset'], 'stop', 'dispatch.device-unreachable'],
    ['takes the document and says nothing', [0, 0, 0, 0, null], 'unknown', 'dispatch.unknown-outcome'],
    ['takes the document and resets', [0, 0, 0, 0, 'reset'], 'unknown', 'dispatch.unknown-outcome'],
  ])('%s', async (_what, answers, kind, code) => {
    expect(await print(daemon(...answers))).toMatchObject({ kind, code });
  });
});
