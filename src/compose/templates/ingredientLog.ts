import type { Ingredients } from './origins.ts';

/**
 * Notes what the values of one traced rendering are made of. A message handed to the template is watched: whatever is
 * read of it while a value is made went into the value. A value that was made before it is printed (handed to a partial,
 * bound to a name) is known again by its text.
 */
export interface IngredientLog {
  /** The same value, watched. `name` begins its fields' names: '' for the message. */
  readonly watch: (value: unknown, name: string) => unknown;
  /** A value begins. */
  readonly begin: () => void;
  /** The value is printed. */
  readonly end: () => Ingredients;
  /** Runs a helper with these arguments; what it read or was given is remembered of its result. */
  readonly helper: (args: readonly unknown[], texts: readonly string[], run: () => unknown) => unknown;
  /** A value is about to be printed as it is. */
  readonly printed: (value: unknown) => void;
}

interface Made {
  readonly texts: Set<string>;
  readonly fields: Map<string, string>;
}

export function createIngredientLog(): IngredientLog {
  const watched = new WeakMap<object, unknown>();
  const known = new Map<string, Made>();
  let now: Made = { texts: new Set(), fields: new Map() };

  function read(name: string, value: string): void {
    now.fields.set(name, value);
    known.set(value, { texts: new Set(), fields: new Map([[name, value]]) });
  }

  function watch(value: unknown, name: string): unknown {
    if (typeof value === 'string' || typeof value === 'number') {
      read(name, String(value));
      return value;
    }
    if (typeof value !== 'object' || value === null) return value;
    const seen = watched.get(value);
    if (seen !== undefined) return seen;
    const proxy: unknown = new Proxy(value, {
      get(target, key, receiver) {
        const member: unknown = Reflect.get(target, key, receiver);
        if (typeof key !== 'string' || !Object.hasOwn(target, key) || key === 'length') return member;
        return watch(member, `${name}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      },
    });
    watched.set(value, proxy);
    return proxy;
  }

  function take(value: unknown): void {
    if (Array.isArray(value)) {
      for (const entry of value) take(entry);
      return;
    }
    const made = known.get(String(value));
    if (made === undefined) return;
    for (const text of made.texts) now.texts.add(text);
    for (const [name, text] of made.fields) now.fields.set(name, text);
  }

  function remember(result: unknown, made: Made): void {
    if (Array.isArray(result)) for (const entry of result) remember(entry, made);
    else if (typeof result === 'string' || typeof result === 'number') known.set(String(result), made);
  }

  return {
    watch,
    begin: () => {
      now = { texts: new Set(), fields: new Map() };
    },
    end() {
      const { texts, fields } = now;
      now = { texts: new Set(), fields: new Map() };
      return { texts: [...texts], fields };
    },
    helper(args, texts, run) {
      const outer = now;
      now = { texts: new Set(texts), fields: new Map() };
      for (const arg of args) if (typeof arg === 'string' || Array.isArray(arg)) take(arg);
      const result = run();
      const made = now;
      // A value that passes through unchanged (or, eq) keeps what is known of it.
      if (!args.includes(result)) remember(result, made);
      now = outer;
      if (result === undefined || result === null || result === false) return result;
      for (const text of made.texts) now.texts.add(text);
      for (const [name, text] of made.fields) now.fields.set(name, text);
      return result;
    },
    printed(value) {
      if (typeof value === 'string' || typeof value === 'number') take(value);
    },
  };
}
