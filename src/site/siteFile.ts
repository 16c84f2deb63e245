import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What an agent keeps of its enrolment, for its owner's eyes only. */
export interface SiteFile {
  readonly server: string;
  readonly agentId: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly epoch: number;
  readonly token: string;
  /** Headquarters' Ed25519 key, SPKI in base64: what it signs is trusted, nothing else. */
  readonly publicKey: string;
  /** Path of the CA's certificate in PEM, where headquarters' is not of a public one. */
  readonly ca: string | null;
  /** Headquarters' words when it ended this agent; absent while it has not. An agent that was ended never prints again. */
  readonly ended?: string;
}

const name = 'enrolment.json';

/** Null where no agent was enrolled. */
export async function readSiteFile(dataDir: string): Promise<SiteFile | null> {
  const text = await readFile(join(dataDir, name), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as SiteFile);
}

/** Whole or not at all: a token that was cut off by a crash would be lost for good. */
export async function writeSiteFile(dataDir: string, file: SiteFile): Promise<void> {
  const path = join(dataDir, name);
  await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}
