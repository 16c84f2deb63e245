import { createTemplateLibrary } from '../compose/templates/templateLibrary.ts';
import type { Config } from '../config.ts';
import { PostwerkError } from '../errors.ts';
import { createEnrolment } from '../store/agentEnrolments.ts';
import { listSites, revokeAgent, type SiteOverview } from '../store/agents.ts';
import { upsertSite } from '../store/sites.ts';
import { setSsccCounter } from '../store/ssccRanges.ts';
import { print, say, table } from './print.ts';
import { withStore } from './withStore.ts';

const actor = 'command line';

/** `postwerk sites list`. */
export async function listAllSites(config: Config): Promise<void> {
  await withStore(config, async (store) => {
    const head = ['site', 'name', 'agent', 'last heard', 'waiting', 'held', 'numbers', 'version'];
    print(table(head, (await listSites(store)).map(rowOf)));
  });
}

function rowOf({ id, name, agent, revokedAt }: SiteOverview): string[] {
  if (agent === null)
    return [id, name, revokedAt === null ? 'none' : `revoked ${second(revokedAt)}`, '', '', '', '', ''];
  const { waiting, held, freeNumbers } = agent.status;
  const counts = [waiting, held, freeNumbers].map((count) => (count === undefined ? '' : String(count)));
  const heard = agent.lastHeardAt === null ? 'never' : second(agent.lastHeardAt);
  return [id, name, 'enrolled', heard, ...counts, agent.version ?? ''];
}

function second(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}

/** `postwerk sites add SITE`: registers a site, or changes it. */
export async function addSite(
  config: Config,
  id: string,
  { name, country, locale }: { readonly name: string; readonly country: string; readonly locale: string },
): Promise<void> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id)) throw invalid(`"${id}" is no id: letters, digits, dots, hyphens.`);
  if (!/^[A-Z]{2}$/.test(country)) throw invalid(`--country is "${country}"; it must be two letters, as AT.`);
  const locales = createTemplateLibrary({ templatesDir: config.templatesDir, localesDir: config.localesDir });
  if (locales.resolveLocale(locale) === null) {
    throw invalid(`--locale is "${locale}", which none of ${locales.locales.join(', ')} serves.`);
  }
  await withStore(config, (store) => upsertSite(store, { id, name, country, locale }));
  print(`Site ${id} is registered; "postwerk devices add" registers its printers.`);
}

function invalid(detail: string): PostwerkError {
  return new PostwerkError('cli.invalid-setting', detail);
}

/** `postwerk sites enroll SITE`: prints the code alone on standard output. */
export async function enrollSite(config: Config, siteId: string, minutes: number): Promise<void> {
  await withStore(config, async (store) => {
    const { code, expiresAt } = await createEnrolment(store, siteId, actor, minutes * 60_000);
    print(code);
    say(`Good once, until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. At the site:`);
    say(`  npx postwerk site --server https://… --token ${code}`);
  });
}

/** `postwerk sites revoke SITE`. */
export async function revokeSite(config: Config, siteId: string): Promise<void> {
  await withStore(config, async (store) => {
    const { held } = await revokeAgent(store, siteId, actor);
    print(`Site ${siteId} has no agent and no code any more; ${held} documents that it had in hand are held.`);
  });
}

/** `postwerk sites numbers PREFIX`: from which SSCC numbers are leased to sites. */
export async function setNumbers(
  config: Config,
  companyPrefix: string,
  { extension, first }: { readonly extension: number; readonly first: number },
): Promise<void> {
  await withStore(config, async (store) => {
    await setSsccCounter(store, { companyPrefix, extension, first });
    print(`Sites lease SSCC numbers that begin with ${extension}${companyPrefix}.`);
  });
}
