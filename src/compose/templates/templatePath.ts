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
  return steps((scope) => valueIn(scopeOf(scope), first), rest);
}

function valueIn(scope: Scope | null, name: string): unknown {
  if (scope === null) return undefined;
  const { named } = scope;
  return named !== null && Object.hasOwn(named, name) ? named[name] : property(scope.context, name);
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
  if (first === undefined) return start;
  if (second === undefined) return (scope) => property(start(scope), first);
  if (names.length === 2) return (scope) => property(property(start(scope), first), second);
  return (scope) => {
    let value = start(scope);
    for (const name of names) value = property(value, name);
    return value;
  };
}

function property(value: unknown, name: string): unknown {
  if (value === undefined || value === null) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
