import Handlebars from 'handlebars';
import { PostwerkError } from '../../errors.ts';
import { isolated } from '../locale/isolate.ts';
import type { Helper, NamedArguments } from './helpers/helper.ts';
import { Literal } from './literal.ts';
import { enterScope, type Evaluate, type Fill, noValues, type Scope, type ScopeData } from './templateScope.ts';
import { compilePath } from './templatePath.ts';

/** What templates may call, and where their partials are. */
export interface Surroundings {
  readonly helpers: ReadonlyMap<string, Helper>;
  /** Found when the template runs, so that partials may be added in any order. */
  readonly partial: (name: string) => Fill | undefined;
  /** Values are written as they are: subjects and text bodies. */
  readonly plainText: boolean;
  /** Statements that stand inside tags; found once for a whole template (valuesInTags.ts). */
  readonly inTags?: ReadonlySet<hbs.AST.Statement>;
  /** Told of every value of a path before it is written. */
  readonly printed?: (value: unknown, data: ScopeData) => void;
}

/** Names of the block params in reach, innermost first. */
export type ParamNames = readonly (readonly string[])[];

/** Helpers whose text is the locale's own: values inside it are isolated already (locale.ts, textHelpers.ts). */
const textHelpers: ReadonlySet<string> = new Set(['t', 'phrase', 'word', 'join', 'lines']);

const { SafeString, Utils } = Handlebars;
const nothing: NamedArguments = Object.freeze({});

/**
 * Turns a template that Handlebars has parsed into a function that fills it.
 *
 * It does what Handlebars' own runtime does for the part of the language that templates may use (`checkExpressions.ts`), a test
 * compares both, at a quarter of the time: no options object and no frame is made for a call that does not need one. Only
 * own properties are seen, and printing an absent value is an error.
 */
export function compileProgram(program: hbs.AST.Program, surroundings: Surroundings, params: ParamNames = []): Fill {
  const parts = program.body.flatMap((statement) => compileStatement(statement, surroundings, params) ?? []);
  const merged: (string | Fill)[] = [];
  for (const part of parts) {
    const last = merged.length - 1;
    if (typeof part === 'string' && typeof merged[last] === 'string') merged[last] += part;
    else merged.push(part);
  }
  const fills = merged.map((part) => (typeof part === 'string' ? literal(part) : part));
  const [only] = fills;
  if (fills.length === 1 && only !== undefined) return only;
  return (scope, out) => {
    for (const fill of fills) fill(scope, out);
  };
}

function literal(text: string): Fill {
  const piece = new Literal(text);
  return (_, out) => out.literal(piece);
}

function compileStatement(
  statement: hbs.AST.Statement,
  surroundings: Surroundings,
  params: ParamNames,
): string | Fill | null {
  switch (statement.type) {
    case 'ContentStatement':
      // Indentation means nothing in markup and HTML; without it a page is a quarter shorter to parse.
      return (statement as hbs.AST.ContentStatement).value.replaceAll(/\n[ \t]+/g, '\n');
    case 'CommentStatement':
      return null;
    case 'MustacheStatement':
      return compileMustache(statement as hbs.AST.MustacheStatement, surroundings, params);
    case 'BlockStatement':
      return compileBlock(statement as hbs.AST.BlockStatement, surroundings, params);
    case 'PartialStatement':
      return compilePartial(statement as hbs.AST.PartialStatement, surroundings, params);
    default:
      throw unsupported(statement, statement.type);
  }
}

function compileMustache(mustache: hbs.AST.MustacheStatement, surroundings: Surroundings, params: ParamNames): Fill {
  const value = isCall(mustache, surroundings, params)
    ? compileCall(mustache, surroundings, params)
    : printedPath(mustache, surroundings, params);
  if (surroundings.plainText || !mustache.escaped) return (scope, out) => out.markup(textOf(value(scope)));
  const isolates = surroundings.inTags?.has(mustache) !== true && !textHelpers.has(nameOf(mustache.path));
  return (scope, out) => {
    const found = value(scope);
    if (typeof found === 'string') out.value(isolates && scope.data.locale.rtl ? isolated(found) : found);
    else if (found instanceof SafeString) out.markup(found.toHTML());
    else out.value(textOf(found));
  };
}

