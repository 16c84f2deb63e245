import type { ParamNames } from './templateProgram.ts';
import type { Evaluate, Scope, ScopeData } from './templateScope.ts';

/** `@` values that templates may ask for. */
const dataNames: ReadonlySet<string> = new Set(['root', 'index', 'key', 'first', 'last'] satisfies (keyof ScopeData)[]);

/**
 * Turns a path (`invoice.seller.name`, `@root.locale`, `../number`, a block param) into a function that finds its value,
 * or undefined where a step is absent. Only own properties are seen: no path leads to a prototype.
 */
export function compilePath(path: hbs.AST.PathExpression, params: ParamNames): Evaluate {
  const [first = '', ...rest] = path.parts;
  if (path.data) return steps((scope) => dataOf(scope, first), rest);
  const { depth } = path;
  if (depth === 0 && !/^(?:\.|this)(?:\W|$)/.test(path.original)) {
    const level = params.findIndex((names) => names.includes(first));
    const slot = params[level]?.indexOf(first) ?? -1;
    if (slot >= 0) return steps(paramFinder(level, slot), rest);
  }
  const scopeOf = scopeFinder(depth);
  if (path.parts.length === 0) return (scope) => scopeOf(scope)?.context;
  const find = finderOf([first]);
  return steps((scope) => valueIn(scopeOf(scope), first, find), rest);
}

function valueIn(scope: Scope | null, name: string, find: Find): unknown {
  if (scope === null) return undefined;
  for (let { named } = scope; named !== null; named = named.around) {
    const at = named.names.lastIndexOf(name);
    if (at >= 0) return named.values[at];
  }
  return find(scope.context, name);
}

function dataOf({ data }: Scope, name: string): unknown {
  return dataNames.has(name) ? data[name as keyof ScopeData] : undefined;
}

function paramFinder(level: number, slot: number): Evaluate {
  if (level === 0) return (scope) => scope.values[slot];
  return (scope) => {
    let found: Scope | null = scope;
    for (let step = 0; step < level && found !== null; step += 1) found = found.outer;
    return found?.values[slot];
  };
}

function scopeFinder(depth: number): (scope: Scope) => Scope | null {
  if (depth === 0) return (scope) => scope;
  return (scope) => {
    let found: Scope | null = scope;
    for (let step = 0; step < depth && found !== null; step += 1) found = found.up;
    return found;
  };
}

function steps(start: Evaluate, names: readonly string[]): Evaluate {
  const [first, second] = names;
  const find = finderOf(names);
  if (first === undefined) return start;
  if (second === undefined) return (scope) => find(start(scope), first);
  if (names.length === 2) return (scope) => find(find(start(scope), first), second);
  return (scope) => {
    let value = start(scope);
    for (const name of names) value = find(value, name);
    return value;
  };
}

type Find = (value: unknown, name: string) => unknown;

/** Names that values have from their prototypes: only there it has to be asked whether one is their own. */
const inherited: ReadonlySet<string> = new Set(
  [Object, Array, String, Number, Boolean, Function].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype as object),
  ),
);

function finderOf(names: readonly string[]): Find {
  return names.some((name) => inherited.has(name)) ? ownProperty : property;
}

function property(value: unknown, name: string): unknown {
  return value === undefined || value === null ? undefined : (value as Record<string, unknown>)[name];
}

function ownProperty(value: unknown, name: string): unknown {
  return value !== undefined && value !== null && Object.hasOwn(value, name) ? property(value, name) : undefined;
}
