import Handlebars from 'handlebars';
import { PostwerkError } from '../../errors.ts';
import type { Locale } from '../locale/locale.ts';
import type { MarkupDocument } from '../markup/markupDocument.ts';
import { codeHelpers } from './helpers/codeHelpers.ts';
import { formatHelpers } from './helpers/formatHelpers.ts';
import type { Helper, HelperData } from './helpers/helper.ts';
import { invoiceHelpers } from './helpers/invoiceHelpers.ts';
import { textHelpers } from './helpers/textHelpers.ts';
import { wordHelpers } from './helpers/wordHelpers.ts';
import type { IngredientLog } from './ingredientLog.ts';
import { NotReadable } from './literal.ts';
import { type Ingredients, marks, type TemplatePlace } from './origins.ts';
import { compileProgram } from './templateProgram.ts';
import { type Fill, rootScope } from './templateScope.ts';
import { TreeWriter } from './treeWriter.ts';
import { asIs, traceHelpers, traceProgram } from './traceProgram.ts';
import { valuesInTags } from './valuesInTags.ts';
import { TextWriter } from './writer.ts';

/** A template that can be filled: `root` is what it sees, `locale` the language it speaks. */
export interface Template {
  text(root: object, locale: Locale, trace?: Trace): string;
  /** The tree of its markup; null where only the whole text tells it, or what is wrong with it. */
  tree(root: object, locale: Locale): MarkupDocument | null;
}

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
  readonly compile: (file: string, source: string, plainText?: boolean) => Template;
}

const ownHelpers: Readonly<Record<string, Helper>> = {
  ...wordHelpers,
  ...formatHelpers,
  ...textHelpers,
  ...codeHelpers,
  ...invoiceHelpers,
};

/** Block helpers of Handlebars that templates may use; `log`, `lookup` and the rest may not. */
const builtInHelpers = ['if', 'unless', 'each', 'with'];

export const helperNames: ReadonlySet<string> = new Set([...builtInHelpers, ...Object.keys(ownHelpers)]);

const helpers: ReadonlyMap<string, Helper> = new Map(Object.entries(ownHelpers));

/**
 * Templates that Handlebars reads and `compileProgram` fills. Nothing is registered globally.
 *
 * @param tracing Its templates print marks beside their text (origins.ts) and want a Trace when they are filled.
 */
export function createTemplateCompiler(tracing?: Tracing): TemplateCompiler {
  const partials = new Map<string, Fill>();
  const shared = {
    helpers: tracing === undefined ? helpers : tracedHelpers(),
    partial: (name: string): Fill | undefined => partials.get(name),
    ...(tracing !== undefined && {
      printed: (value: unknown, { trace }: { readonly trace: object | undefined }) =>
        (trace as Trace).log.printed(value),
    }),
  };

  const compile = (file: string, source: string, plainText: boolean): Fill => {
    const program = Handlebars.parse(source);
    if (tracing !== undefined) traceProgram(file, program, tracing.places);
    const fill = compileProgram(program, { ...shared, plainText, inTags: valuesInTags(program) });
    return (scope, out) => {
      try {
        fill(scope, out);
      } catch (error) {
        throw error instanceof NotReadable ? error : placed(file, error);
      }
    };
  };

  return {
    addPartial: (name, file, source) => partials.set(name, compile(file, source, false)),
    compile(file, source, plainText = false) {
      const fill = compile(file, source, plainText);
      return {
        text(root, locale, trace) {
          const writer = new TextWriter();
          fill(rootScope(root, locale, trace), writer);
          return writer.text;
        },
        tree(root, locale) {
          const writer = new TreeWriter();
          try {
            fill(rootScope(root, locale), writer);
            return writer.finish();
          } catch (error) {
            if (error instanceof NotReadable) return null;
            throw error;
          }
        },
      };
    },
  };
}

function tracedHelpers(): ReadonlyMap<string, Helper> {
  const all = new Map(Object.entries(ownHelpers).map(([name, helper]) => [name, traced(name, helper)]));
  all.set(traceHelpers.begin, (data) => traceOf(data).log.begin());
  all.set(traceHelpers.end, (data) => {
    const { log, values } = traceOf(data);
    return asIs(`${marks.value}${values.push(log.end()) - 1}${marks.end}`);
  });
  return all;
}

/** Helpers of traced templates run nowhere else. */
function traceOf(data: HelperData): Trace {
  return (data as unknown as { readonly trace: Trace }).trace;
}

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
  return (data, named, ...args) => {
    const given = [...args, ...Object.values(named)];
    const texts = textOfHelper[name]?.(args, data.locale) ?? [];
    return traceOf(data).log.helper(given, texts, () => helper(data, named, ...args));
  };
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
