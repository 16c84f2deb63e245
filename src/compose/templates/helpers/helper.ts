import type { Locale } from '../../locale/locale.ts';

/** What Handlebars hands to every helper after its own arguments. */
export interface HelperOptions {
  readonly hash: Readonly<Record<string, unknown>>;
  /** Data of the running template: `locale` is set for each rendering. */
  readonly data: { readonly locale: Locale };
}

/** A helper as this project writes one: its arguments as an array, its surroundings beside them. */
export type Helper = (args: readonly unknown[], options: HelperOptions) => unknown;

/** A value of the message as text; absent values are an error of the template, never an empty string. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new TypeError(value === undefined || value === null ? 'the value is absent' : 'the value is not a text');
}

export function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : textOf(value);
}
