import type { Device } from '../../model/parties.ts';
import type { Tone } from './shapes.ts';
import type { SiteWords } from './siteTexts.ts';

/** How a printer stands, in one word. */
export type MachineWord = 'idle' | 'printing' | 'stopped' | 'paused';

export function machineWord({ paused, state }: Pick<Device, 'paused' | 'state'>): MachineWord {
  if (paused) return 'paused';
  if (state === 'stopped') return 'stopped';
  return state === 'processing' ? 'printing' : 'idle';
}

export const machineTone: Readonly<Record<MachineWord, Tone>> = {
  idle: 'good',
  printing: 'busy',
  stopped: 'bad',
  paused: 'warn',
};

/** Our own reasons (model/deviceReport.ts) and keywords of IPP, by what staff do about them. */
const sameWord: Readonly<Record<string, string>> = {
  'paper-out': 'media-empty',
  'paper-jam': 'media-jam',
  'head-open': 'cover-open',
  'ribbon-out': 'marker-supply-empty',
  'ink-out': 'marker-supply-empty',
  'buffer-full': 'spool-area-full',
  'output-full': 'output-area-full',
  'tray-missing': 'input-tray-missing',
  'media-needed': 'media-empty',
  'door-open': 'cover-open',
  'interlock-open': 'cover-open',
  'toner-empty': 'marker-supply-empty',
  'moving-to-paused': 'paused',
  'timed-out': 'offline',
  'output-tray-missing': 'input-tray-missing',
};

/**
 * Why a printer does not print, in the page's language: by its coded reasons, else by the code of the stop. What has
 * neither is told in the words of whoever found it. Null while it prints.
 */
export function machineReason(
  words: SiteWords,
  device: Pick<Device, 'state' | 'stateReason' | 'stateReasons'>,
): string | null {
  if (device.state !== 'stopped') return null;
  const known = device.stateReasons
    .map((reason) => reason.replace(/-(?:report|warning|error)$/, ''))
    .map((keyword) => `stop.${sameWord[keyword] ?? keyword}`)
    .filter((key) => words.has(key));
  if (known.length > 0) return [...new Set(known)].map((key) => words.text(key)).join(' · ');
  const code = /^([a-z]+)\.([a-z-]+):/.exec(device.stateReason ?? '')?.[2];
  if (code === 'device-unreachable') return words.text('stop.offline');
  return device.stateReason?.replace(/^[a-z]+\.[a-z-]+: /, '') ?? null;
}
