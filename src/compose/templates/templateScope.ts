import type { Locale } from '../locale/locale.ts';
import type { Writer } from './writer.ts';

/** What a template sees at one place while it is filled, but for its block params (`as |line|`). */
export interface Scope {
  /** `this`. */
  readonly context: unknown;
  /** Values given to a partial by name (`{{> row label=…}}`), which go before those of the context. */
  readonly named: NamedValues | null;
  /** Where `../` leads; null at the root. */
  readonly up: Scope | null;
  readonly data: ScopeData;
}

export interface NamedValues {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  /** Those of the partial that calls this one, which are its own, too. */
  readonly around: NamedValues | null;
}

/** The `@` values; those of a list are there inside `{{#each}}`. */
export interface ScopeData {
  readonly locale: Locale;
  readonly root: object;
  /** What a traced rendering writes down. */
  readonly trace: object | undefined;
  readonly index: number | undefined;
  readonly key: string | number | undefined;
  readonly first: boolean | undefined;
  readonly last: boolean | undefined;
}

/** Fills a template. */
export type Fill = (scope: Scope, out: Writer) => void;

/** The scope of a whole template. */
export function rootScope(root: object, locale: Locale, trace?: object): Scope {
  const data = { locale, root, trace, index: undefined, key: undefined, first: undefined, last: undefined };
  return { context: root, named: null, up: null, data };
}

/** A scope inside `scope`. As with Handlebars, `../` leads out of a context only where it became another one. */
export function enterScope(scope: Scope, context: unknown, data: ScopeData = scope.data): Scope {
  return context === scope.context
    ? { context, named: scope.named, up: scope.up, data }
    : { context, named: null, up: scope, data };
}

/** The scope of one entry of a list. @param count entries of the list. */
export function enterEntry(scope: Scope, entry: unknown, index: number, key: string | number, count: number): Scope {
  const { locale, root, trace } = scope.data;
  const data = { locale, root, trace, index, key, first: index === 0, last: index === count - 1 };
  return enterScope(scope, entry, data);
}

/**
 * The scope of a partial called from `scope` with values by name.
 *
 * @param context `{{> name context}}`; otherwise that of `scope`, with the values it was given itself.
 */
export function enterPartial(
  scope: Scope,
  names: readonly string[],
  values: readonly unknown[],
  ...context: readonly [] | readonly [unknown]
): Scope {
  const around = context.length === 0 ? scope.named : null;
  return {
    context: context.length === 0 ? scope.context : context[0],
    named: names.length === 0 ? around : { names, values, around },
    up: scope,
    data: scope.data,
  };
}
