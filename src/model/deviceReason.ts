import type { DeviceReason } from './deviceReport.ts';

const words: Readonly<Record<DeviceReason, { readonly paper: string; readonly label?: string }>> = {
  offline: { paper: 'offline' },
  'paper-out': { paper: 'out of paper', label: 'out of labels' },
  'paper-jam': { paper: 'paper jam', label: 'label jam' },
  'head-open': { paper: 'print head open' },
  'cover-open': { paper: 'cover open' },
  'ribbon-out': { paper: 'ribbon out' },
  'ink-out': { paper: 'ink or toner empty' },
  paused: { paper: 'paused at the printer' },
  'buffer-full': { paper: 'memory full' },
  'too-hot': { paper: 'too hot' },
  'too-cold': { paper: 'too cold' },
  'output-full': { paper: 'output tray full' },
  'tray-missing': { paper: 'tray missing' },
  'refuses-jobs': { paper: 'takes no jobs' },
  'label-not-taken': { paper: 'waits until the label is taken' },
  'cutter-fault': { paper: 'cutter fault' },
  'paper-low': { paper: 'little paper left', label: 'few labels left' },
  'ink-low': { paper: 'little ink or toner left' },
  'ribbon-low': { paper: 'little ribbon left' },
  other: { paper: 'see what it says' },
};

/** Why a device does not print, for a person who stands before it: "out of paper", of a label printer "out of labels". */
export function deviceReasonWord(reason: DeviceReason, ofLabels: boolean): string {
  const { paper, label } = words[reason];
  return (ofLabels ? label : undefined) ?? paper;
}
