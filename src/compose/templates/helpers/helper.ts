import type { Locale } from '../../locale/locale.ts';

/** What a helper sees of the running template. */
export interface HelperData {
  readonly locale: Locale;
}

/** Values given by name: `count=2`. */
export type NamedArguments = Readonly<Record<string, unknown>>;

/**
 * A helper as this project writes one: its surroundings, what was given by name, and its arguments. Those come one by one:
 * a list of them would be made for every value of every line.
 */
export type Helper = (data: HelperData, named: NamedArguments, ...args: readonly unknown[]) => unknown;

/** A value of the message as text; absent values are an error of the template, never an empty string. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new TypeError(value === undefined || value === null ? 'the value is absent' : 'the value is not a text');
}

export function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : textOf(value);
}
