/** `@` values that templates may ask for. */
const dataNames: ReadonlySet<string> = new Set(['root', 'index', 'key', 'first', 'last']);

/** Names that values have from their prototypes: only there it has to be asked whether one is their own. */
const inherited: ReadonlySet<string> = new Set(
  [Object, Array, String, Number, Boolean, Function].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype as object),
  ),
);

/** What can be named at one place of the code. */
export interface Reach {
  /** Variable of the Scope; it is made only where something asks for it. */
  readonly scope: { readonly name: string; readonly around: Reach | null; isUsed: boolean };
  /** Variables of the block params (`as |line|`) by their names. */
  readonly params: ReadonlyMap<string, string>;
  /** Variables of the `@` values of the innermost list of this template. */
  readonly entry: Readonly<Record<string, string>>;
}

/** What can be named inside a block. @param variables of its block params. */
export function innerReach(around: Reach, number: number, program: hbs.AST.Program, variables: string[]): Reach {
  const params = new Map(around.params);
  // Absent where the block names none, whatever their type says.
  const names = (program.blockParams as string[] | undefined) ?? [];
  names.forEach((name, place) => params.set(name, variables[place] ?? 'undefined'));
  return { scope: { name: `s${number}`, around, isUsed: false }, params, entry: around.entry };
}

/** Variable of the scope, which is made where it is named: inside the scopes around it. */
export function nameIn({ scope }: Reach): string {
  for (let found: Reach['scope'] | undefined = scope; found !== undefined; found = found.around?.scope) {
    found.isUsed = true;
  }
  return scope.name;
}

/** A path (`invoice.seller.name`, `@root.locale`, `../number`, a block param): undefined where a step is absent. */
export function pathCode(path: hbs.AST.PathExpression, reach: Reach): string {
  const { data, depth, original } = path;
  const [first = '', ...rest] = path.parts;
  if (data) {
    if (!dataNames.has(first)) return 'undefined';
    return steps(reach.entry[first] ?? `data.${first}`, rest);
  }
  const param = depth === 0 && !/^(?:\.|this)(?:\W|$)/.test(original) ? reach.params.get(first) : undefined;
  if (param !== undefined) return steps(param, rest);
  const scope = depth === 0 ? nameIn(reach) : `upFrom(${nameIn(reach)}, ${depth})`;
  if (path.parts.length === 0) return `${scope}?.context`;
  return steps(`valueIn(${scope}, ${JSON.stringify(first)}, ${inherited.has(first)})`, rest);
}

function steps(start: string, names: readonly string[]): string {
  return names.reduce(
    (found, name) =>
      inherited.has(name) ? `ownProperty(${found}, ${JSON.stringify(name)})` : `${found}?.[${JSON.stringify(name)}]`,
    start,
  );
}
