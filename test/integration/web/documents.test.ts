import { connect } from 'node:net';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry, Delivery, Document } from '../../../src/model/document.ts';
import { composed, delivered, submitted, submittedLabel } from './composedDocument.ts';
import { startTestServer, type TestServer } from './startTestServer.ts';
import { jsonType, label, type ProblemBody } from './submissions.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function read<T>(path: string): Promise<T> {
  const response = await server.fetch(path);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

const post = (path: string, body?: string) =>
  server.fetch(path, { method: 'POST', ...(body === undefined ? {} : { body, headers: jsonType }) });

describe('a job', () => {
  it('is read with counts by state and results page by page', async () => {
    const [first] = await submitted(server, label(1), { type: 'letter', message: {} }, label(2, { hold: true }));
    const path = `/v1/jobs/${first?.jobId}`;
    interface Page {
      job: { accepted: number; refused: number; state: string; acceptedAt: string };
      counts: Record<string, number>;
      documents: { position: number }[];
      next: number | null;
    }
    const page = await read<Page>(`${path}?limit=2`);
    expect(page.job).toMatchObject({ accepted: 2, refused: 1 });
    expect(new Date(page.job.acceptedAt).getFullYear()).toBeGreaterThan(2000);
    expect(page.counts).toMatchObject({ pending: 1, held: 1, completed: 0 });
    expect(page.documents.map(({ position }) => position)).toEqual([1, 2]);
    const rest = await read<Page>(`${path}?limit=2&after=${page.next}`);
    expect(rest.documents.map(({ position }) => position)).toEqual([3]);
    expect(rest.next).toBeNull();
  });

  it('that does not exist is a 404', async () => {
    expect((await server.fetch(`/v1/jobs/${uuid()}`)).status).toBe(404);
  });
});

describe('searching documents', () => {
  interface List {
    documents: Document[];
    next: string | null;
  }
  it('finds by number, reference, beginning, state and day, and pages without repeating', async () => {
    const [one] = await submitted(server, label(777), label(778), label(779));
    expect((await read<List>('/v1/documents?number=L-778')).documents.map(({ number }) => number)).toEqual(['L-778']);
    expect((await read<List>('/v1/documents?reference=WMS-779')).documents).toHaveLength(1);
    expect((await read<List>('/v1/documents?q=l-77')).documents).toHaveLength(3);
    expect((await read<List>(`/v1/documents?jobId=${one?.jobId}&state=completed`)).documents).toEqual([]);
    const today = new Date().toISOString().slice(0, 10);
    expect((await read<List>(`/v1/documents?q=l-77&from=${today}&to=${today}`)).documents).toHaveLength(3);
    expect((await read<List>('/v1/documents?q=l-77&to=2020-01-01')).documents).toEqual([]);
    const first = await read<List>('/v1/documents?q=l-77&limit=2');
    const second = await read<List>(`/v1/documents?q=l-77&limit=2&after=${encodeURIComponent(first.next ?? '')}`);
    expect([...first.documents, ...second.documents].map(({ number }) => number).sort()).toEqual([
      'L-777',
      'L-778',
      'L-779',
    ]);
    expect(second.next).toBeNull();
  });

  it.each([
    ['/v1/documents?colour=red', 'colour'],
    ['/v1/documents?state=lost', 'state'],
    ['/v1/documents?limit=9000', 'limit'],
    ['/v1/documents?from=2026-02-31', 'from'],
    ['/v1/documents?after=nonsense', 'after'],
    ['/v1/documents/4711', 'id'],
  ])('refuses %s and names %s', async (path, field) => {
    const response = await server.fetch(path);
    expect(response.status).toBe(400);
    const problem = (await response.json()) as ProblemBody;
    expect(problem.code).toBe('web.invalid-request');
    expect(`${problem.field} ${problem.detail}`).toContain(field);
  });
});

describe('one document', () => {
  it('comes with message, renditions, deliveries, attempts and audit', async () => {
    const { id, number } = await submittedLabel(server);
    await composed(server.store, id, { channel: 'email', destination: 'a@example.org' });
    await delivered(server.store, id);
    const history = await read<{
      document: Document;
      message: { number: string };
      renditions: { format: string }[];
      deliveries: Delivery[];
      attempts: { outcome: string; finishedAt: string }[];
      audit: AuditEntry[];
    }>(`/v1/documents/${id}`);
    expect(history.document).toMatchObject({ id, number, state: 'completed', locale: 'de' });
    expect(history.message).toMatchObject({ number, shipTo: { name: 'Kisalföld Nagyker Kft.' } });
    expect(history.renditions.map(({ format }) => format).sort()).toEqual(['email', 'pdf', 'zpl']);
    expect(history.deliveries).toMatchObject([
      { channel: 'email', state: 'completed', evidence: 'accepted', attempts: 1 },
    ]);
    expect(history.attempts).toMatchObject([{ outcome: 'ok' }]);
    expect(history.audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['accepted', 'composed', 'routed']),
    );
  });

  it('gives its stored bytes with their hash as ETag and a name a person understands', async () => {
    const { id, number } = await submittedLabel(server);
    const { pdf } = await composed(server.store, id, { channel: 'email', destination: 'a@example.org' });
    const response = await server.fetch(`/v1/documents/${id}/renditions/pdf`);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toContain(`inline; filename="shipping-label ${number}.pdf"`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf);
    const etag = response.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    const again = await server.fetch(`/v1/documents/${id}/renditions/pdf`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    const zpl = await server.fetch(`/v1/documents/${id}/renditions/zpl`);
    expect(await zpl.text()).toContain('^XA');
  });

  it('that is not composed has no bytes yet', async () => {
    const { id } = await submittedLabel(server);
    const response = await server.fetch(`/v1/documents/${id}/renditions/pdf`);
    expect(response.status).toBe(404);
    expect(((await response.json()) as ProblemBody).code).toBe('web.not-found');
  });
});

