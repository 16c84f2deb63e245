import type { FileAnswer } from '../landscape/submitFile.ts';
import type { Store } from '../store/db.ts';
import { listRecipients } from '../store/recipients.ts';
import { consoleLoginLink } from '../web/console/loginLink.ts';
import { portalLink } from '../web/portal/portalLink.ts';
import { webSecret } from '../web/webSecret.ts';

const day = 24 * 3_600_000;

/** What a newcomer reads when everything runs: links that open by themselves, and what to try next. */
export async function whereToLook(
  store: Store,
  url: string,
  dataDir: string,
  answers: readonly FileAnswer[],
): Promise<string> {
  const secret = await webSecret(store);
  const until = new Date(Date.now() + day);
  const accepted = answers.flatMap(({ documents }) => documents).filter(({ status }) => status === 'accepted').length;
  const portals = (await listRecipients(store))
    .filter(({ channels }) => Object.values(channels).some((list) => list.includes('portal')))
    .map(({ id, name }) => `  portal of ${name}\n    ${url}${portalLink(secret, id, until)}`);
  return `
${accepted} documents of the samples are on their way.

  operators' console (signs you in once)
    ${url}${consoleLoginLink(secret, 'you', new Date(Date.now() + day))}
  what arrived at the printers and in the mailbox, with switches to make them fail
    ${url}/landscape
${portals.join('\n')}
  API, described for integrators
    ${url}/docs     key: ${dataDir}/landscape.key

Ctrl-C stops everything; the next start goes on where this one stopped.
`;
}
