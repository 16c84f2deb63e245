import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeApiKey, createApiKey } from '../../../src/store/apiKeys.ts';
import { startTestServer, type TestServer } from './startTestServer.ts';
import { jobOf, type JobAnswerBody, jsonType, label, ndjsonType, type ProblemBody } from './submissions.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ intake: { idleMs: 700, receivingWaitMs: 400 } });
});
afterAll(() => server.stop());

const submit = (body: string | Buffer, headers: Record<string, string> = jsonType, key?: string | null) =>
  server.fetch('/v1/jobs', {
    method: 'POST',
    body,
    headers,
    ...(key === undefined ? {} : { key }),
  });

async function problemOf(response: Response): Promise<ProblemBody> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as ProblemBody;
  expect(problem.status).toBe(response.status);
  expect(problem.type).toBe(`/errors#${problem.code}`);
  expect(JSON.stringify(problem)).not.toMatch(/\bat .*\.[tj]s:\d+/);
  return problem;
}

const nothingIsBeingReceived = () =>
  until(async () => (await countOf("jobs WHERE accepted_at IS NULL AND state = 'pending'")) === 0);

async function countOf(table: string): Promise<number> {
  const { rows } = await server.store.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  return rows[0]?.n ?? -1;
}

describe('JSON job', () => {
  it('is answered 202 with a result per document, the broken one refused by field', async () => {
    const response = await submit(jobOf(label(1), { type: 'shipping-label', message: { number: 'x' } }, label(2)));
    expect(response.status).toBe(202);
    const body = (await response.json()) as JobAnswerBody;
    expect(response.headers.get('location')).toBe(`/v1/jobs/${body.jobId}`);
    expect(body).toMatchObject({ accepted: 2, refused: 1 });
    expect(body.documents.map(({ position, status }) => [position, status])).toEqual([
      [1, 'accepted'],
      [2, 'refused'],
      [3, 'accepted'],
    ]);
    expect(body.documents[1]).toMatchObject({
      code: 'intake.invalid-message',
      field: expect.stringContaining('/message'),
    });
  });

  it('is answered 422 with the same body when every document was refused', async () => {
    const response = await submit(jobOf({ type: 'letter', message: {} }));
    expect(response.status).toBe(422);
    const body = (await response.json()) as JobAnswerBody;
    expect(body).toMatchObject({ state: 'aborted', accepted: 0, refused: 1 });
    expect(body.documents[0]).toMatchObject({ status: 'refused', code: 'intake.unknown-type' });
  });

  it('says line and column of a syntax error', async () => {
    const response = await submit('{\n  "documents": [\n    { "type": "invoice", }\n  ]\n}');
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ code: 'intake.invalid-json', line: 3, column: 26 });
  });

  it('refuses bytes that are not UTF-8', async () => {
    const response = await submit(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]));
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe('intake.invalid-utf8');
  });

  it('refuses NUL in a text with its field', async () => {
    const broken = label(3) as { message: { number: string } };
    broken.message.number = 'L-\u0000';
    const body = (await (await submit(jobOf(broken))).json()) as JobAnswerBody;
    expect(body.documents[0]).toMatchObject({ code: 'intake.forbidden-character', field: '/message/number' });
  });

  it('refuses a body over 16 MiB, declared or not', async () => {
    const body = Buffer.alloc(16 * 1024 * 1024 + 1, 0x20);
    const declared = await submit(body);
    expect(declared.status).toBe(413);
    expect((await problemOf(declared)).code).toBe('intake.body-too-large');
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(body);
        controller.close();
      },
    });
    const undeclared = await server.fetch('/v1/jobs', {
      method: 'POST',
      body: stream,
      headers: jsonType,
      duplex: 'half',
    });
    expect(undeclared.status).toBe(413);
  });

  it.each([
    ['text/csv', 'text/csv'],
    ['', 'No Content-Type'],
    ['application/json; charset=iso-8859-1', 'iso-8859-1'],
  ])('refuses Content-Type "%s"', async (type, named) => {
    const response = await submit(Buffer.from('x'), type === '' ? {} : { 'content-type': type });
    expect(response.status).toBe(415);
    expect((await problemOf(response)).detail).toContain(named);
  });

  it('refuses a compressed body', async () => {
    const response = await submit('x', { ...jsonType, 'content-encoding': 'gzip' });
    expect(response.status).toBe(415);
  });
});

describe('key', () => {
  it.each([
    ['no key', null, 401, 'web.unauthorized'],
    ['an unknown key', 'pw_nobody', 401, 'web.unauthorized'],
  ])('%s is refused', async (_name, key, status, code) => {
    const response = await submit(jobOf(label(4)), jsonType, key);
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
    expect((await problemOf(response)).code).toBe(code);
  });

  it('without the scope is refused and told which one is missing', async () => {
    const response = await submit(jobOf(label(4)), jsonType, server.keys.read);
    expect(response.status).toBe(403);
    expect((await problemOf(response)).detail).toContain('submit');
  });

  it('is dead from the moment it is revoked', async () => {
    const { key } = await createApiKey(server.store, 'short-lived', ['submit']);
    expect((await submit(jobOf(label(5)), jsonType, key)).status).toBe(202);
    await revokeApiKey(server.store, 'short-lived');
    expect((await submit(jobOf(label(6)), jsonType, key)).status).toBe(401);
  });
});

