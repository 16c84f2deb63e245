import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComposePool, createComposePool } from '../../../src/compose/composePool.ts';
import { createTemplateLibrary } from '../../../src/compose/templates/templateLibrary.ts';
import { composeDocuments } from '../../../src/pipeline/composeDocuments.ts';
import type { Road } from '../../../src/pipeline/road.ts';
import type { Queue } from '../../../src/queue/queue.ts';
import { releaseDocument } from '../../../src/store/documentActions.ts';
import { getDocument } from '../../../src/store/documentHistory.ts';
import { consoleLoginLink } from '../../../src/web/console/loginLink.ts';
import { submitted } from '../web/composedDocument.ts';
import { startTestServer, type TestServer } from '../web/startTestServer.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'postwerk-proof-'));
const folders = { templatesDir: join(folder, 'templates'), localesDir: join(root, 'locales') };
let server: TestServer;
const pools: ComposePool[] = [];

/** A road whose templates are those of the folder at this moment. */
function roadNow(): Road {
  const composePool = createComposePool({ ...folders, threads: 1, timeoutMs: 20_000 });
  pools.push(composePool);
  return {
    store: server.store,
    queue: { hint: async () => true, hintMany: async () => true } as unknown as Queue,
    library: createTemplateLibrary(folders),
    composePool,
    mailer: null,
    defaultLocale: 'de',
    leaseMs: 60_000,
    attemptTimeoutMs: 10_000,
    log: pino({ level: 'silent' }),
  };
}

beforeAll(async () => {
  cpSync(join(root, 'templates'), folders.templatesDir, { recursive: true });
  server = await startTestServer();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a document that does not pass its proof is held with a reason and a picture, until it is mended', async () => {
  const page = join(folders.templatesDir, 'invoice', 'page.hbs');
  const good = readFileSync(page, 'utf8');
  const stamp = '<box x="125mm" y="45mm" width="60mm" height="8mm"><p>Bezahlt, vielen Dank</p></box>';
  writeFileSync(page, good.replace('</document>', `${stamp}\n</document>`));
  const sample = JSON.parse(readFileSync(join(root, 'samples', 'invoice-de.json'), 'utf8')) as { documents: object[] };
  const [document] = await submitted(server, {
    type: 'invoice',
    message: (sample.documents[0] as { message: object }).message,
    deliveries: [{ channel: 'email', to: 'a@example.com' }],
  });
  const id = document?.id ?? '';

  await composeDocuments(roadNow(), [id]);
  const held = await getDocument(server.store, id);
  expect(held?.document).toMatchObject({ state: 'held', reasonCode: 'compose.proof-failed' });
  expect(held?.document.reason).toMatch(
    /^"[^"]+" and "Bezahlt, vielen Dank" lie on one another on page 1\. \(templates\/invoice\/page\.hbs, line \d+\) Nothing was sent\./,
  );
  expect(held?.deliveries).toEqual([]);
  expect(held?.renditions).toMatchObject([{ format: 'proof', pages: 1, locale: 'de' }]);

  const picture = await server.fetch(`/v1/documents/${id}/renditions/proof`);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(
    Buffer.from(await picture.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  const signIn = await server.fetch(consoleLoginLink(server.secret, 'Maria', new Date(Date.now() + 60_000)), {
    key: null,
  });
  const cookie = (signIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const shown = await (await server.fetch(`/console/documents/${id}`, { key: null, headers: { cookie } })).text();
  expect(shown).toMatch(
    /<img src="[^"]*\/renditions\/proof\?[0-9a-f]+" alt="The page that did not pass[^"]*lie on one another/,
  );
  expect(shown).toContain('What did not pass');

  writeFileSync(page, good);
  expect(await releaseDocument(server.store, id, 'test')).toMatchObject({ changed: true, documentIds: [id] });
  expect((await getDocument(server.store, id))?.renditions).toEqual([]);
  await composeDocuments(roadNow(), [id]);
  const mended = await getDocument(server.store, id);
  expect(mended?.document.state).toBe('processing');
  expect(mended?.renditions.map(({ format }) => format).sort()).toEqual(['email', 'pdf']);
});
