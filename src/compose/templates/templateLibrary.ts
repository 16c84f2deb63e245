import { PostwerkError } from '../../errors.ts';
import type { DocumentType, Message } from '../../model/message.ts';
import type { Sender } from '../../model/parties.ts';
import type { EmailContent } from '../../model/rendition.ts';
import type { Locale } from '../locale/locale.ts';
import { createLocaleLibrary } from '../locale/localeLibrary.ts';
import { pseudoLocaleName } from '../locale/pseudoLocale.ts';
import type { MarkupDocument } from '../markup/markupDocument.ts';
import { parseMarkup } from '../markup/parseMarkup.ts';
import { compileEmail, splitEmailTemplate } from './emailTemplate.ts';
import { findTemplateProblems } from './findTemplateProblems.ts';
import { refuseForbiddenCharacters } from './forbiddenCharacter.ts';
import { readTemplates, releasedIn } from './readTemplates.ts';
import { createMarkupTracer, type MarkupTracer, type TemplateRoot } from './markupTracer.ts';
import type { TracedMarkup } from './origins.ts';
import { createTemplateCompiler } from './templateCompiler.ts';
import { refuseProblems } from './templateProblem.ts';
import type { TypeSettings } from './typeSettings.ts';

export interface TemplateFolders {
  readonly templatesDir: string;
  readonly localesDir: string;
  /** Adds the locale that finds texts that do not fit (locale/pseudoLocale.ts). */
  readonly pseudoLocale?: boolean;
  /** Another thread has just checked the templates: they are only read. Filling them is as strict as ever. */
  readonly checked?: boolean;
}

/** What a template may know beside the message. */
export interface TemplateContext {
  readonly sender: Sender | null;
}

export interface TemplateLibrary {
  readonly types: ReadonlyMap<DocumentType, TypeSettings>;
  readonly locales: readonly string[];
  /** Those of them that have words for a type. */
  readonly localesOf: (type: string) => readonly string[];
  /** The installed locale that serves a BCP 47 tag (`de-AT` is served by `de`), or null. */
  readonly resolveLocale: (tag: string) => string | null;
  /** Words and formats of an installed locale. @throws PostwerkError `compose.unknown-locale`. */
  readonly locale: (name: string) => Locale;
  /** Every text's key as `namespace:key`. */
  readonly textKeys: ReadonlySet<string>;
  /**
   * The markup of a document (docs/templates.md).
   * @throws PostwerkError `compose.template-failed`, `compose.missing-text`, `compose.forbidden-character`,
   *   `compose.unknown-locale`, `intake.unknown-type`.
   */
  readonly renderMarkup: RenderTemplate<string>;
  /** The same markup as a tree. Throws `compose.markup-invalid`, too. */
  readonly renderTree: RenderTemplate<MarkupDocument>;
  /** The same markup with the origin of each piece: for errors and the preview. Slower; throws like `renderMarkup`. */
  readonly traceMarkup: RenderTemplate<TracedMarkup>;
  /** The e-mail that carries a document. Throws like `renderMarkup`. */
  readonly renderEmail: RenderTemplate<EmailContent>;
}

type RenderTemplate<T> = (
  type: DocumentType,
  message: Message['message'],
  locale: string,
  context: TemplateContext,
) => T;

/**
 * Loads every template and every text once and checks them, where nobody has; filling them afterwards does no I/O.
 *
 * @throws PostwerkError `compose.template-invalid`, `compose.locale-invalid` with file and line.
 */
export function createTemplateLibrary(folders: TemplateFolders): TemplateLibrary {
  const files = readTemplates(folders.templatesDir);
  const released = releasedIn(files);
  const locales = createLocaleLibrary(folders.localesDir, folders.pseudoLocale, released);
  if (folders.checked !== true) refuseProblems(findTemplateProblems(files, locales.keys));
  const { types, partials } = files;

  const compiler = createTemplateCompiler();
  for (const [name, { file, source }] of partials) compiler.addPartial(name, file, source);
  const compiled = new Map(
    types.map(({ settings, markup, email }) => [
      settings.type,
      {
        markup: compiler.compile(markup.file, markup.source),
        fillEmail: compileEmail(compiler, email.file, splitEmailTemplate(email.file, email.source)),
      },
    ]),
  );
  let tracer: MarkupTracer | undefined;
  const templatesOf = (type: DocumentType) => {
    const found = compiled.get(type);
    if (found === undefined) {
      throw new PostwerkError('intake.unknown-type', `"${type}" is not one of ${[...compiled.keys()].join(', ')}.`);
    }
    return found;
  };
  // A sender that is not known is empty, not absent: Handlebars guards no step of a path that starts at @root.
  const rootOf = (message: Message['message'], locale: Locale, { sender }: TemplateContext): TemplateRoot => ({
    message,
    locale: locale.name,
    direction: locale.rtl ? 'rtl' : 'ltr',
    sender: sender ?? {},
  });

  const renderMarkup: TemplateLibrary['renderMarkup'] = (type, message, name, context) => {
    const locale = locales.get(name);
    const markup = templatesOf(type).markup.text(rootOf(message, locale, context), locale);
    refuseForbiddenCharacters(markup, message);
    return markup;
  };

  return {
    types: new Map(types.map(({ settings }) => [settings.type, settings])),
    locales: locales.names,
    localesOf(type) {
      const own = released.get(type);
      if (own === undefined) return locales.names;
      return locales.names.includes(pseudoLocaleName) && own.includes('en') ? [...own, pseudoLocaleName] : own;
    },
    resolveLocale: locales.resolve,
    locale: locales.get,
    textKeys: locales.keys,
    renderMarkup,
    renderTree(type, message, name, context) {
      const locale = locales.get(name);
      const tree = templatesOf(type).markup.tree(rootOf(message, locale, context), locale);
      return tree ?? parseMarkup(renderMarkup(type, message, name, context));
    },
    traceMarkup(type, message, name, context) {
      const locale = locales.get(name);
      templatesOf(type);
      tracer ??= createMarkupTracer(files);
      return tracer(type, rootOf(message, locale, context), locale);
    },
    renderEmail(type, message, name, context) {
      const locale = locales.get(name);
      const email = templatesOf(type).fillEmail(rootOf(message, locale, context), locale);
      refuseForbiddenCharacters(email.subject + email.text + email.html, message);
      return email;
    },
  };
}
