import { PostwerkError } from '../errors.ts';
import {
  type DeviceMedia,
  drivers,
  hasDots,
  labelFinishings,
  type LabelHandling,
  labelMethods,
  labelTrackings,
  plainDefaults,
  type PrintDefaults,
  resolutions,
  sidesKeywords,
} from '../model/device.ts';
import type { DeviceSettings } from './devices.ts';

type Given = Readonly<Record<string, unknown>>;

/** Ids stand in addresses, barcodes and commands. */
const idPattern = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;
const names = ['name', 'siteId', 'uri', 'driver', 'dpi', 'media', 'label', 'defaults'];

/**
 * The settings of a device as a program or person gave them, complete and consistent.
 *
 * @param given `name`, `siteId`, `uri`, `driver` and, as they apply, `dpi`, `media`, `label`, `defaults`
 * @throws PostwerkError `store.invalid-device` naming the field
 */
export function readDeviceSettings(id: string, given: Given): DeviceSettings {
  if (!idPattern.test(id)) {
    fail(
      'id',
      `"${id}" is no id: 1 to 64 letters, digits, dots, hyphens and underscores, beginning and ending plainly.`,
    );
  }
  refuseOthers('', given, names);
  const driver = oneOf('driver', given['driver'], drivers) ?? fail('driver', `Say which: ${drivers.join(' or ')}.`);
  const label = readLabel(given['label']);
  if (label !== null && !hasDots(driver)) fail('label', `Only label printers have it; the driver is ${driver}.`);
  return {
    id,
    name: text('name', given['name'], 100) ?? fail('name', 'A device needs a name that people know it by.'),
    siteId: text('siteId', given['siteId'], 100) ?? fail('siteId', 'A device stands at a site: give its id.'),
    uri: checkUri(text('uri', given['uri'], 500) ?? fail('uri', 'A device needs an address, as ipp://host/ipp/print.')),
    driver,
    dpi: readDpi(driver, given['dpi']),
    media: readMedia(given['media']),
    label,
    defaults: readDefaults(given['defaults']),
  };
}

const schemes: Readonly<Record<string, string>> = {
  'ipp:': 'ipp://host/ipp/print',
  'ipps:': 'ipps://host/ipp/print',
  'socket:': 'socket://host:9100',
  'lpd:': 'lpd://host/queue',
};

