import type { DocumentType } from '../../model/message.ts';
import type { Locale } from '../locale/locale.ts';
import { createIngredientLog } from './ingredientLog.ts';
import { readOrigins, type TemplatePlace, type TracedMarkup } from './origins.ts';
import type { TemplateFiles } from './readTemplates.ts';
import { createTemplateCompiler, type Template, type Trace } from './templateCompiler.ts';

/** Fills a type's template and tells the origin of every piece. */
export type MarkupTracer = (type: DocumentType, root: TemplateRoot, locale: Locale) => TracedMarkup;

/** What templates see as their root. */
export interface TemplateRoot {
  readonly message: object;
  readonly locale: string;
  /** For HTML's `dir`. */
  readonly direction: 'rtl' | 'ltr';
  readonly sender: object;
}

/** Compiles a type's templates once more, with marks in them, when somebody first asks for it. */
export function createMarkupTracer({ types, partials }: TemplateFiles): MarkupTracer {
  const places: TemplatePlace[] = [];
  const compiler = createTemplateCompiler({ places });
  for (const [name, { file, source }] of partials) compiler.addPartial(name, file, source);
  const templates = new Map<DocumentType, Template>();
  const templateOf = (type: DocumentType): Template => {
    const known = templates.get(type);
    if (known !== undefined) return known;
    const { markup } = types.find(({ settings }) => settings.type === type) ?? {};
    if (markup === undefined) throw new Error(`there is no template for ${type}`);
    const template = compiler.compile(markup.file, markup.source);
    templates.set(type, template);
    return template;
  };
  return (type, { message, sender, ...rest }, locale) => {
    const log = createIngredientLog();
    const trace: Trace = { log, values: [] };
    const root = { ...rest, message: log.watch(message, ''), sender: log.watch(sender, 'sender') };
    const marked = templateOf(type).text(root, locale, trace);
    return readOrigins(marked, places, trace.values);
  };
}
