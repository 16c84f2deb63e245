/** What a device takes: a page description for paper, or the language of a label printer. */
export const drivers = ['pdf', 'zpl', 'tspl'] as const;
export type Driver = (typeof drivers)[number];

/** Whether a driver or rendition format depends on the dots of the print head: languages of label printers. */
export function hasDots(format: string): boolean {
  return format === 'zpl' || format === 'tspl';
}

/** Print heads we lay labels out for, dots per inch. */
export const resolutions = [203, 300, 600] as const;
/** Where no device says another. */
export const defaultDpi = 203;

/** What lies in the device. */
export interface DeviceMedia {
  /** A self-describing size name (PWG 5101.1 §5: `iso_a4_210x297mm`) or whatever the site calls it. */
  readonly name: string;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** How a label printer finds the edge of a label (ZPL `^MN`, TSPL `GAP` and `BLINE`). */
export const labelTrackings = ['gap', 'mark', 'continuous'] as const;
/** What happens to a finished label (ZPL `^MM`, TSPL `SET TEAR`, `SET PEEL`, `SET CUTTER`). */
export const labelFinishings = ['tear-off', 'peel', 'cut'] as const;

/** With ribbon or without. */
export const labelMethods = ['direct-thermal', 'thermal-transfer'] as const;

/** Of a label printer; null leaves what is set at the printer. */
export interface LabelHandling {
  readonly tracking: (typeof labelTrackings)[number] | null;
  readonly finishing: (typeof labelFinishings)[number] | null;
  /** Inches per second (ZPL `^PR`, TSPL `SPEED`). */
  readonly speed: number | null;
  /** 0 to 30 (ZPL `~SD`). */
  readonly darkness: number | null;
  /** Size of the gap or black mark, mm; TSPL must be told (`GAP`, `BLINE`). */
  readonly gapMm: number | null;
  /** ZPL `^MT`, TSPL `SET RIBBON`. */
  readonly method: (typeof labelMethods)[number] | null;
  /** Moves everything on the label, mm to the right and down (ZPL `^LS` `^LT`, TSPL `REFERENCE`). */
  readonly shiftXMm: number | null;
  readonly shiftYMm: number | null;
  /** Turned by 180° (ZPL `^POI`, TSPL `DIRECTION`). */
  readonly upsideDown: boolean;
}

/** IPP `sides` (RFC 8011 §5.2.8). */
export const sidesKeywords = ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'] as const;

/** How everything is printed on a device; null leaves the printer's own setting. */
export interface PrintDefaults {
  readonly sides: (typeof sidesKeywords)[number] | null;
  /** IPP `media-source` (PWG 5100.7 §6.3.5.11), as `tray-1`, `manual`. */
  readonly tray: string | null;
  /** 1 to 99. */
  readonly copies: number;
}

export const plainDefaults: PrintDefaults = { sides: null, tray: null, copies: 1 };