/** Handlebars' own way of writing a value without escaping. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return (value as { toString(): string }).toString();
}

/** Printing an absent value is an error, asking for one is not. */
function printedPath(mustache: hbs.AST.MustacheStatement, { printed }: Surroundings, params: ParamNames): Evaluate {
  const path = mustache.path as hbs.AST.PathExpression;
  const find = compilePath(path, params);
  return (scope) => {
    const value = find(scope);
    printed?.(value, scope.data);
    if (value !== undefined && value !== null) return value;
    throw new PostwerkError(
      'compose.template-failed',
      `"${path.original}" is absent; ask {{#if}} first`,
      placeOf(mustache),
    );
  };
}

type Call = hbs.AST.MustacheStatement | hbs.AST.SubExpression;

/** A block param goes before a helper of the same name. */
function isCall(mustache: hbs.AST.MustacheStatement, { helpers }: Surroundings, names: ParamNames): boolean {
  const { path, params, hash } = mustache;
  if (params.length > 0 || hash !== undefined) return true;
  const [first = ''] = (path as hbs.AST.PathExpression).parts;
  return helpers.has(nameOf(path)) && !names.some((list) => list.includes(first));
}

function compileCall(call: Call, surroundings: Surroundings, params: ParamNames): Evaluate {
  const name = nameOf(call.path);
  const helper = surroundings.helpers.get(name);
  if (helper === undefined) throw unsupported(call, `there is no helper "${name}"`);
  const args = compileArguments(call.params.map((param) => compileExpression(param, surroundings, params)));
  const hash = compileHash(call.hash, surroundings, params);
  return (scope) => {
    const values = args(scope);
    const named = hash === null ? nothing : hash(scope);
    try {
      return helper(values, scope.data, named);
    } catch (error) {
      throw failed(name, call, error);
    }
  };
}

/** Most calls have one argument or two. */
function compileArguments(args: readonly Evaluate[]): (scope: Scope) => readonly unknown[] {
  const [first, second] = args;
  if (first === undefined) return () => noValues;
  if (second === undefined) return (scope) => [first(scope)];
  if (args.length === 2) return (scope) => [first(scope), second(scope)];
  return (scope) => args.map((arg) => arg(scope));
}

function failed(name: string, call: Call, error: unknown): PostwerkError {
  const place = placeOf(call);
  if (error instanceof PostwerkError) {
    return new PostwerkError(error.code, error.detail, { ...place, ...error.place }, { cause: error });
  }
  const detail = `{{${name}}}: ${(error as Error).message}`;
  return new PostwerkError('compose.template-failed', detail, place, { cause: error });
}

function compileExpression(expression: hbs.AST.Expression, surroundings: Surroundings, params: ParamNames): Evaluate {
  switch (expression.type) {
    case 'PathExpression':
      return compilePath(expression as hbs.AST.PathExpression, params);
    case 'SubExpression':
      return compileCall(expression as hbs.AST.SubExpression, surroundings, params);
    case 'UndefinedLiteral':
      return () => undefined;
    case 'NullLiteral':
      return () => null;
    default: {
      const { value } = expression as hbs.AST.StringLiteral | hbs.AST.NumberLiteral | hbs.AST.BooleanLiteral;
      return () => value;
    }
  }
}

function compileHash(
  hash: hbs.AST.Hash | undefined,
  surroundings: Surroundings,
  params: ParamNames,
): ((scope: Scope) => NamedArguments) | null {
  if (hash === undefined || hash.pairs.length === 0) return null;
  const pairs = hash.pairs.map(({ key, value }) => ({ key, find: compileExpression(value, surroundings, params) }));
  return (scope) => {
    const values: Record<string, unknown> = {};
    for (const { key, find } of pairs) values[key] = find(scope);
    return values;
  };
}

