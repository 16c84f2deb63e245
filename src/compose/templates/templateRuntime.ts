import Handlebars from 'handlebars';
import { isolated } from '../locale/isolate.ts';
import { enterEntry, enterPartial, enterScope, type Scope } from './templateScope.ts';
import type { Writer } from './writer.ts';

const { SafeString, Utils } = Handlebars;

/** What the code of a template (templateCode.ts) calls. */
export const runtime = {
  enterScope,
  enterEntry,
  enterPartial,
  isEmpty: (value: unknown): boolean => Utils.isEmpty(value),
  textOf,

  /** `{{#if value}}`: zero says no, unless it is asked for. */
  holds: (value: unknown, includeZero: boolean): boolean => (value === 0 ? includeZero : !Utils.isEmpty(value)),

  /** Prints a value: text, unless a helper made markup of it. */
  print(value: unknown, out: Writer): void {
    if (typeof value === 'string') out.value(value);
    else if (value instanceof SafeString) out.markup(value.toHTML());
    else out.value(textOf(value));
  },

  /** The same on a page that is written from right to left, where a value is isolated from the text around it. */
  printIsolated(value: unknown, out: Writer): void {
    runtime.print(typeof value === 'string' ? isolated(value) : value, out);
  },

  /** The scope that `../` leads to. */
  upFrom(scope: Scope, depth: number): Scope | null {
    let found: Scope | null = scope;
    for (let step = 0; step < depth && found !== null; step += 1) found = found.up;
    return found;
  },

  /** A value of the scope: given by name, or its context's. */
  valueIn(scope: Scope | null, name: string, inherited: boolean): unknown {
    if (scope === null) return undefined;
    for (let { named } = scope; named !== null; named = named.around) {
      const { names } = named;
      for (let at = names.length - 1; at >= 0; at -= 1) if (names[at] === name) return named.values[at];
    }
    return inherited ? ownProperty(scope.context, name) : (scope.context as Properties)?.[name];
  },

  ownProperty,
};

type Properties = Readonly<Record<string, unknown>> | null | undefined;

/** For names that values have from their prototypes: no path leads there. */
function ownProperty(value: unknown, name: string): unknown {
  return value !== undefined && value !== null && Object.hasOwn(value, name)
    ? (value as Properties)?.[name]
    : undefined;
}

/** Handlebars' own way of writing a value without escaping. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return (value as { toString(): string }).toString();
}
