import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { eventually, type RunningProgram, startProgram } from './runningProgram.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const executablePath = '/usr/bin/chromium';

/** Debian's package `chromium`; without it these tests are skipped. */
export const hasChromium = existsSync(executablePath);

/** The built program with its landscape, and a browser before it. */
export interface BrowserRig {
  readonly url: string;
  /** The link that signs an operator in once. */
  readonly login: string;
  /** The signed link of the portal that belongs to a recipient. */
  portalOf(recipient: string): string;
  /** A window that notes every request elsewhere, every error in its console and every broken policy. */
  open(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** What the windows noted since it was last asked; `expected` are addresses that may fail. */
  troubles(...expected: readonly string[]): readonly string[];
  /** Submits a sample of the repository under another number; gives the document's id. */
  submit(sample: string, number: string): Promise<string>;
  /** Waits until the API says that the document is in this state. */
  untilState(id: string, state: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startBrowserRig(): Promise<BrowserRig> {
  const folder = await mkdtemp(join(tmpdir(), 'postwerk-browser-'));
  // Postgres runs as another account where we are root.
  await chmod(folder, 0o755);
  const program = startProgram(process.execPath, [
    join(root, 'dist/main.js'),
    'start',
    '--port=0',
    `--data=${join(folder, 'data')}`,
  ]);
  let browser: Browser | undefined;
  const stop = async (): Promise<void> => {
    await browser?.close();
    await program.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  try {
    const links = await linksOf(program);
    const key = (await readFile(join(folder, 'data/landscape.key'), 'utf8')).trim();
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    return rig(browser, links, key, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function linksOf(program: RunningProgram): Promise<string> {
  const said = await eventually(
    async () => (program.said().includes('Ctrl-C') ? program.said() : null),
    () => program.said(),
    90_000,
  );
  return said;
}

function rig(browser: Browser, links: string, key: string, stop: () => Promise<void>): BrowserRig {
  const login = /http:\S+\/console\/login\/\S+/.exec(links)?.[0] ?? '';
  const url = new URL(login).origin;
  const noted: { readonly at: string; readonly text: string }[] = [];
  const api = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json() as Promise<Record<string, unknown>>;
  };
  return {
    url,
    login,
    portalOf: (recipient) => links.split(`portal of ${recipient}`)[1]?.trim().split(/\s/)[0] ?? '',
    async open(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      context.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (origin !== url && protocol !== 'data:') noted.push({ at: request.url(), text: 'a request elsewhere' });
      });
      context.on('console', (message) => {
        if (message.type() === 'error') noted.push({ at: message.location().url, text: message.text() });
      });
      context.on('weberror', (error) => noted.push({ at: error.page()?.url() ?? '', text: error.error().message }));
      return context;
    },
    troubles: (...expected) =>
      noted
        .splice(0)
        .filter(({ at }) => !expected.includes(at))
        .map(({ at, text }) => `${at}: ${text}`),
    async submit(sample, number) {
      const job = JSON.parse(await readFile(join(root, 'samples', sample), 'utf8')) as {
        documents: [{ reference?: string; message: { number: string } }];
      };
      const [document] = job.documents;
      document.reference = number;
      document.message.number = number;
      const body = JSON.stringify({ documents: [document] });
      const answer = await api('/v1/jobs', { method: 'POST', body });
      return (answer['documents'] as { documentId: string }[])[0]?.documentId ?? '';
    },
    async untilState(id, state) {
      let last: unknown;
      await eventually(
        async () => {
          const { document } = await api(`/v1/documents/${id}`);
          last = (document as { state: string }).state;
          return last === state ? true : null;
        },
        () => `The document is ${JSON.stringify(last)}, not ${state}.`,
        90_000,
      );
    },
    stop,
  };
}
