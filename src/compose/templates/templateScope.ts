import type { Locale } from '../locale/locale.ts';

/** What a template sees at one place while it is filled. */
export interface Scope {
  /** `this`. */
  readonly context: unknown;
  /** Values given to a partial by name (`{{> row label=…}}`), which go before those of the context. */
  readonly named: Readonly<Record<string, unknown>> | null;
  /** Where `../` leads; null at the root. */
  readonly up: Scope | null;
  data: ScopeData;
  /** Values of the innermost block params (`as |line|`), and the scope around that block. */
  readonly values: readonly unknown[];
  readonly outer: Scope | null;
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

export type Render = (scope: Scope) => string;
export type Evaluate = (scope: Scope) => unknown;
