import Handlebars from 'handlebars';
import type { Grammar, OpenElement } from './openElement.ts';
import { type MarkupEvents, MarkupReader, type Mode, type Place, Unreadable } from './markupReader.ts';
import type { ProblemList } from './templateProblem.ts';

/** A template or partial, read by Handlebars. */
export interface ReadTemplate {
  readonly file: string;
  readonly program: hbs.AST.Program;
}

/** Partials that use partials that use partials: more than any paper needs, few enough to be walked at once. */
const mostPartials = 5000;

/** Ends the walk of a file that cannot be read any further. */
class Abandoned extends Error {}

/**
 * Walks a template with the partials it uses, as if it were filled, and checks its markup: every block of Handlebars and
 * every partial must close what it opens, so that whatever a message holds the markup is well-formed; elements,
 * attributes, literal values and styles must be known.
 */
export function checkStructure(
  template: ReadTemplate,
  partials: { readonly get: (name: string) => ReadTemplate | undefined },
  grammar: Grammar,
  { add }: ProblemList,
): void {
  const stack: OpenElement[] = [];
  const visited = new Set<string>();
  const calling: string[] = [];
  let files = 0;
  let file = template.file;
  let pending = '';
  let elementCount = 0;
  const serials = new WeakMap<OpenElement, number>();

  const problem = (detail: string | null, { line, column }: Place, where = file): void => {
    if (detail !== null) add({ file: where, line, column, detail });
  };
  const top = (): OpenElement | undefined => stack.at(-1);

  const events: MarkupEvents = {
    open(name, { line, column }) {
      const element: OpenElement = { name, file, line, column, attributes: new Map(), children: [], dynamic: false };
      elementCount += 1;
      serials.set(element, elementCount);
      problem(grammar.open(element, stack), element);
      top()?.children.push(element);
      stack.push(element);
    },
    attribute(name, at) {
      const element = top();
      if (element === undefined) return;
      problem(grammar.attribute(element, name), at);
      pending = name;
    },
    value(value, at) {
      const element = top();
      if (element === undefined) return;
      element.attributes.set(pending, value);
      problem(grammar.value(element, pending, value), at);
    },
    opened(selfClosing) {
      const element = top();
      if (element === undefined) return;
      problem(grammar.opened(element), element);
      if (!selfClosing && !grammar.isVoid(element.name)) return;
      stack.pop();
      problem(grammar.close(element, stack), element);
    },
    close(name, at) {
      const element = top();
      if (element?.name === name) {
        stack.pop();
        problem(grammar.close(element, stack), element, element.file);
        return;
      }
      problem(closingProblem(name, element), at);
      throw new Abandoned();
    },
    text: (excerpt, at) => problem(grammar.text(excerpt, stack), at),
    entity: (name, at) => problem(grammar.entity(name), at),
    declaration: (text, at) => problem(grammar.declaration(text), at),
  };
  const reader = new MarkupReader(events);

  function walk(statements: readonly hbs.AST.Statement[]): void {
    for (const statement of statements) {
      const at = placeOf(statement.loc.start);
      switch (statement.type) {
        case 'ContentStatement':
          // The type calls it strip flags; it is the text as the file has it.
          reader.read((statement as hbs.AST.ContentStatement).original as unknown as string, at);
          break;
        case 'MustacheStatement':
          reader.expression(at, sourceOf(statement as hbs.AST.MustacheStatement));
          break;
        case 'BlockStatement':
          block(statement as hbs.AST.BlockStatement, at);
          break;
        case 'PartialStatement':
          partial(statement as hbs.AST.PartialStatement, at);
          break;
        default:
      }
    }
  }

  function block({ path, program, inverse, loc }: hbs.AST.BlockStatement, at: Place): void {
    const name = 'original' in path ? path.original : '';
    const mode = reader.border(at);
    const element = top();
    if (mode === 'text' && element !== undefined) element.dynamic = true;
    const before = element?.attributes ?? new Map<string, string | null>();
    const after = new Map(before);
    for (const branch of [program, inverse] as readonly (hbs.AST.Program | undefined)[]) {
      if (branch === undefined) continue;
      reader.return(mode);
      if (element !== undefined) element.attributes = new Map(before);
      balanced(`{{#${name}}}`, mode, loc.end, () => walk(branch.body));
      for (const [key, value] of element?.attributes ?? []) after.set(key, value);
    }
    reader.return(mode);
    if (element !== undefined) element.attributes = after;
  }

  /** Runs a part that must end as it began. */
  function balanced(what: string, mode: Mode, end: { line: number; column: number }, part: () => void): void {
    const depth = stack.length;
    const element = top();
    part();
    const at = placeOf(end);
    if (stack.length > depth) {
      const open = stack.at(-1) as OpenElement;
      problem(`<${open.name}> is not closed where ${what} ends; each branch closes what it opens`, open, open.file);
      throw new Abandoned();
    }
    if (stack.length < depth || top() !== element) {
      problem(
        `${what} closes <${element?.name ?? ''}>, which was opened before it; each branch opens what it closes`,
        at,
      );
      throw new Abandoned();
    }
    if (reader.border(at) !== mode) {
      problem(`${what} begins and ends in different parts of a tag`, at);
      throw new Abandoned();
    }
  }

  function partial(statement: hbs.AST.PartialStatement, at: Place): void {
    const name = 'original' in statement.name ? statement.name.original : '';
    const found = partials.get(name);
    if (found === undefined) return;
    const mode = reader.border(at);
    const element = top();
    if (mode === 'text' && element !== undefined) element.dynamic = true;
    // A partial that uses itself says the same on every level.
    if (calling.includes(name)) return;
    // Met again in the same element it says the same, too.
    const key = `${name} ${mode} ${element === undefined ? 0 : (serials.get(element) ?? 0)}`;
    if (!grammar.splitPartials && visited.has(key)) return;
    visited.add(key);
    files += 1;
    if (files > mostPartials) {
      problem(`more than ${mostPartials} partials are used to make one document`, at);
      throw new Abandoned();
    }
    const caller = file;
    file = found.file;
    calling.push(name);
    if (grammar.splitPartials) walk(found.program.body);
    else balanced(`{{> ${name}}}`, mode, endOf(found.program), () => walk(found.program.body));
    calling.pop();
    file = caller;
  }

  try {
    walk(template.program.body);
    const end = placeOf(endOf(template.program));
    reader.end(end);
    const open = top();
    if (open !== undefined) problem(`<${open.name}> is never closed`, open, open.file);
  } catch (error) {
    if (error instanceof Unreadable) problem(error.message, error.at);
    else if (!(error instanceof Abandoned)) throw error;
  }
}

