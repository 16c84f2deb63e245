import { PostwerkError } from '../../errors.ts';
import type { Device } from '../../model/parties.ts';
import { getDevice, listDevices, setDevicePaused } from '../../store/devices.ts';
import { countSiteWaiting, listSiteWaiting } from '../../store/siteLabels.ts';
import { troubledRuns } from '../../store/labelRunsJam.ts';
import { formField } from '../../web/forms.ts';
import { printersView } from './printersView.ts';
import type { SiteFrame } from './siteFrame.ts';

const schema = { hide: true };
/** So many waiting papers are named; the counts tell of all. */
const named = 200;

/** The second page: the printers of the site, what waits and why, and the three things to do about a printer. */
export function printersRoutes(frame: SiteFrame): void {
  const { app, options, actor } = frame;
  const { store, siteId } = options;

  app.get('/site/printers', { schema }, async (request, reply) => {
    const words = frame.words(request);
    const [devices, counts, waiting, troubles] = await Promise.all([
      listDevices(store),
      countSiteWaiting(store, siteId),
      listSiteWaiting(store, siteId, named),
      troubledRuns(store, siteId),
    ]);
    const own = devices.filter((device) => device.siteId === siteId);
    const main = printersView({ words, devices: own, counts, waiting, troubles });
    return frame.send(request, reply, 'printers', words.text('nav.printers'), main);
  });

  app.post('/site/printers', { schema }, async (request, reply) => {
    const device = await deviceOf(frame, formField(request, 'device'));
    const pause = formField(request, 'do') === 'pause';
    // Going on also means now: whatever the printer waited for is over, somebody stands before it.
    await setDevicePaused(store, device.id, pause, actor);
    if (!pause) await options.hintDrain([device.id]);
    return reply.redirect('/site/printers', 303);
  });
}

/** A device of this site. @throws PostwerkError web.not-found */
export async function deviceOf({ options }: SiteFrame, id: string): Promise<Device> {
  const device = await getDevice(options.store, id);
  if (device === null || device.siteId !== options.siteId) {
    throw new PostwerkError('web.not-found', `This site has no printer ${id.slice(0, 60)}.`);
  }
  return device;
}
