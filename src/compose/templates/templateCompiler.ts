import Handlebars from 'handlebars';
import { PostwerkError } from '../../errors.ts';
import type { Locale } from '../locale/locale.ts';
import { codeHelpers } from './helpers/codeHelpers.ts';
import { formatHelpers } from './helpers/formatHelpers.ts';
import type { Helper, HelperOptions } from './helpers/helper.ts';
import { invoiceHelpers } from './helpers/invoiceHelpers.ts';
import { textHelpers } from './helpers/textHelpers.ts';
import { wordHelpers } from './helpers/wordHelpers.ts';
import type { IngredientLog } from './ingredientLog.ts';
import { type Ingredients, marks, type TemplatePlace } from './origins.ts';
import { asIs, traceHelperNames, traceHelpers, traceProgram } from './traceProgram.ts';

/** Fills a template: what the template sees as its root, and the language it speaks. */
export type Fill = (root: object, locale: Locale, trace?: Trace) => string;

/** What one traced rendering writes down. */
export interface Trace {
  readonly log: IngredientLog;
  /** What went into each value; the marks behind values are indexes. */
  readonly values: Ingredients[];
}

/** Where the pieces of traced templates stand; their marks are indexes of `places`. */
export interface Tracing {
  readonly places: TemplatePlace[];
}

export interface TemplateCompiler {
  /** Makes `{{> name}}` known. */
  readonly addPartial: (name: string, file: string, source: string) => void;
  /**
   * @param file Path named in errors.
   * @param plainText No XML escaping: subjects and text bodies.
   */
  readonly compile: (file: string, source: string, plainText?: boolean) => Fill;
}

const ownHelpers: Readonly<Record<string, Helper>> = {
  ...wordHelpers,
  ...formatHelpers,
  ...textHelpers,
  ...codeHelpers,
  ...invoiceHelpers,
};

/** Not written in templates: `{{path}}` becomes `{{value path}}` (see withStrictValues). */
const valueHelper = 'value';

/** Block helpers of Handlebars that templates may use; `log`, `lookup` and the rest may not. */
const builtInHelpers = ['if', 'unless', 'each', 'with'];

export const helperNames: ReadonlySet<string> = new Set([...builtInHelpers, ...Object.keys(ownHelpers)]);

/**
 * A Handlebars environment of its own: strict, without prototype access, nothing registered globally.
 *
 * @param tracing Its templates print marks beside their text (origins.ts) and want an IngredientLog when they are filled.
 */
export function createTemplateCompiler(tracing?: Tracing): TemplateCompiler {
  const environment = Handlebars.create();
  for (const [name, helper] of Object.entries(ownHelpers)) {
    environment.registerHelper(name, adapt(name, tracing === undefined ? helper : traced(name, helper)));
  }
  environment.registerHelper(valueHelper, tracing === undefined ? printedValue : tracedValue);
  const names = [...helperNames, valueHelper];
  if (tracing !== undefined) {
    names.push(...traceHelperNames);
    environment.registerHelper(traceHelpers.begin, (options: TracedOptions) => options.data.log.begin());
    environment.registerHelper(traceHelpers.end, ({ data: { log, values } }: TracedOptions) =>
      asIs(`${marks.value}${values.push(log.end()) - 1}${marks.end}`),
    );
  }

  const compile = (file: string, source: string, plainText: boolean): Handlebars.TemplateDelegate => {
    const program = Handlebars.parse(source);
    if (tracing !== undefined) traceProgram(file, program, tracing.places);
    const template = environment.compile(withStrictValues(program), {
      knownHelpersOnly: true,
      knownHelpers: Object.fromEntries(names.map((name) => [name, true])),
      preventIndent: true,
      noEscape: plainText,
    });
    return (context: unknown, options?: Handlebars.RuntimeOptions): string => {
      try {
        return template(context, options);
      } catch (error) {
        throw placed(file, error);
      }
    };
  };

  return {
    addPartial: (name, file, source) => environment.registerPartial(name, compile(file, source, false)),
    compile(file, source, plainText = false) {
      const template = compile(file, source, plainText);
      return (root, locale, trace) => template(root, { data: trace === undefined ? { locale } : { locale, ...trace } });
    },
  };
}

type TracedOptions = HelperOptions & { readonly data: Trace };

