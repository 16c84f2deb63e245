import type { Locale } from '../locale/locale.ts';
import type { Writer } from './writer.ts';

/** What a template sees at one place while it is filled. */
export interface Scope {
  /** `this`. */
  readonly context: unknown;
  /** Values given to a partial by name (`{{> row label=…}}`), which go before those of the context. */
  readonly named: NamedValues | null;
  /** Where `../` leads; null at the root. */
  readonly up: Scope | null;
  data: ScopeData;
  /** Values of the innermost block params (`as |line|`), and the scope around that block. */
  readonly values: readonly unknown[];
  readonly outer: Scope | null;
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

/** Fills a part of a template. */
export type Fill = (scope: Scope, out: Writer) => void;
export type Evaluate = (scope: Scope) => unknown;

/** The scope of a whole template. */
export function rootScope(root: object, locale: Locale, trace?: object): Scope {
  const data = { locale, root, trace, index: undefined, key: undefined, first: undefined, last: undefined };
  return { context: root, named: null, up: null, data, values: noValues, outer: null };
}

export const noValues: readonly unknown[] = [];

/**
 * A scope inside `scope`. As with Handlebars, `../` leads out of a context only where it became another one.
 *
 * @param values of block params; null where the block has none.
 */
export function enterScope(scope: Scope, context: unknown, values: readonly unknown[] | null): Scope {
  return {
    context,
    named: context === scope.context ? scope.named : null,
    up: context === scope.context ? scope.up : scope,
    data: scope.data,
    values: values ?? scope.values,
    outer: values === null ? scope.outer : scope,
  };
}
