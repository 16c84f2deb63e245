import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openSocketDevice, type SocketDevice, type SocketOptions } from '../../../src/dispatch/print/socket.ts';

const ready =
  '\x02030,0,0,1184,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n';
const paperOut = ready.replace('030,0', '030,1');
const headUp = ready.replace('\x02000,0,0', '\x02000,0,1');
const label = Buffer.from('^XA^FO10,10^FDHello^FS^XZ');

let server: Server;
let device: SocketDevice;
const sockets = new Set<Socket>();
let connections = 0;
let received = '';

/** A device that does `serve` with every connection. */
async function start(serve: (socket: Socket) => void, options: SocketOptions & { query?: string } = {}): Promise<void> {
  connections = 0;
  received = '';
  server = createServer({ allowHalfOpen: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  device = openSocketDevice(`socket://127.0.0.1:${port}${options.query ?? ''}`, {
    driver: 'zpl',
    timeoutMs: 900,
    ...options,
  });
}

/** Answers the n-th `~HS` with the n-th text; after the last, with the last. Null keeps silent. */
const answering =
  (...answers: readonly (string | null)[]) =>
  (socket: Socket): void => {
    let seen = '';
    let asked = 0;
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      while ((seen.match(/~HS/g)?.length ?? 0) > asked) {
        const answer = answers[Math.min(asked, answers.length - 1)];
        asked += 1;
        if (answer) socket.write(answer);
      }
    });
  };

afterEach(async () => {
  await device.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((resolve) => server.close(resolve));
});

describe('openSocketDevice with a label printer that', () => {
  it('is ready: evidence "accepted", many labels in order over one connection', async () => {
    await start(answering(ready));
    for (let index = 0; index < 50; index += 1) {
      expect(await device.print(Buffer.from(`^XA${index}^XZ`))).toMatchObject({ kind: 'ok', evidence: 'accepted' });
    }
    expect(connections).toBe(1);
    expect(received.match(/\^XA\d+\^XZ/g)).toEqual(Array.from({ length: 50 }, (_, index) => `^XA${index}^XZ`));
  });

  it.each([
    ['out of labels', paperOut],
    ['print head open', headUp],
    ['paused', ready.replace('030,0,0', '030,0,1')],
  ])('is %s: stop, and no label is sent', async (words, answer) => {
    await start(answering(answer));
    const outcome = await device.print(label);
    expect(outcome).toMatchObject({ kind: 'stop', code: 'dispatch.device-stopped' });
    expect(outcome.detail).toContain(words);
    expect(received).toBe('~HS');
  });

  it('runs out with this label: it has it, and the next one stops', async () => {
    await start(answering(ready, paperOut));
    expect(await device.print(label)).toMatchObject({ kind: 'ok', evidence: 'accepted' });
    expect(await device.print(label)).toMatchObject({ kind: 'stop' });
    expect(received.match(/\^XA/g)).toHaveLength(1);
  });

  it('never answers: stop, and no label is sent', async () => {
    await start(answering(null));
    expect(await device.print(label)).toMatchObject({ kind: 'stop', code: 'dispatch.device-unreachable' });
    expect(received).toBe('~HS');
  });

  it('answers something else: stop', async () => {
    await start(answering('\x02hello\x03\x02you\x03\x02there\x03'));
    expect(await device.print(label)).toMatchObject({ kind: 'stop', code: 'dispatch.device-unreachable' });
  });

  it('resets when the label comes: unknown', async () => {
    await start((socket) => {
      socket.prependListener('data', (chunk) => chunk.includes('^XA') && socket.resetAndDestroy());
      answering(ready)(socket);
    });
    expect(await device.print(label)).toMatchObject({ kind: 'unknown', code: 'dispatch.unknown-outcome' });
  });

  it('closes when the label comes: unknown', async () => {
    await start((socket) => {
      let asked = false;
      socket.on('data', () => {
        if (asked) socket.end();
        else socket.write(ready);
        asked = true;
      });
    });
    expect(await device.print(label)).toMatchObject({ kind: 'unknown' });
  });

  it('takes the label and goes silent: unknown, within its time', async () => {
    await start(answering(ready, null));
    const began = Date.now();
    expect(await device.print(label)).toMatchObject({ kind: 'unknown' });
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it('stops reading in the middle of a large label: unknown, within its time', async () => {
    await start((socket) => {
      answering(ready)(socket);
      socket.on('data', (chunk) => chunk.includes('^XA') && socket.pause());
    });
    const began = Date.now();
    const large = Buffer.concat([Buffer.from('^XA'), Buffer.alloc(64 * 1024 * 1024, 0x20), Buffer.from('^XZ')]);
    expect(await device.print(large)).toMatchObject({ kind: 'unknown' });
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it('closed the kept connection meanwhile: the next label goes over a new one', async () => {
    await start(answering(ready), { readinessMs: 0 });
    expect(await device.print(label)).toMatchObject({ kind: 'ok' });
    for (const socket of sockets) socket.destroy();
    expect(await device.print(label)).toMatchObject({ kind: 'ok' });
    expect(connections).toBe(2);
  });

  it('is not there: stop', async () => {
    await start(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const outcome = await device.print(label);
    expect(outcome).toMatchObject({ kind: 'stop', code: 'dispatch.device-unreachable' });
    expect(outcome.detail).toContain('ECONNREFUSED');
    await new Promise<void>((resolve) => server.listen(0, resolve));
  });
});

describe('openSocketDevice with a device that says nothing and', () => {
  const silent: SocketOptions = { driver: 'pdf' };

  it('closes when it has everything: evidence "handed-over"', async () => {
    await start((socket) => socket.on('end', () => socket.end()), silent);
    expect(await device.print(Buffer.from('%PDF one'))).toMatchObject({ kind: 'ok', evidence: 'handed-over' });
    expect(await device.print(Buffer.from('%PDF two'))).toMatchObject({ kind: 'ok', evidence: 'handed-over' });
    expect(received).toBe('%PDF one%PDF two');
    expect(connections).toBe(2);
  });

  it('never closes: unknown', async () => {
    await start(() => undefined, silent);
    expect(await device.print(label)).toMatchObject({ kind: 'unknown' });
  });

  it('never closes, as its address says (?waiteof=false): evidence "handed-over"', async () => {
    await start(() => undefined, { ...silent, query: '?waiteof=false' });
    expect(await device.print(label)).toMatchObject({ kind: 'ok', evidence: 'handed-over' });
  });

  it('resets: unknown', async () => {
    await start((socket) => socket.on('data', () => socket.resetAndDestroy()), silent);
    expect(await device.print(label)).toMatchObject({ kind: 'unknown' });
  });

  it('is a label printer without a way back (?status=none)', async () => {
    await start((socket) => socket.on('end', () => socket.end()), { query: '?status=none' });
    expect(await device.print(label)).toMatchObject({ kind: 'ok', evidence: 'handed-over' });
    expect(received).toBe(label.toString());
  });
});
