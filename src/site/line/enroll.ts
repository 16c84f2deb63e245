import { PostwerkError } from '../../errors.ts';
import type { SiteFile } from '../siteFile.ts';
import { connectHeadquarters } from './headquarters.ts';

type Enrolled = Omit<SiteFile, 'server' | 'ca'>;

/** Turns a one-time code into this agent's token. Throws what headquarters refuses it with, or `site.unreachable`. */
export async function enroll(server: string, code: string, ca: string | null): Promise<SiteFile> {
  const headquarters = connectHeadquarters(server, null, ca);
  try {
    const bytes = await headquarters.call({
      method: 'POST',
      path: '/enroll',
      body: { type: 'application/json', bytes: Buffer.from(JSON.stringify({ code })) },
      timeoutMs: 30_000,
    });
    const enrolled = JSON.parse(bytes.toString('utf8')) as Partial<Enrolled>;
    if (!isWhole(enrolled)) throw new PostwerkError('site.unreachable', `${server} answers, but not as headquarters.`);
    const { agentId, siteId, siteName, epoch, token, publicKey } = enrolled;
    return { server, agentId, siteId, siteName, epoch, token, publicKey, ca };
  } finally {
    headquarters.close();
  }
}

function isWhole(answer: Partial<Enrolled>): answer is Enrolled {
  const { agentId, siteId, siteName, epoch, token, publicKey } = answer;
  return [agentId, siteId, siteName, token, publicKey].every((one) => typeof one === 'string') && epoch !== undefined;
}