describe('Idempotency-Key', () => {
  const repeat = (key: string, body: string, type = jsonType) => submit(body, { ...type, 'idempotency-key': key });

  it.each([
    ['JSON', jsonType, jobOf(label(10), label(11))],
    ['NDJSON', ndjsonType, `${JSON.stringify(label(12))}\n{"broken\n`],
  ])('gives the same answer to the same %s body', async (name, type, body) => {
    const first = await repeat(`same-${name}`, body, type);
    const second = await repeat(`same-${name}`, body, type);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await second.json()).toEqual(await first.json());
  });

  it('refuses another body with 409', async () => {
    await repeat('other', jobOf(label(13)));
    const response = await repeat('other', jobOf(label(14)));
    expect(response.status).toBe(409);
    expect((await problemOf(response)).code).toBe('intake.idempotency-conflict');
  });

  it('answers 409 with Retry-After while the first is being received, and nothing is doubled', async () => {
    const slow = await openNdjson('slow-one');
    slow.write(`${JSON.stringify(label(15))}\n`);
    await wait(100);
    const before = await countOf('jobs');
    const response = await submit(`${JSON.stringify(label(15))}\n`, { ...ndjsonType, 'idempotency-key': 'slow-one' });
    expect(response.status).toBe(409);
    expect(response.headers.get('retry-after')).toBe('5');
    expect((await problemOf(response)).code).toBe('intake.still-receiving');
    expect(await countOf('jobs')).toBe(before);
    slow.destroy();
    await nothingIsBeingReceived();
  });

  it('refuses a key that cannot be one', async () => {
    const response = await repeat('a b', jobOf(label(16)));
    expect(response.status).toBe(400);
    expect((await problemOf(response)).field).toBe('idempotency-key');
  });
});

/** A request whose body is sent by hand over a socket. */
async function openNdjson(idempotencyKey: string) {
  const socket = connect(server.port, '127.0.0.1');
  await new Promise((connected) => socket.once('connect', connected));
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.on('error', () => undefined);
  socket.write(
    `POST /v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.keys.all}\r\nContent-Type: application/x-ndjson\r\n` +
      `Idempotency-Key: ${idempotencyKey}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  return {
    write: (text: string) => socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`),
    destroy: () => socket.destroy(),
    answer: () => answer,
  };
}

async function until(met: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await met()) return;
    await wait(50);
  }
  throw new Error('it never came');
}

describe('NDJSON', () => {
  it('names the line of every broken document and accepts the rest', async () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => JSON.stringify(label(1_000 + index)));
    lines[6] = '{"type": "shipping-label", ';
    lines[499] = '[]';
    lines[998] = JSON.stringify({ ...label(7), type: 'letter' });
    const response = await submit(`${lines.join('\n')}\n`, ndjsonType);
    expect(response.status).toBe(202);
    const body = (await response.json()) as JobAnswerBody;
    expect(body).toMatchObject({ accepted: 997, refused: 3 });
    expect(body.documents).toHaveLength(1_000);
    const refused = body.documents.filter(({ status }) => status === 'refused');
    expect(refused.map(({ position }) => position)).toEqual([7, 500, 999]);
    expect(refused[0]?.code).toBe('intake.invalid-json');
  });

  it('leaves nothing behind when the client goes away in the middle, and the key can be used again', async () => {
    const before = await countOf('documents');
    const request = await openNdjson('cut');
    for (let index = 0; index < 500; index += 1) request.write(`${JSON.stringify(label(5_000 + index))}\n`);
    await wait(200);
    request.destroy();
    await nothingIsBeingReceived();
    const { rows } = await server.store.pool.query('SELECT state, reason_code FROM jobs ORDER BY id DESC LIMIT 1');
    expect(rows).toEqual([{ state: 'aborted', reason_code: 'intake.truncated' }]);
    expect(await countOf('documents')).toBe(before);
    const again = await submit(`${JSON.stringify(label(5_000))}\n`, { ...ndjsonType, 'idempotency-key': 'cut' });
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotency-replayed')).toBeNull();
  });

  it('gives up on a client that stops sending, with 408 and nothing accepted', async () => {
    const before = await countOf('documents');
    const request = await openNdjson('stalls');
    request.write(`${JSON.stringify(label(6_000))}\n`);
    await until(() => request.answer().includes('\r\n\r\n'));
    expect(request.answer()).toMatch(/^HTTP\/1\.1 408 /);
    expect(request.answer()).toContain('intake.too-slow');
    expect(await countOf('documents')).toBe(before);
    request.destroy();
  });

  it('waits for a client that is slow but sends', async () => {
    const request = await openNdjson('slow');
    for (let index = 0; index < 4; index += 1) {
      request.write(`${JSON.stringify(label(6_100 + index))}\n`);
      await wait(300);
    }
    request.write('');
    await until(() => request.answer().includes('\r\n\r\n'));
    expect(request.answer()).toMatch(/^HTTP\/1\.1 202 /);
    request.destroy();
  });
});
