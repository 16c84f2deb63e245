import { hasDots } from '../../model/device.ts';
import { deviceReasonWord } from '../../model/deviceReason.ts';
import type { Device } from '../../model/parties.ts';
import type { SiteOverview } from '../../store/agents.ts';
import { countOf, momentOf, plural } from '../views/formats.ts';
import { type Html, html } from '../views/html.ts';
import { stopReason } from './words.ts';

export function devicePath({ id }: Pick<Device, 'id'>): string {
  return `/console/devices/${encodeURIComponent(id)}`;
}

/** Why a device stands, shortest first: "out of labels, print head open", else its sentence. */
export function reasonWords(device: Pick<Device, 'stateReasons' | 'stateReason' | 'driver'>): string {
  const words = device.stateReasons
    .filter((reason) => reason !== 'other')
    .map((reason) => deviceReasonWord(reason, hasDots(device.driver)));
  return words.length > 0 ? [...new Set(words)].join(', ') : stopReason(device);
}

/** What a device takes: "PDF", "ZPL, 203 dpi". */
export function driverWord({ driver, dpi }: Pick<Device, 'driver' | 'dpi'>): string {
  return dpi === null ? driver.toUpperCase() : `${driver.toUpperCase()}, ${dpi} dpi`;
}

/** How long something has waited, in the unit a person would say. */
export function waitOf(since: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - since.getTime()) / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return plural(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? plural(hours, 'hour') : plural(Math.floor(hours / 24), 'day');
}

/** "12 wait, the first for 3 minutes". */
export function waitingWords(queue: { readonly waiting: number; readonly oldestAt: Date | null }, now: Date): string {
  if (queue.waiting === 0) return 'nothing waits';
  const many = `${countOf(queue.waiting)} ${queue.waiting === 1 ? 'waits' : 'wait'}`;
  return queue.oldestAt === null ? many : `${many}, the longest for ${waitOf(queue.oldestAt, now)}`;
}

/** Whether a device of this site is drained by the site's own agent. */
export function hasAgent(site: SiteOverview | undefined): boolean {
  return site !== undefined && site.agent !== null;
}

/** Of a device whose site has an agent: who prints there, and when it was last heard. */
export function agentWords(site: SiteOverview | undefined): Html | null {
  if (site === undefined || site.agent === null) return null;
  const { lastHeardAt } = site.agent;
  return html`Printed by the site’s agent, ${lastHeardAt === null ? 'not heard yet' : html`last heard ${momentOf(lastHeardAt, 'second')}`}`;
}