describe('actions', () => {
  it('hold, release and cancel move the document, are audited under the key, and hint what became runnable', async () => {
    const { id } = await submittedLabel(server);
    const held = await post(`/v1/documents/${id}/hold`, '{"reason":"wrong address"}');
    expect(await held.json()).toMatchObject({ id, state: 'held', reason: 'wrong address' });
    const released = await post(`/v1/documents/${id}/release`);
    expect(await released.json()).toMatchObject({ state: 'pending' });
    expect(server.hints.at(-1)?.documentIds).toEqual([id]);
    const canceled = await post(`/v1/documents/${id}/cancel`, '');
    expect(await canceled.json()).toMatchObject({ state: 'canceled' });
    const { audit } = await read<{ audit: AuditEntry[] }>(`/v1/documents/${id}`);
    const actors = audit
      .filter(({ action }) => ['held', 'released', 'canceled'].includes(action))
      .map(({ actor }) => actor);
    expect(actors).toEqual(Array(3).fill('key:submit-read-operate'));
  });

  it('that the state does not allow are refused with 409 and change nothing', async () => {
    const { id } = await submittedLabel(server);
    const response = await post(`/v1/documents/${id}/release`);
    expect(response.status).toBe(409);
    expect(((await response.json()) as ProblemBody).code).toBe('web.wrong-state');
    expect((await read<{ document: Document }>(`/v1/documents/${id}`)).document.state).toBe('pending');
  });

  it('resend makes new deliveries, to another address if asked', async () => {
    const { id } = await submittedLabel(server);
    await composed(server.store, id, { channel: 'email', destination: 'a@example.org' });
    await delivered(server.store, id);
    const response = await post(`/v1/documents/${id}/resend`, '{"delivery":{"channel":"email","to":"b@example.org"}}');
    expect(await response.json()).toMatchObject({ state: 'processing' });
    const { deliveries } = await read<{ deliveries: Delivery[] }>(`/v1/documents/${id}`);
    expect(deliveries.map(({ destination }) => destination)).toEqual(['a@example.org', 'b@example.org']);
    expect(server.hints.at(-1)?.deliveryIds).toHaveLength(1);
  });

  it('need the scope operate', async () => {
    const { id } = await submittedLabel(server);
    const response = await server.fetch(`/v1/documents/${id}/cancel`, { method: 'POST', key: server.keys.submit });
    expect(response.status).toBe(403);
  });

  it.each([
    ['{"reason": }', 'intake.invalid-json'],
    ['{"because": "x"}', 'web.invalid-request'],
    ['[]', 'web.invalid-request'],
    ['\u0000', 'intake.invalid-json'],
  ])('refuse the body %j', async (body, code) => {
    const { id } = await submittedLabel(server);
    const response = await post(`/v1/documents/${id}/hold`, body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as ProblemBody).code).toBe(code);
  });

  it('of an unknown document are a 404', async () => {
    expect((await post(`/v1/documents/${uuid()}/hold`)).status).toBe(404);
  });
});

describe('whatever else', () => {
  it('unknown addresses are a 404, wrong methods a 405 with Allow', async () => {
    const unknown = await server.fetch('/v1/nothing');
    expect([unknown.status, ((await unknown.json()) as ProblemBody).code]).toEqual([404, 'web.unknown-route']);
    const wrong = await server.fetch('/v1/jobs', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    const param = await server.fetch(`/v1/documents/${uuid()}`, { method: 'PUT' });
    expect([param.status, param.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('every answer carries the security headers and the request id, a sane one of the client even', async () => {
    const response = await server.fetch('/v1/documents', { headers: { 'x-request-id': 'erp-4711' } });
    expect(response.headers.get('x-request-id')).toBe('erp-4711');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const odd = await server.fetch('/v1/documents', { headers: { 'x-request-id': 'a b"c' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('bytes that are no HTTP get a 400', async () => {
    const socket = connect(server.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.write('this is not http\r\n\r\n');
    await new Promise((closed) => socket.once('close', closed));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
  });

  it('health and readiness need no key', async () => {
    expect(await (await server.fetch('/healthz', { key: null })).json()).toEqual({ status: 'ok' });
    expect((await server.fetch('/readyz', { key: null })).status).toBe(200);
  });
});
