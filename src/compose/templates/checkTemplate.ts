import Handlebars from 'handlebars';
import { PostwerkError } from '../../errors.ts';
import { helperNames } from './templateCompiler.ts';

/** What a template may refer to. */
export interface Vocabulary {
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

/**
 * Reads a template without filling it and refuses what could only fail on somebody's document: bad syntax, unknown
 * helpers and partials, texts and word lists that no locale has.
 *
 * @throws PostwerkError `compose.template-invalid` with file and line.
 */
export function checkTemplate(file: string, source: string, vocabulary: Vocabulary): void {
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(source);
  } catch (error) {
    const line = /line (\d+)/.exec((error as Error).message)?.[1];
    const at = line === undefined ? file : `${file}:${line}`;
    throw new PostwerkError('compose.template-invalid', `${at}: ${(error as Error).message.replaceAll('\n', ' ')}`);
  }
  new TemplateVisitor(file, vocabulary).accept(program);
}

type Call = hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement;

class TemplateVisitor extends Handlebars.Visitor {
  readonly #file: string;
  readonly #vocabulary: Vocabulary;

  constructor(file: string, vocabulary: Vocabulary) {
    super();
    this.#file = file;
    this.#vocabulary = vocabulary;
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    if (!mustache.escaped) this.#fail(mustache, '{{{…}}} would pass markup of a message through; use {{…}}');
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
    this.#partial(partial);
    super.PartialStatement(partial);
  }

  // What a partial would fill in runs in another file, so that an error would name the wrong one.
  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.#fail(partial, 'blocks around a partial are not supported; use one partial before and one behind');
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    this.#fail(decorator, 'decorators are not supported');
  }

  override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
    this.#fail(decorator, 'inline partials are not supported; write a file of their own');
  }

  #call(node: Call, isHelper: boolean): void {
    const name = 'original' in node.path ? node.path.original : '';
    if (!helperNames.has(name)) {
      if (isHelper) this.#fail(node, `there is no helper "${name}"`);
      return;
    }
    const kind = keyedHelpers[name];
    const key = node.params[0] as hbs.AST.StringLiteral | undefined;
    if (kind === undefined || key?.type !== 'StringLiteral') return;
    const { texts } = this.#vocabulary;
    const known = kind === 'text' ? texts.has(key.value) : [...texts].some((text) => text.startsWith(`${key.value}.`));
    if (!known) this.#fail(node, `no locale has ${kind === 'text' ? 'the text' : 'words under'} "${key.value}"`);
  }

  #partial(node: hbs.AST.PartialStatement): void {
    const name = 'original' in node.name ? node.name.original : '';
    if (!this.#vocabulary.partials.has(name)) this.#fail(node, `there is no partial "${name}"`);
  }

  #fail(node: hbs.AST.Node, what: string): never {
    const { line, column } = node.loc.start;
    throw new PostwerkError('compose.template-invalid', `${this.#file}:${line}: ${what}`, { line, column: column + 1 });
  }
}