/** Helpers whose arguments name a text of the locale. */
const textOfHelper: Readonly<Record<string, (args: readonly unknown[], locale: Locale) => readonly string[]>> = {
  t: ([key]) => [String(key)],
  phrase: ([key]) => [String(key)],
  word: ([list, code], locale) => {
    const known = typeof code === 'string' && locale.word(String(list), code) !== null;
    return [`${String(list)}.${known ? code : 'other'}`];
  },
};

function traced(name: string, helper: Helper): Helper {
  return (args, options) => {
    const { log, locale } = (options as TracedOptions).data;
    const given = [...args, ...Object.values(options.hash)];
    return log.helper(given, textOfHelper[name]?.(args, locale) ?? [], () => helper(args, options));
  };
}

function tracedValue(value: unknown, options: TracedOptions): unknown {
  options.data.log.printed(value);
  return printedValue(value, options);
}

function adapt(name: string, helper: Helper): Handlebars.HelperDelegate {
  return function adapted(...args: unknown[]): unknown {
    const options = args.pop() as HelperOptions;
    try {
      return helper(args, options);
    } catch (error) {
      const { line, column } = options.loc.start;
      const place = { line, column: column + 1 };
      if (error instanceof PostwerkError) {
        throw new PostwerkError(error.code, error.detail, { ...place, ...error.place }, { cause: error });
      }
      const detail = `{{${name}}}: ${(error as Error).message}`;
      throw new PostwerkError('compose.template-failed', detail, place, { cause: error });
    }
  };
}

/**
 * Printing an absent value is an error, asking for one is not. Handlebars' own strict mode cannot tell the two apart:
 * it refuses `{{#if a.b.c}}` where `a.b` is absent.
 */
function withStrictValues(program: hbs.AST.Program): hbs.AST.Program {
  new StrictValues().accept(program);
  return program;
}

class StrictValues extends Handlebars.Visitor {
  // Indentation means nothing in markup and HTML; without it a page is a quarter shorter to parse.
  override ContentStatement(content: hbs.AST.ContentStatement): void {
    content.value = content.value.replaceAll(/\n[ \t]+/g, '\n');
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    const { path, params } = mustache;
    if (path.type !== 'PathExpression' || params.length > 0) return;
    const printed = path as hbs.AST.PathExpression;
    if (helperNames.has(printed.original) || traceHelperNames.includes(printed.original)) return;
    mustache.params = [printed];
    mustache.path = { ...printed, data: false, depth: 0, parts: [valueHelper], original: valueHelper };
    mustache.hash = {
      type: 'Hash',
      loc: printed.loc,
      pairs: [{ type: 'HashPair', loc: printed.loc, key: 'path', value: literal(printed) }],
    };
  }
}

function literal({ loc, original }: hbs.AST.PathExpression): hbs.AST.StringLiteral {
  return { type: 'StringLiteral', loc, value: original, original };
}

function printedValue(value: unknown, { hash, loc }: HelperOptions): unknown {
  if (value !== undefined && value !== null) return value;
  const place = { line: loc.start.line, column: loc.start.column + 1 };
  throw new PostwerkError('compose.template-failed', `"${String(hash['path'])}" is absent; ask {{#if}} first`, place);
}

/** Errors that already say in which file they arose; an error passes through every partial on its way out. */
const placedErrors = new WeakSet<Error>();

function placed(file: string, error: unknown): Error {
  if (error instanceof Error && placedErrors.has(error)) return error;
  const found = withPlace(file, error);
  placedErrors.add(found);
  return found;
}

function withPlace(file: string, error: unknown): PostwerkError {
  if (error instanceof PostwerkError) {
    const { line, column = 1 } = error.place;
    const at = line === undefined ? file : `${file}:${line}:${column}`;
    return new PostwerkError(error.code, `${at}: ${error.detail}`, { ...error.place, file }, { cause: error });
  }
  const { message, lineNumber: line, column = 0 } = error as { message: string; lineNumber?: number; column?: number };
  const at = line === undefined ? file : `${file}:${line}:${column + 1}`;
  const place = line === undefined ? { file } : { file, line, column: column + 1 };
  return new PostwerkError('compose.template-failed', `${at}: ${message}`, place, { cause: error });
}