function compileBlock(block: hbs.AST.BlockStatement, surroundings: Surroundings, params: ParamNames): Fill {
  const name = nameOf(block.path);
  const [param] = block.params;
  if (param === undefined || block.params.length > 1) throw unsupported(block, `{{#${name}}} takes one value`);
  const value = compileExpression(param, surroundings, params);
  const names = block.program.blockParams ?? [];
  const inner = names.length === 0 ? params : [names, ...params];
  const body = compileProgram(block.program, surroundings, inner);
  // Absent where the block has no {{else}}, whatever its type says.
  const inverse = block.inverse as hbs.AST.Program | undefined;
  const otherwise = inverse === undefined ? () => {} : compileProgram(inverse, surroundings, params);
  switch (name) {
    case 'if': {
      const zero = block.hash?.pairs.some((pair) => pair.key === 'includeZero') ?? false;
      return (scope, out) => (holds(value(scope), zero) ? body : otherwise)(scope, out);
    }
    case 'unless':
      return (scope, out) => (holds(value(scope), false) ? otherwise : body)(scope, out);
    case 'with':
      return (scope, out) => {
        const found = value(scope);
        if (Utils.isEmpty(found)) otherwise(scope, out);
        else body(enterScope(scope, found, names.length === 0 ? null : [found]), out);
      };
    case 'each':
      return compileEach(value, body, otherwise, names.length > 0);
    default:
      throw unsupported(block, `{{#${name}}} is none of if, unless, each, with`);
  }
}

function holds(value: unknown, includeZero: boolean): boolean {
  return value === 0 ? includeZero : !Utils.isEmpty(value);
}

function compileEach(value: Evaluate, body: Fill, otherwise: Fill, named: boolean): Fill {
  return (scope, out) => {
    const list = value(scope);
    if (typeof list !== 'object' || list === null) {
      otherwise(scope, out);
      return;
    }
    const keys = Array.isArray(list) ? null : Object.keys(list);
    const count = keys?.length ?? (list as readonly unknown[]).length;
    const { locale, root, trace } = scope.data;
    for (let index = 0; index < count; index += 1) {
      const key = keys === null ? index : (keys[index] ?? '');
      const entry = (list as Record<string | number, unknown>)[key];
      const entered = enterScope(scope, entry, named ? [entry, key] : null);
      entered.data = { locale, root, trace, index, key, first: index === 0, last: index === count - 1 };
      body(entered, out);
    }
    if (count === 0) otherwise(scope, out);
  };
}

function compilePartial(partial: hbs.AST.PartialStatement, surroundings: Surroundings, params: ParamNames): Fill {
  const name = nameOf(partial.name);
  const [param] = partial.params;
  const context = param === undefined ? null : compileExpression(param, surroundings, params);
  // Absent where nothing is given by name, whatever its type says.
  const pairs = (partial.hash as hbs.AST.Hash | undefined)?.pairs ?? [];
  const names = pairs.map(({ key }) => key);
  const values = pairs.map((pair) => compileExpression(pair.value, surroundings, params));
  return (scope, out) => {
    const fill = surroundings.partial(name);
    if (fill === undefined) throw unsupported(partial, `there is no partial "${name}"`);
    const around = context === null ? scope.named : null;
    const inner: Scope = {
      context: context === null ? scope.context : context(scope),
      named: values.length === 0 ? around : { names, values: values.map((find) => find(scope)), around },
      up: scope,
      data: scope.data,
      values: noValues,
      outer: null,
    };
    fill(inner, out);
  };
}

function nameOf(path: object): string {
  return 'original' in path ? String(path.original) : '';
}

function placeOf({ loc }: hbs.AST.Node): { line: number; column: number } {
  return { line: loc.start.line, column: loc.start.column + 1 };
}

function unsupported(node: hbs.AST.Node, what: string): PostwerkError {
  return new PostwerkError('compose.template-failed', what, placeOf(node));
}
