import Handlebars from 'handlebars';
import { suggestion } from './markupGrammar.ts';
import { helperNames } from './templateCompiler.ts';
import type { ProblemList } from './templateProblem.ts';

/** What a template may refer to. */
export interface TemplateNames {
  readonly partials: ReadonlySet<string>;
  /** Keys of texts as `namespace:key`. */
  readonly texts: ReadonlySet<string>;
}

/** Which argument of a helper is a key of the locale, and of what kind. */
const keyedHelpers: Readonly<Record<string, 'text' | 'list'>> = {
  t: 'text',
  phrase: 'text',
  word: 'list',
  knows: 'list',
};

type Call = hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement;

/**
 * Checks what stands between the braces without filling it: unknown helpers and partials, texts and word lists that no
 * locale has, and what this project does not use of Handlebars.
 */
export function checkExpressions(
  file: string,
  program: hbs.AST.Program,
  names: TemplateNames,
  list: ProblemList,
): void {
  new ExpressionVisitor(file, names, list).accept(program);
}

class ExpressionVisitor extends Handlebars.Visitor {
  readonly #file: string;
  readonly #names: TemplateNames;
  readonly #list: ProblemList;

  constructor(file: string, names: TemplateNames, list: ProblemList) {
    super();
    this.#file = file;
    this.#names = names;
    this.#list = list;
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    if (!mustache.escaped) this.#problem(mustache, '{{{…}}} would pass markup of a message through; use {{…}}');
    this.#call(mustache, mustache.params.length > 0);
    super.MustacheStatement(mustache);
  }

  override SubExpression(expression: hbs.AST.SubExpression): void {
    this.#call(expression, true);
    super.SubExpression(expression);
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    this.#call(block, true);
    super.BlockStatement(block);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    const { partials } = this.#names;
    if (!('original' in partial.name)) this.#problem(partial, 'the name of a partial is written out');
    else {
      const name = partial.name.original;
      if (!partials.has(name)) this.#problem(partial, `there is no partial "${name}"${suggestion(name, partials)}`);
    }
    super.PartialStatement(partial);
  }

  // What a partial would fill in runs in another file, so that an error would name the wrong one.
  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.#problem(partial, 'blocks around a partial are not supported; use one partial before and one behind');
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    this.#problem(decorator, 'decorators are not supported');
  }

  override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
    this.#problem(decorator, 'inline partials are not supported; write a file of their own');
  }

  #call(node: Call, isHelper: boolean): void {
    const name = 'original' in node.path ? node.path.original : '';
    if (!helperNames.has(name)) {
      if (isHelper) this.#problem(node, `there is no helper "${name}"${suggestion(name, helperNames)}`);
      return;
    }
    const kind = keyedHelpers[name];
    const key = node.params[0] as hbs.AST.StringLiteral | undefined;
    if (kind === undefined || key?.type !== 'StringLiteral') return;
    const { texts } = this.#names;
    if (kind === 'text') {
      if (!texts.has(key.value)) {
        this.#problem(key, `no locale has the text "${key.value}"${suggestion(key.value, texts)}`);
      }
      return;
    }
    const lists = new Set([...texts].map((text) => text.slice(0, Math.max(0, text.lastIndexOf('.')))));
    if (!lists.has(key.value)) {
      this.#problem(key, `no locale has words under "${key.value}"${suggestion(key.value, lists)}`);
    }
  }

  #problem(node: hbs.AST.Node, detail: string): void {
    const { line, column } = node.loc.start;
    this.#list.add({ file: this.#file, line, column: column + 1, detail });
  }
}
