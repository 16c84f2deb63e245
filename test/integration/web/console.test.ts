import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey, revokeApiKey } from '../../../src/store/apiKeys.ts';
import { getDocument } from '../../../src/store/documentHistory.ts';
import { consoleLoginLink } from '../../../src/web/console/loginLink.ts';
import { composed, delivered, submitted, submittedLabel } from './composedDocument.ts';
import { startTestServer, type TestServer } from './startTestServer.ts';
import { label } from './submissions.ts';

let server: TestServer;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer({ server: { drawPage: async () => Buffer.from('a picture') } });
  cookie = cookieOf(await open(consoleLoginLink(server.secret, 'Maria', inAnHour())));
});
afterAll(() => server.stop());

const inAnHour = () => new Date(Date.now() + 3_600_000);
const open = (path: string, headers: Record<string, string> = {}) => server.fetch(path, { key: null, headers });
const see = (path: string) => open(path, { cookie });
const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

function send(path: string, fields: Record<string, string>, as = cookie): Promise<Response> {
  return server.fetch(path, {
    key: null,
    method: 'POST',
    headers: { cookie: as, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}

async function formOf(path: string): Promise<string> {
  return /name="form" value="([^"]+)"/.exec(await (await see(path)).text())?.[1] ?? '';
}

describe('signing in', () => {
  it('is needed for every page and leads back to the page asked for', async () => {
    const response = await open('/console/documents/x?y=1');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(
      `/console/login?next=${encodeURIComponent('/console/documents/x?y=1')}`,
    );
  });

  it('works with a key of scope operate, which ends the session when it is revoked', async () => {
    const { key } = await createApiKey(server.store, 'shift-1', ['operate']);
    const response = await send('/console/login', { key, next: '/console?state=held' }, '');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/console?state=held']);
    const set = response.headers.get('set-cookie') ?? '';
    expect(set).toContain('HttpOnly');
    expect(set).toContain('SameSite=Strict');
    expect((await open('/console', { cookie: cookieOf(response) })).status).toBe(200);
    await revokeApiKey(server.store, 'shift-1');
    expect((await open('/console', { cookie: cookieOf(response) })).status).toBe(303);
  });

  it.each([
    ['another scope', () => server.keys.read, 'does not hold the scope operate'],
    ['an unknown key', () => 'pw_x', 'not known or was revoked'],
  ])('is refused with %s', async (_name, key, told) => {
    const response = await send('/console/login', { key: key(), next: '/console' }, '');
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain(told);
  });

  it('never leads to another site', async () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', '/console/login?x']) {
      const response = await send('/console/login', { key: server.keys.operate, next }, '');
      expect(response.headers.get('location')).toBe('/console');
    }
  });

  it('by link works once and not with a changed or old link', async () => {
    const link = consoleLoginLink(server.secret, 'Maria', inAnHour());
    expect((await open(link)).status).toBe(303);
    expect((await open(link)).status).toBe(401);
    expect((await open(link, { cookie })).status).toBe(303);
    expect((await open(consoleLoginLink('another secret', 'Maria', inAnHour()))).status).toBe(401);
    expect((await open(consoleLoginLink(server.secret, 'Maria', new Date(0)))).status).toBe(401);
  });

  it('a changed cookie is no session', async () => {
    expect((await open('/console', { cookie: `${cookie.slice(0, -2)}AA` })).status).toBe(303);
  });
});

