import type { DeviceMedia, PrintDefaults } from '../../model/device.ts';
import type { IppAttribute, IppMessage } from './ippCodec.ts';
import { attribute, groupsOf, groupTags } from './ippMessages.ts';
import { valueTags } from './ippValues.ts';

/** How a device prints everything: its settings in the registry. */
export interface JobSettings {
  readonly defaults?: PrintDefaults;
  readonly media?: DeviceMedia | null;
}

/** A self-describing media size name (PWG 5101.1 §5): `iso_a4_210x297mm`. */
const selfDescribing = /^(?:[a-z0-9.-]+)_(?:[a-z0-9.-]+)_[\d.]+x[\d.]+(?:mm|in)$/;

/**
 * Job template attributes (RFC 8011 §5.2; media-col of PWG 5100.7 §6.3). Nothing is asked for that the device's settings
 * leave to the printer. `media` and `media-col` never stand together.
 */
export function jobTemplate({ defaults, media }: JobSettings): IppAttribute[] {
  const attributes: IppAttribute[] = [];
  if (defaults && defaults.copies > 1) attributes.push(attribute('copies', 'integer', defaults.copies));
  if (defaults?.sides) attributes.push(attribute('sides', 'keyword', defaults.sides));
  if (defaults?.tray) {
    const members = [
      ...(media ? [mediaSize(media)] : []),
      attribute('media-source', 'keyword', defaults.tray),
    ] as const;
    attributes.push({ name: 'media-col', values: [{ tag: valueTags.beginCollection, value: { members } }] });
  } else if (media && selfDescribing.test(media.name)) {
    attributes.push(attribute('media', 'keyword', media.name));
  }
  return attributes;
}

/** Hundredths of millimetres. */
function mediaSize({ widthMm, heightMm }: DeviceMedia): IppAttribute {
  const members = [
    attribute('x-dimension', 'integer', Math.round(widthMm * 100)),
    attribute('y-dimension', 'integer', Math.round(heightMm * 100)),
  ];
  return { name: 'media-size', values: [{ tag: valueTags.beginCollection, value: { members } }] };
}

/** Names of attributes that the printer did not support or replaced by its own (RFC 8011 §4.1.7). */
export function unsupportedIn(message: IppMessage): string[] {
  return groupsOf(message, groupTags.unsupported)
    .flatMap(({ attributes }) => attributes.map(({ name }) => name))
    .filter((name) => name !== 'ipp-attribute-fidelity');
}
