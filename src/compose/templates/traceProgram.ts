import Handlebars from 'handlebars';
import { marks, type TemplatePlace } from './origins.ts';

/** Helpers that a traced template calls around every value it prints. */
export const traceHelpers = { begin: 'trace-begin', end: 'trace-end' } as const;

/**
 * Puts marks into a template: before each line of its text and each value where it stands, behind each value what went
 * into it, around each partial where it is used. What the template prints stays the same between the marks.
 *
 * @param places Takes the places in; a mark is an index of it.
 */
export function traceProgram(file: string, program: hbs.AST.Program, places: TemplatePlace[]): void {
  const add = (line: number, column: number): number => places.push({ file, line, column: column + 1 }) - 1;

  function content(loc: hbs.AST.SourceLocation, value: string): hbs.AST.ContentStatement {
    const node = { type: 'ContentStatement', loc, value, original: value };
    return node as unknown as hbs.AST.ContentStatement;
  }

  function placed(node: hbs.AST.Statement, kind: string): hbs.AST.Statement {
    const number = add(node.loc.start.line, node.loc.start.column);
    return content(node.loc, `${kind}${number}${marks.end}`);
  }

  function call(loc: hbs.AST.SourceLocation, helper: string): hbs.AST.MustacheStatement {
    const path = { type: 'PathExpression', loc, data: false, depth: 0, parts: [helper], original: helper };
    const strip = { open: false, close: false };
    const node = { type: 'MustacheStatement', loc, path, params: [], escaped: true, strip };
    return node as unknown as hbs.AST.MustacheStatement;
  }

  /** Each line of text by itself, so that its place is exact. */
  function lines(node: hbs.AST.ContentStatement): hbs.AST.Statement[] {
    const original = node.original as unknown as string;
    const skipped = original.slice(0, Math.max(0, original.indexOf(node.value)));
    let { line, column } = node.loc.start;
    const endings = skipped.split('\n').length - 1;
    if (endings > 0) {
      line += endings;
      column = skipped.length - skipped.lastIndexOf('\n') - 1;
    } else column += skipped.length;
    const statements: hbs.AST.Statement[] = [];
    for (const [index, text] of node.value.split(/(?<=\n)/u).entries()) {
      const blanks = /^\s*/u.exec(text)?.[0].length ?? 0;
      const number = add(line, column + (blanks === text.length ? 0 : blanks));
      // Behind a line end the compiler takes blanks away; behind a mark it would not see them.
      const shown = index === 0 ? text : text.replace(/^[ \t]+/u, '');
      statements.push(content(node.loc, `${marks.place}${number}${marks.end}${shown}`));
      if (text.endsWith('\n')) {
        line += 1;
        column = 0;
      }
    }
    return statements;
  }

  function visit(block: hbs.AST.Program | undefined): void {
    if (block === undefined) return;
    block.body = block.body.flatMap((statement): hbs.AST.Statement[] => {
      switch (statement.type) {
        case 'ContentStatement':
          return lines(statement as hbs.AST.ContentStatement);
        case 'MustacheStatement':
          return [
            placed(statement, marks.place),
            call(statement.loc, traceHelpers.begin),
            statement,
            call(statement.loc, traceHelpers.end),
          ];
        case 'PartialStatement':
          return [placed(statement, marks.call), statement, content(statement.loc, marks.back)];
        case 'BlockStatement': {
          const { program: then, inverse } = statement as hbs.AST.BlockStatement;
          visit(then);
          visit(inverse);
          return [statement];
        }
        default:
          return [statement];
      }
    });
  }

  visit(program);
}

/** What a traced template prints is markup already. */
export function asIs(text: string): Handlebars.SafeString {
  return new Handlebars.SafeString(text);
}
