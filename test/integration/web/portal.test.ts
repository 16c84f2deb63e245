import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelDocument } from '../../../src/store/documentActions.ts';
import { upsertRecipient } from '../../../src/store/recipients.ts';
import { upsertSender } from '../../../src/store/senders.ts';
import { portalDocumentLink, portalLink } from '../../../src/web/portal/portalLink.ts';
import { composed, delivered, type Submitted, submittedLabel } from './composedDocument.ts';
import { startTestServer, type TestServer } from './startTestServer.ts';

let server: TestServer;
let documents: Submitted[];
const expires = new Date(Date.now() + 3_600_000);

beforeAll(async () => {
  server = await startTestServer({ server: { drawPage: async () => Buffer.from('a picture') } });
  const recipient = (id: string, name: string, locale: string | null) =>
    upsertRecipient(server.store, { id, name, locale, email: null, deviceId: null, channels: {}, identifiers: [] });
  await recipient('R-HU', 'Kisalföld Nagyker Kft.', 'hu-HU');
  await recipient('R-DE', 'Donau Handels GmbH', 'de');
  await recipient('R-0', 'Nobody knows', null);
  await upsertSender(server.store, {
    id: 'alpen',
    name: 'Alpenfracht Logistik AG',
    locale: 'de',
    accent: '#0b5d66',
    logo: null,
    emailFrom: 'a@example.org',
  });
  documents = [];
  for (let index = 0; index < 5; index += 1) documents.push(await published('R-HU'));
});
afterAll(() => server.stop());

async function published(recipient: string): Promise<Submitted> {
  const document = await submittedLabel(server, { recipient, sender: 'alpen' });
  await composed(server.store, document.id, { channel: 'portal', destination: recipient }, 'hu');
  await delivered(server.store, document.id);
  return document;
}

const open = (path: string, headers: Record<string, string> = {}) => server.fetch(path, { key: null, headers });
const textOf = async (path: string, headers?: Record<string, string>) => (await open(path, headers)).text();

describe('the page of a recipient', () => {
  it("is in the recipient's language, newest first, with the sender's name and accent", async () => {
    const page = await textOf(portalLink(server.secret, 'R-HU', expires));
    expect(page).toContain('<html lang="hu">');
    expect(page).toContain('A legújabb dokumentum');
    expect(page).toContain('Alpenfracht Logistik AG');
    expect(page).toContain('/assets/accent-0b5d66.css');
    const places = documents.map(({ number }) => page.indexOf(number));
    expect(places.toReversed()).toEqual(places.toSorted((a, b) => a - b));
  });

  it('finds by number and by the word for the type', async () => {
    const path = portalLink(server.secret, 'R-HU', expires);
    const one = await textOf(`${path}?q=${documents[1]?.number.toLowerCase()}`);
    expect(one).toContain(documents[1]?.number);
    expect(one).not.toContain(`>${documents[2]?.number}<`);
    expect(await textOf(`${path}?q=${encodeURIComponent('címke')}`)).toContain(documents[2]?.number);
    expect(await textOf(`${path}?q=zzz`)).toContain('Nincs találat');
  });

  it('gives the PDF to see and to keep, and a picture', async () => {
    const path = `${portalLink(server.secret, 'R-HU', expires)}/documents/${documents[0]?.id}`;
    const pdf = await open(`${path}/pdf`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.headers.get('content-disposition')).toContain('inline');
    expect((await open(`${path}/pdf?download`)).headers.get('content-disposition')).toContain('attachment');
    expect((await open(`${path}/page.png`)).headers.get('content-type')).toBe('image/png');
  });

  it('shows nothing of anybody else', async () => {
    const other = portalLink(server.secret, 'R-DE', expires);
    expect(await textOf(other)).toContain('Hier liegen noch keine Dokumente');
    expect((await open(`${other}/documents/${documents[0]?.id}/pdf`)).status).toBe(404);
    expect((await open(`${other}/documents/${documents[0]?.id}/page.png`)).status).toBe(404);
  });

  it('does not show what was never published', async () => {
    const { id } = await submittedLabel(server, { recipient: 'R-HU' });
    await composed(server.store, id, { channel: 'portal', destination: 'R-HU' }, 'hu');
    await cancelDocument(server.store, id, 'test');
    expect((await open(`${portalLink(server.secret, 'R-HU', expires)}/documents/${id}/pdf`)).status).toBe(404);
  });

  it("takes the browser's language for a recipient without one", async () => {
    const path = portalLink(server.secret, 'R-0', expires);
    expect(await textOf(path, { 'accept-language': 'nb, de-AT;q=0.8, en;q=0.5' })).toContain('Ihre Dokumente');
    expect(await textOf(path, { 'accept-language': 'nb' })).toContain('Your documents');
  });
});

describe('a link', () => {
  it('that was changed is told so in the language of the browser', async () => {
    const path = portalLink(server.secret, 'R-HU', expires);
    for (const changed of [path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), path.slice(0, -5), '/portal/x']) {
      const response = await open(changed, { 'accept-language': 'de' });
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('nicht gültig');
    }
  });

  it('that is made for another recipient by hand does not work', async () => {
    const [, expiry, signature] = portalLink(server.secret, 'R-HU', expires).slice('/portal/'.length).split('.');
    const forged = `/portal/${Buffer.from('R-DE').toString('base64url')}.${expiry}.${signature}`;
    expect((await open(forged)).status).toBe(404);
  });

  it('that is too old is told so, also where it leads to a PDF', async () => {
    const path = portalLink(server.secret, 'R-HU', new Date(Date.now() - 1_000));
    const response = await open(path, { 'accept-language': 'hu' });
    expect(response.status).toBe(410);
    expect(await response.text()).toContain('lejárt');
    expect((await open(`${path}/documents/${documents[0]?.id}/pdf`)).status).toBe(410);
  });

  it('of one document shows that one and nothing else', async () => {
    const path = portalDocumentLink(server.secret, documents[0]?.id ?? '', expires);
    const page = await textOf(path);
    expect(page).toContain(documents[0]?.number);
    expect(page).not.toContain(documents[1]?.number);
    expect((await open(`${path}/documents/${documents[0]?.id}/pdf`)).status).toBe(200);
    expect((await open(`${path}/documents/${documents[1]?.id}/pdf`)).status).toBe(404);
    const asRecipient = path.replace('/portal/d/', '/portal/');
    expect((await open(asRecipient)).status).toBe(404);
  });
});