describe('the list', () => {
  it('says how many wait, and finds what was typed', async () => {
    await submitted(server, label(100, { hold: true }), label(101));
    // Counts are shared among pages for a moment, so they may lag behind the list.
    await expect.poll(async () => (await see('/console')).text(), { timeout: 10_000 }).toContain('waits for you');
    expect(await (await see('/console')).text()).toContain('L-100');
    const found = await (await see('/console?q=l-101&type=&state=')).text();
    expect(found).toContain('L-101');
    expect(found).not.toContain('>L-100<');
  });

  it('stays usable with a filter that makes no sense', async () => {
    const page = await see('/console?from=gestern&after=x&state=gone');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('role="alert"');
  });

  it('escapes what comes from outside', async () => {
    await submitted(server, label(102, { reference: '"><script>alert(1)</script>' }));
    const page = await (await see(`/console?q=${encodeURIComponent('"><script>alert(1)</script>')}`)).text();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('costs no bytes while nothing changed', async () => {
    const first = await see('/console?q=nothing-like-that');
    const etag = first.headers.get('etag') ?? '';
    const again = await open('/console?q=nothing-like-that', { cookie, 'if-none-match': etag });
    expect(again.status).toBe(304);
  });
});

describe('a document', () => {
  it('shows history, pictures, and its e-mail in a frame without script', async () => {
    const { id, number } = await submittedLabel(server);
    await composed(server.store, id, { channel: 'email', destination: 'a@example.org' });
    await delivered(server.store, id);
    const page = await (await see(`/console/documents/${id}`)).text();
    expect(page).toContain(`Shipping label ${number}`);
    expect(page).toContain('the mail server took it');
    expect(page).toContain('Went through');
    expect(page).toContain('Rechnung 4711');
    expect(page).toMatch(/<iframe[^>]* sandbox /);
    const mail = await see(`/console/documents/${id}/email.html`);
    expect(mail.headers.get('content-security-policy')).toContain('sandbox');
    expect(mail.headers.get('content-security-policy')).toContain("default-src 'none'");
    const picture = await see(`/console/documents/${id}/pages/1.png`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect((await see(`/console/documents/${id}/renditions/pdf`)).headers.get('content-type')).toBe('application/pdf');
  });

  it('is held and released by its buttons, in the name of who is signed in', async () => {
    const { id } = await submittedLabel(server);
    const path = `/console/documents/${id}`;
    const form = await formOf(path);
    const held = await send(`${path}/hold`, { form });
    expect([held.status, held.headers.get('location')]).toEqual([303, `${path}?done=hold`]);
    expect(await (await see(`${path}?done=hold`)).text()).toContain('It waits until somebody releases it');
    await send(`${path}/release`, { form });
    const history = await getDocument(server.store, id);
    expect(history?.document.state).toBe('pending');
    expect(history?.audit.map(({ actor }) => actor)).toContain('operator:Maria');
  });

  it('is sent to another address', async () => {
    const { id } = await submittedLabel(server);
    await composed(server.store, id, { channel: 'email', destination: 'wrong@example.org' });
    await delivered(server.store, id);
    const path = `/console/documents/${id}`;
    await send(`${path}/resend`, { form: await formOf(path), to: 'right@example.org' });
    const history = await getDocument(server.store, id);
    expect(history?.deliveries.map(({ destination }) => destination)).toEqual([
      'wrong@example.org',
      'right@example.org',
    ]);
  });

  it('says why an action is not possible and stays as it is', async () => {
    const { id } = await submittedLabel(server);
    const path = `/console/documents/${id}`;
    const response = await send(`${path}/release`, { form: await formOf(path) });
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('role="alert"');
  });

  it('is not touched by a form of another site or session', async () => {
    const { id } = await submittedLabel(server);
    const other = cookieOf(await open(consoleLoginLink(server.secret, 'Eve', inAnHour())));
    const stolen =
      /name="form" value="([^"]+)"/.exec(await (await open('/console', { cookie: other })).text())?.[1] ?? '';
    for (const form of ['', 'x', stolen]) {
      const response = await send(`/console/documents/${id}/cancel`, { form });
      expect(response.status).toBe(403);
    }
    expect((await getDocument(server.store, id))?.document.state).toBe('pending');
  });

  it('that does not exist is a page for people', async () => {
    const path = '/console/documents/00000000-0000-7000-8000-000000000000';
    const response = await open(path, { cookie, accept: 'text/html' });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
  });
});

describe('releasing by reason', () => {
  it('releases everything that is held for that reason and nothing else', async () => {
    const documents = await submitted(server, label(200, { hold: true }), label(201, { hold: true }), label(202));
    const jobId = documents[0]?.jobId ?? '';
    const path = `/console/release?state=held&jobId=${jobId}`;
    const page = await (await see(path)).text();
    expect(page).toContain('Release all 2');
    const form = await formOf(path);
    expect((await send(path, { form, reason: 'compose.overflow' })).status).toBe(200);
    expect((await getDocument(server.store, documents[0]?.id ?? ''))?.document.state).toBe('held');
    const done = await (await send(path, { form, reason: 'held-by-submitter' })).text();
    expect(done).toContain('2 documents released');
    const states = await Promise.all(
      documents.map(async ({ id }) => (await getDocument(server.store, id))?.document.state),
    );
    expect(states).toEqual(['pending', 'pending', 'pending']);
  });
});

it('signing out ends the session in this browser', async () => {
  const response = await send('/console/logout', { form: await formOf('/console') });
  expect(response.headers.get('set-cookie')).toContain('Max-Age=0');
});