function closingProblem(name: string, open: OpenElement | undefined): string {
  if (open === undefined) return `</${name}> closes nothing`;
  return `</${name}> cannot close <${open.name}> of ${open.file}:${open.line}`;
}

function placeOf({ line, column }: { readonly line: number; readonly column: number }): Place {
  return { line, column: column + 1 };
}

/** An empty file has no place. */
function endOf({ loc }: hbs.AST.Program): { readonly line: number; readonly column: number } {
  return (loc as hbs.AST.SourceLocation | undefined)?.end ?? { line: 1, column: 0 };
}

/** `{{money …}}`: enough to find it. */
function sourceOf({ path, params }: hbs.AST.MustacheStatement): string {
  const name = 'original' in path ? path.original : '';
  return params.length === 0 ? `{{${name}}}` : `{{${name} …}}`;
}

/** Templates read before: of what an author saves nearly all is as it was. They are only looked at, never changed. */
const programs = new Map<string, hbs.AST.Program>();
const mostPrograms = 500;

/** Reads a template; throws Handlebars' own error for bad syntax. */
export function readProgram(file: string, source: string): ReadTemplate {
  let program = programs.get(source);
  if (program === undefined) {
    program = Handlebars.parse(source);
    if (programs.size >= mostPrograms) programs.clear();
    programs.set(source, program);
  }
  return { file, program };
}
