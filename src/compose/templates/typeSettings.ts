import { parse } from 'yaml';
import { PostwerkError } from '../../errors.ts';
import type { DocumentType } from '../../model/message.ts';
import type { Channel, RenditionFormat } from '../../model/states.ts';
import { channels, renditionFormats as allFormats } from '../../model/states.ts';

/** What `templates/<type>/type.yaml` says of a document type. */
export interface TypeSettings {
  readonly type: DocumentType;
  /** `page` is paper laid out in points, `label` is laid out in dots of the print head. */
  readonly kind: 'page' | 'label';
  /** Where documents of the type go when neither document nor recipient says. */
  readonly channels: readonly Channel[];
  /** 1 is most urgent, 10 least. */
  readonly priority: number;
  readonly formats: readonly RenditionFormat[];
  /** Languages whose words it has; absent, it has them in all. */
  readonly locales?: readonly string[];
  /** Of a label that comes in several sizes: what `message.size` may say, width and height in mm. */
  readonly sizes?: ReadonlyMap<string, MediaSize>;
}

export interface MediaSize {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** What a type may be composed in by itself; a protected PDF is asked for by a route. */
const renditionFormats = allFormats.filter((format) => format !== 'protected');

const keys = ['kind', 'channels', 'priority', 'formats', 'locales', 'sizes'];

/** @throws PostwerkError `compose.template-invalid` naming file and key. */
export function parseTypeSettings(type: DocumentType, file: string, yaml: string): TypeSettings {
  const fail = (what: string): never => {
    throw new PostwerkError('compose.template-invalid', `${file}: ${what}`);
  };
  let settings: Record<string, unknown>;
  try {
    settings = parse(yaml) as Record<string, unknown>;
  } catch (error) {
    return fail((error as Error).message);
  }
  if (typeof settings !== 'object' || settings === null) return fail('must hold kind, channels, priority and formats');
  const unknown = Object.keys(settings).find((key) => !keys.includes(key));
  if (unknown !== undefined) return fail(`"${unknown}" is not one of ${keys.join(', ')}`);

  const { kind, channels: route, priority, formats, locales, sizes } = settings;
  if (kind !== 'page' && kind !== 'label') return fail('kind must be page or label');
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 1 || priority > 10) {
    return fail('priority must be a whole number from 1 to 10');
  }
  if (locales !== undefined && !isNames(locales)) return fail('locales must be a list such as [de, en]');
  return {
    type,
    kind,
    priority,
    channels: listOf(route, channels) ?? fail(`channels must be a list of ${channels.join(', ')}`),
    formats: listOf(formats, renditionFormats) ?? fail(`formats must be a list of ${renditionFormats.join(', ')}`),
    ...(locales !== undefined && { locales }),
    ...(sizes !== undefined && {
      sizes: sizesOf(sizes) ?? fail('sizes must name width and height in mm, such as { 105x148: [105, 148] }'),
    }),
  };
}

function sizesOf(value: unknown): ReadonlyMap<string, MediaSize> | null {
  if (typeof value !== 'object' || value === null) return null;
  const sizes = new Map<string, MediaSize>();
  for (const [name, size] of Object.entries(value)) {
    const [widthMm, heightMm, ...more]: readonly unknown[] = Array.isArray(size) ? size : [];
    if (typeof widthMm !== 'number' || typeof heightMm !== 'number' || more.length > 0) return null;
    sizes.set(name, { widthMm, heightMm });
  }
  return sizes.size > 0 ? sizes : null;
}

function listOf<T extends string>(value: unknown, allowed: readonly T[]): readonly T[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.every((entry) => (allowed as readonly unknown[]).includes(entry)) ? (value as T[]) : null;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string');
}
