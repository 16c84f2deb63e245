import { PostwerkError } from '../errors.ts';
import type { Device } from '../model/parties.ts';
import { listSites } from '../store/sites.ts';
import { createJobAcceptor, type Reception } from './acceptJob.ts';
import { testPageMessage } from './testPageMessage.ts';

/**
 * Accepts a test page for a device as a document of its own. It goes the way of every document, through the device's
 * output queue, so what became of it is told and proven like anything else.
 */
export async function printTestPage(
  reception: Reception,
  device: Device,
  now = new Date(),
): Promise<{ readonly documentId: string }> {
  const site = (await listSites(reception.store)).find(({ id }) => id === device.siteId);
  const locale = site === undefined ? null : reception.library.resolveLocale(site.locale);
  const document = {
    type: 'test-page',
    message: testPageMessage(device, site ?? { id: device.siteId, name: device.siteId }, now),
    deliveries: [{ channel: 'print', device: device.id }],
    site: device.siteId,
    ...(locale === null ? {} : { locale }),
  };
  const body = Buffer.from(JSON.stringify({ documents: [document] }));
  const answer = await createJobAcceptor(reception).whole({ format: 'json', apiKeyId: null, body });
  const result = 'results' in answer ? answer.results[0] : undefined;
  if (result?.status === 'accepted') return { documentId: result.documentId };
  throw new PostwerkError('internal.unexpected', result?.detail ?? `The test page was not accepted: ${answer.kind}.`);
}
