import { createLocaleLibrary } from '../locale/localeLibrary.ts';
import { findTemplateProblems } from './findTemplateProblems.ts';
import { readTemplates, releasedIn } from './readTemplates.ts';
import type { TemplateFolders } from './templateLibrary.ts';
import type { TemplateProblem } from './templateProblem.ts';

/**
 * Every problem of the templates that can be found without filling them, for who is about to mend them. Loading stops at
 * them (`createTemplateLibrary`).
 *
 * @throws PostwerkError `compose.template-invalid`, `compose.locale-invalid` where a file cannot be read at all.
 */
export function inspectTemplates({ templatesDir, localesDir }: TemplateFolders): readonly TemplateProblem[] {
  const files = readTemplates(templatesDir);
  return findTemplateProblems(files, createLocaleLibrary(localesDir, false, releasedIn(files)).keys);
}
