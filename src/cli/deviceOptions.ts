import { PostwerkError } from '../errors.ts';
import type { Device } from '../model/parties.ts';

/** What `postwerk devices add` and `set` take; `none` takes a setting away. */
export interface DeviceOptions {
  readonly name?: string;
  readonly site?: string;
  readonly uri?: string;
  readonly driver?: string;
  readonly dpi?: string;
  readonly media?: string;
  readonly tracking?: string;
  readonly gap?: string;
  readonly finishing?: string;
  readonly method?: string;
  readonly speed?: string;
  readonly darkness?: string;
  readonly shift?: string;
  readonly upsideDown?: boolean;
  readonly sides?: string;
  readonly tray?: string;
  readonly copies?: string;
}

/** Sizes that people call by a name, in mm (PWG 5101.1 §5). */
const namedMedia: Readonly<Record<string, readonly [string, number, number]>> = {
  a4: ['iso_a4_210x297mm', 210, 297],
  a5: ['iso_a5_148x210mm', 148, 210],
  a6: ['iso_a6_105x148mm', 105, 148],
  letter: ['na_letter_8.5x11in', 215.9, 279.4],
  '4x6in': ['na_index-4x6_4x6in', 101.6, 152.4],
};

/**
 * The settings that follow from the options, beside those a device has: what `readDeviceSettings` reads.
 *
 * @throws PostwerkError `cli.invalid-setting` for a figure that is none
 */
export function settingsOf(options: DeviceOptions, known: Device | null): Readonly<Record<string, unknown>> {
  const driver = options.driver ?? known?.driver;
  const labels = driver !== 'pdf';
  const asked = {
    ...given('tracking', options.tracking),
    ...given('finishing', options.finishing),
    ...given('method', options.method),
    ...figure('speed', 'speed', options.speed),
    ...figure('darkness', 'darkness', options.darkness),
    ...figure('gapMm', 'gap', options.gap),
    ...shiftOf(options.shift),
    ...(options.upsideDown === undefined ? {} : { upsideDown: options.upsideDown }),
  };
  // What a label printer had goes when it becomes a page printer; what is asked of one is refused by its name.
  const label = labels ? { ...known?.label, ...asked } : asked;
  return {
    ...{ name: options.name ?? known?.name, siteId: options.site ?? known?.siteId, uri: options.uri ?? known?.uri },
    driver,
    // A device that becomes a page printer has no print head any more.
    dpi: options.dpi === undefined ? (labels ? (known?.dpi ?? null) : null) : figure('dpi', 'dpi', options.dpi)['dpi'],
    media: options.media === undefined ? (known?.media ?? null) : mediaOf(options.media),
    label: Object.keys(label).length > 0 ? label : null,
    defaults: {
      ...known?.defaults,
      ...given('sides', options.sides),
      ...given('tray', options.tray),
      ...figure('copies', 'copies', options.copies),
    },
  };
}

function given(name: string, value: string | undefined): Record<string, string | null> {
  return value === undefined ? {} : { [name]: value === 'none' ? null : value };
}

function figure(name: string, option: string, value: string | undefined): Record<string, number | null> {
  if (value === undefined) return {};
  if (value === 'none') return { [name]: null };
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw wrong(option, value, 'a number, or none');
  return { [name]: Number(value) };
}

function mediaOf(text: string): object | null {
  if (text === 'none') return null;
  const named = namedMedia[text.toLowerCase()];
  if (named !== undefined) return { name: named[0], widthMm: named[1], heightMm: named[2] };
  const [, name, width, height] = /^(?:([^=]+)=)?(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(?:mm)?$/.exec(text) ?? [];
  if (width === undefined || height === undefined) {
    throw wrong('media', text, `one of ${Object.keys(namedMedia).join(', ')}, 105x148 (mm), or "Label roll=105x148"`);
  }
  return { name: name ?? `${width} × ${height} mm`, widthMm: Number(width), heightMm: Number(height) };
}

function shiftOf(text: string | undefined): Record<string, number | null> {
  if (text === undefined) return {};
  if (text === 'none') return { shiftXMm: null, shiftYMm: null };
  const [, x, y] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (x === undefined || y === undefined) throw wrong('shift', text, '1.5,-0.5 (mm to the right and down), or none');
  return { shiftXMm: Number(x), shiftYMm: Number(y) };
}

function wrong(option: string, value: string, expected: string): PostwerkError {
  return new PostwerkError('cli.invalid-setting', `--${option} is "${value}"; it must be ${expected}.`);
}
