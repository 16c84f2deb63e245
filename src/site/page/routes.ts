import type { FastifyInstance } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import { listSites } from '../../store/sites.ts';
import { acceptForms } from '../../web/forms.ts';
import { aheadRoutes } from './aheadRoutes.ts';
import { jamRoutes } from './jamRoutes.ts';
import { printersRoutes } from './printersRoutes.ts';
import { scanRoutes } from './scanRoutes.ts';
import { siteFrame, type SitePageOptions } from './siteFrame.ts';
import { loadSiteTexts } from './siteTexts.ts';

/**
 * The page of a site, served by its agent to whoever stands in the warehouse: scan and print, the printers, labels
 * printed ahead, and what to do after a jam. All addresses begin with `/site`. Throws `intake.unknown-party` where the
 * store does not know the site.
 */
export function sitePageRoutes(options: SitePageOptions): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    const site = (await listSites(options.store)).find(({ id }) => id === options.siteId);
    if (site === undefined) {
      throw new PostwerkError('intake.unknown-party', `The site "${options.siteId}" is not registered in this store.`);
    }
    acceptForms(app);
    const frame = siteFrame(app, options, await loadSiteTexts(options.localesDir), site);
    scanRoutes(frame);
    printersRoutes(frame);
    aheadRoutes(frame);
    jamRoutes(frame);
  };
}