function checkUri(uri: string): string {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  const example = url === null ? undefined : schemes[url.protocol];
  if (url === null || example === undefined || url.hostname === '') {
    return fail('uri', `"${uri}" is no address of a device; write one as ${Object.values(schemes).join(', ')}.`);
  }
  if (url.username !== '' || url.password !== '') fail('uri', 'A name or password must not stand in the address.');
  if (url.port === '0') fail('uri', `Port 0 of "${uri}" is no port.`);
  const path = url.pathname.replace(/^\//, '');
  if (url.protocol === 'lpd:' && path === '') fail('uri', `"${uri}" names no queue; write it as ${example}.`);
  if (url.protocol === 'socket:' && (path !== '' || url.hash !== '')) {
    fail('uri', `"${uri}" has a path, which a raw port does not have; write it as ${example}.`);
  }
  return uri;
}

function readDpi(driver: string, given: unknown): number | null {
  const dpi = given ?? null;
  if (!hasDots(driver)) {
    if (dpi !== null) fail('dpi', `Only label printers have it; the driver is ${driver}.`);
    return null;
  }
  const known = resolutions.find((resolution) => resolution === dpi);
  return (
    known ?? fail('dpi', `The print head of a label printer has ${resolutions.join(', ')} dots per inch: say which.`)
  );
}

function readMedia(given: unknown): DeviceMedia | null {
  const media = object('media', given, ['name', 'widthMm', 'heightMm']);
  if (media === null) return null;
  return {
    name: text('media/name', media['name'], 100) ?? fail('media/name', 'Media needs a name.'),
    widthMm: number('media/widthMm', media['widthMm'], 10, 1_000) ?? fail('media/widthMm', 'Give the width in mm.'),
    heightMm: number('media/heightMm', media['heightMm'], 5, 2_000) ?? fail('media/heightMm', 'Give the height in mm.'),
  };
}

const labelNames = [
  'tracking',
  'finishing',
  'speed',
  'darkness',
  'gapMm',
  'method',
  'shiftXMm',
  'shiftYMm',
  'upsideDown',
];

function readLabel(given: unknown): LabelHandling | null {
  const label = object('label', given, labelNames);
  if (label === null) return null;
  return {
    tracking: oneOf('label/tracking', label['tracking'], labelTrackings),
    finishing: oneOf('label/finishing', label['finishing'], labelFinishings),
    speed: number('label/speed', label['speed'], 1, 14),
    darkness: number('label/darkness', label['darkness'], 0, 30),
    gapMm: number('label/gapMm', label['gapMm'], 0, 50),
    method: oneOf('label/method', label['method'], labelMethods),
    shiftXMm: number('label/shiftXMm', label['shiftXMm'], -20, 20),
    shiftYMm: number('label/shiftYMm', label['shiftYMm'], -20, 20),
    upsideDown: truth('label/upsideDown', label['upsideDown']),
  };
}

function readDefaults(given: unknown): PrintDefaults {
  const defaults = object('defaults', given, ['sides', 'tray', 'copies']);
  if (defaults === null) return plainDefaults;
  const copies = number('defaults/copies', defaults['copies'], 1, 99) ?? 1;
  if (!Number.isInteger(copies)) fail('defaults/copies', `${copies} is no whole number.`);
  return {
    sides: oneOf('defaults/sides', defaults['sides'], sidesKeywords),
    tray: text('defaults/tray', defaults['tray'], 100),
    copies,
  };
}

function fail(field: string, detail: string): never {
  throw new PostwerkError('store.invalid-device', detail, { field });
}

function refuseOthers(prefix: string, given: Given, allowed: readonly string[]): void {
  const other = Object.keys(given).find((name) => !allowed.includes(name));
  if (other !== undefined) fail(`${prefix}${other}`, `There is no such setting; there are ${allowed.join(', ')}.`);
}

function object(field: string, given: unknown, allowed: readonly string[]): Given | null {
  if (given === undefined || given === null) return null;
  if (typeof given !== 'object' || Array.isArray(given))
    fail(field, `It must be an object with ${allowed.join(', ')}.`);
  refuseOthers(`${field}/`, given as Given, allowed);
  return given as Given;
}

/** Null where nothing is said. */
function text(field: string, given: unknown, most: number): string | null {
  if (given === undefined || given === null) return null;
  if (typeof given !== 'string') return fail(field, 'It must be a text.');
  const trimmed = given.trim();
  if (trimmed === '') return null;
  if (trimmed.length > most) fail(field, `It must have at most ${most} characters; it has ${trimmed.length}.`);
  if (/\p{Cc}|\p{Surrogate}/u.test(trimmed)) fail(field, 'It must not hold control characters.');
  return trimmed;
}

function number(field: string, given: unknown, least: number, most: number): number | null {
  if (given === undefined || given === null) return null;
  if (typeof given !== 'number' || !(given >= least && given <= most)) {
    return fail(field, `It must be a number from ${least} to ${most}; it is ${JSON.stringify(given)}.`);
  }
  return given;
}

function truth(field: string, given: unknown): boolean {
  if (given === undefined || given === null) return false;
  return typeof given === 'boolean' ? given : fail(field, 'It must be true or false.');
}

function oneOf<T extends string>(field: string, given: unknown, allowed: readonly T[]): T | null {
  if (given === undefined || given === null) return null;
  const found = allowed.find((value) => value === given);
  return found ?? fail(field, `${JSON.stringify(given)} is none of ${allowed.join(', ')}.`);
}
