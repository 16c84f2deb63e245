import { compileFunction } from 'node:vm';
import { PostwerkError } from '../../errors.ts';
import type { Helper } from './helpers/helper.ts';
import { NotReadable } from './literal.ts';
import { writeCode } from './templateCode.ts';
import { runtime } from './templateRuntime.ts';
import type { Fill, ScopeData } from './templateScope.ts';

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

/** A place of a template that can fail while it is filled. */
export interface Site {
  /** What stands there: `"path" is absent …`, `{{helper}}`. */
  readonly what: string;
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/**
 * Turns a template that Handlebars has parsed into a function that fills it, by way of JavaScript (templateCode.ts), as
 * Handlebars itself does it.
 *
 * It does what Handlebars' own runtime does for the part of the language that templates may use (`checkExpressions.ts`), a
 * test compares both: no options object and no frame is made for a call that does not need one. Only own properties are
 * seen, and printing an absent value is an error.
 */
export function compileProgram(program: hbs.AST.Program, surroundings: Surroundings): Fill {
  const { source, constants, sites } = writeCode(program, surroundings);
  const make = compileFunction(source, ['runtime', 'constants', 'failed']) as (
    helpers: typeof runtime,
    constants: readonly unknown[],
    failed: (site: number, error?: unknown) => Error,
  ) => Fill;
  return make(runtime, constants, (site, error) => errorAt(sites[site], error));
}

function errorAt(site: Site | undefined, error: unknown): Error {
  if (site === undefined) throw error;
  const { what, line, column } = site;
  const place = { line, column };
  if (error === undefined) return new PostwerkError('compose.template-failed', what, place);
  if (error instanceof NotReadable) return error;
  if (error instanceof PostwerkError) {
    return new PostwerkError(error.code, error.detail, { ...place, ...error.place }, { cause: error });
  }
  return new PostwerkError('compose.template-failed', `${what}: ${(error as Error).message}`, place, { cause: error });
}
