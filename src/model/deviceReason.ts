/**
 * Why a device does not print, as IPP's printer-state-reasons name it (RFC 8011 §5.4.12, PWG 5100.9), for a person at
 * the device. Other keywords may come from a printer and are told by their own name.
 */
const words: Readonly<Record<string, { readonly paper: string; readonly label?: string }>> = {
  'media-empty': { paper: 'out of paper', label: 'out of labels' },
  'media-needed': { paper: 'waits for paper', label: 'waits for labels' },
  'media-low': { paper: 'little paper left', label: 'few labels left' },
  'media-jam': { paper: 'paper jam', label: 'label jam' },
  'cover-open': { paper: 'cover open', label: 'print head open' },
  'door-open': { paper: 'door open' },
  'interlock-open': { paper: 'cover or door open' },
  'marker-supply-empty': { paper: 'ink or toner empty', label: 'ribbon out' },
  'marker-supply-low': { paper: 'little ink or toner left', label: 'little ribbon left' },
  'toner-empty': { paper: 'toner empty' },
  'toner-low': { paper: 'little toner left' },
  'marker-waste-full': { paper: 'waste container full' },
  'output-area-full': { paper: 'output tray full' },
  'output-tray-missing': { paper: 'output tray missing' },
  'input-tray-missing': { paper: 'paper tray missing' },
  'spool-area-full': { paper: 'memory full' },
  'moving-to-paused': { paper: 'paused at the printer' },
  paused: { paper: 'paused at the printer' },
  shutdown: { paper: 'switched off' },
  offline: { paper: 'offline' },
  'timed-out': { paper: 'does not answer' },
  'connecting-to-device': { paper: 'busy' },
};

/** A keyword in words: "out of paper", of a label printer "out of labels". */
export function deviceReasonWord(reason: string, ofLabels: boolean): string {
  // The suffix tells how bad it is, not what it is (RFC 8011 §5.4.12).
  const keyword = reason.replace(/-(?:report|warning|error)$/, '');
  const known = words[keyword];
  if (known === undefined) return keyword.replaceAll('-', ' ');
  return (ofLabels ? known.label : undefined) ?? known.paper;
}

const ofCode: Readonly<Record<string, readonly string[]>> = {
  'dispatch.device-unreachable': ['offline'],
  'dispatch.device-busy': ['connecting-to-device'],
};

/** What the code of a stop says where the device itself said nothing coded. */
export function deviceReasonsOfCode(code: string): readonly string[] {
  return ofCode[code] ?? [];
}
