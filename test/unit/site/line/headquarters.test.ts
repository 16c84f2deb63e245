import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { connectHeadquarters, type Headquarters } from '../../../../src/site/line/headquarters.ts';

let server: Server | null = null;
let headquarters: Headquarters | null = null;

afterEach(() => {
  headquarters?.close();
  server?.close();
});

async function serve(answer: RequestListener): Promise<Headquarters> {
  server = createServer(answer);
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  headquarters = connectHeadquarters(`http://127.0.0.1:${port}/hq/`, 'pwa_x', null);
  return headquarters;
}

const get = (timeoutMs = 5_000) => ({ method: 'GET', path: '/bundle', timeoutMs }) as const;

describe('the way to headquarters', () => {
  test.each(['http://headquarters.example', 'ftp://127.0.0.1', 'headquarters', 'http://127.0.0.1.example'])(
    '%s is not safe enough for a token',
    (address) => {
      expect(() => connectHeadquarters(address, null, null)).toThrow('cli.invalid-setting');
    },
  );

  test('calls below the address given, with the token', async () => {
    let seen = '';
    const there = await serve((request, response) => {
      seen = `${request.url} ${request.headers.authorization}`;
      response.end('bytes');
    });
    expect((await there.call(get())).toString()).toBe('bytes');
    expect(seen).toBe('/hq/v1/agent/bundle Bearer pwa_x');
  });

  test('gives the error that headquarters names', async () => {
    const there = await serve((_request, response) => {
      response.writeHead(401).end(JSON.stringify({ code: 'site.revoked', detail: 'Revoked.' }));
    });
    await expect(there.call(get())).rejects.toMatchObject({ code: 'site.revoked', detail: 'Revoked.' });
  });

  test.each([
    [503, JSON.stringify({ code: 'web.not-ready', detail: 'The database does not answer.' })],
    [502, '<html>Bad gateway</html>'],
    [404, 'not here'],
  ])('is unreachable while it answers %i %s', async (status, body) => {
    const there = await serve((_request, response) => response.writeHead(status).end(body));
    await expect(there.call(get())).rejects.toMatchObject({ code: 'site.unreachable' });
  });

  test('is unreachable when nothing comes in time, and when nobody listens', async () => {
    const there = await serve(() => undefined);
    await expect(there.call(get(50))).rejects.toMatchObject({ code: 'site.unreachable' });
    server?.closeAllConnections();
    await new Promise((closed) => server?.close(closed));
    await expect(there.call(get())).rejects.toMatchObject({ code: 'site.unreachable' });
  });
});
