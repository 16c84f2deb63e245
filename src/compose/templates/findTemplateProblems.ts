import { checkExpressions, type TemplateNames } from './checkExpressions.ts';
import { checkStructure, type ReadTemplate, readProgram } from './checkStructure.ts';
import { splitEmailTemplate } from './emailTemplate.ts';
import { createHtmlGrammar } from './htmlGrammar.ts';
import { createMarkupGrammar } from './markupGrammar.ts';
import type { TemplateFile, TemplateFiles } from './readTemplates.ts';
import { createProblemList, type ProblemList, type TemplateProblem } from './templateProblem.ts';

/**
 * Checks every template without filling it: all that would fail on every document, and all that would fail only on
 * somebody's. Places are those of the template.
 *
 * @param texts Keys of the locales' texts as `namespace:key`.
 * @throws PostwerkError `compose.template-invalid` for an `email.hbs` without its four parts.
 */
export function findTemplateProblems(
  { types, partials }: TemplateFiles,
  texts: ReadonlySet<string>,
): readonly TemplateProblem[] {
  const list = createProblemList();
  const names: TemplateNames = { partials: new Set(partials.keys()), texts };

  const read = ({ file, source }: TemplateFile): ReadTemplate | null => {
    const template = readOrNote(file, source, list);
    if (template !== null) checkExpressions(file, template.program, names, list);
    return template;
  };

  const readPartials = new Map<string, ReadTemplate>();
  for (const [name, file] of partials) {
    const template = read(file);
    if (template !== null) readPartials.set(name, template);
  }
  const walked = new Set<string>();
  const followed = { get: (name: string) => (walked.add(name), readPartials.get(name)) };

  for (const { settings, markup, email } of types) {
    const template = read(markup);
    const root = settings.kind === 'page' ? 'document' : 'label';
    if (template !== null) checkStructure(template, followed, createMarkupGrammar(root), list);
    const parts = splitEmailTemplate(email.file, email.source);
    for (const [part, source] of Object.entries(parts)) {
      const filled = read({ file: email.file, source });
      if (part === 'html' && filled !== null) checkStructure(filled, followed, createHtmlGrammar(), list);
    }
  }
  // What no template uses yet is checked by itself, as far as that goes.
  for (const [name, template] of readPartials) {
    if (!walked.has(name) && !name.startsWith('email-')) {
      checkStructure(template, followed, createMarkupGrammar(null), list);
    }
  }
  return list.problems;
}

function readOrNote(file: string, source: string, { add }: ProblemList): ReadTemplate | null {
  try {
    return readProgram(file, source);
  } catch (error) {
    const { message, lineNumber, column } = error as Error & { lineNumber?: number; column?: number };
    const line = Number(lineNumber ?? /line (\d+)/.exec(message)?.[1] ?? 1);
    add({ file, line, column: (column ?? 0) + 1, detail: syntaxDetail(message) });
    return null;
  }
}

/** Handlebars draws the place with arrows, which one line cannot show. */
function syntaxDetail(message: string): string {
  const expected = /Expecting (.*), got '(.*)'/.exec(message)?.[2];
  const said = message.split('\n')[0]?.replace(/ - \d+:\d+$/, '') ?? message;
  if (expected === undefined) return said;
  return expected === 'EOF' || expected === 'INVALID'
    ? `${said} a block or expression is not closed`
    : `${said} unexpected ${expected}`;
}
