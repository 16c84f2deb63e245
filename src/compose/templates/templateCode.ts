import { PostwerkError } from '../../errors.ts';
import { innerReach, nameIn, pathCode, type Reach } from './codeReach.ts';
import { Literal } from './literal.ts';
import type { Site, Surroundings } from './templateProgram.ts';

/** JavaScript of a template: the body of a function that gives its Fill. */
export interface TemplateCode {
  readonly source: string;
  /** What the code names k0, k1 …: helpers, literals, names of partials. */
  readonly constants: readonly unknown[];
  /** Places that can fail, from 1. */
  readonly sites: readonly (Site | undefined)[];
}

/** Helpers whose text is the locale's own: values inside it are isolated already (locale.ts, textHelpers.ts). */
const textHelpers: ReadonlySet<string> = new Set(['t', 'phrase', 'word', 'join', 'lines']);

type Call = hbs.AST.MustacheStatement | hbs.AST.SubExpression;

/**
 * Writes a template as JavaScript: blocks become blocks, block params variables, paths chains of properties. Nothing of
 * the template's text gets into the code but as a string, and no name but numbered ones.
 */
export function writeCode(program: hbs.AST.Program, surroundings: Surroundings): TemplateCode {
  return new CodeWriter(surroundings).template(program);
}

class CodeWriter {
  readonly #surroundings: Surroundings;
  readonly #constants: unknown[] = [];
  readonly #sites: (Site | undefined)[] = [undefined];
  #variables = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  template(program: hbs.AST.Program): TemplateCode {
    const reach: Reach = { scope: { name: 'scope', around: null, isUsed: true }, params: new Map(), entry: {} };
    const body = this.#program(program, reach);
    const named = this.#constants.map((_, index) => `k${index} = constants[${index}]`);
    const source = `'use strict';
const { enterScope, enterEntry, enterPartial, isEmpty, textOf, holds, print, printIsolated, upFrom, valueIn, ownProperty } = runtime;
const nothing = Object.freeze({});
const absent = (site) => { throw failed(site); };
${named.length === 0 ? '' : `const ${named.join(', ')};`}
return (scope, out) => {
  const { data } = scope;
  const value = data.locale.rtl ? printIsolated : print;
  let at = 0;
  let held;
  try {
${body}
  } catch (error) {
    throw at === 0 ? error : failed(at, error);
  }
};`;
    return { source, constants: this.#constants, sites: this.#sites };
  }

  #program(program: hbs.AST.Program, reach: Reach): string {
    let code = '';
    let text = '';
    const endText = (): void => {
      if (text !== '') code += `out.literal(${this.#constant(new Literal(text))});\n`;
      text = '';
    };
    for (const statement of program.body) {
      if (statement.type === 'ContentStatement') {
        // Indentation means nothing in markup and HTML; without it a page is a quarter shorter to parse.
        text += (statement as hbs.AST.ContentStatement).value.replaceAll(/\n[ \t]+/g, '\n');
      } else if (statement.type !== 'CommentStatement') {
        endText();
        code += this.#statement(statement, reach);
      }
    }
    endText();
    return code;
  }

  #statement(statement: hbs.AST.Statement, reach: Reach): string {
    switch (statement.type) {
      case 'MustacheStatement':
        return this.#mustache(statement as hbs.AST.MustacheStatement, reach);
      case 'BlockStatement':
        return this.#block(statement as hbs.AST.BlockStatement, reach);
      case 'PartialStatement':
        return this.#partial(statement as hbs.AST.PartialStatement, reach);
      default:
        throw unsupported(statement, statement.type);
    }
  }

  #mustache(mustache: hbs.AST.MustacheStatement, reach: Reach): string {
    const { plainText, inTags } = this.#surroundings;
    const value = this.#isCall(mustache, reach) ? this.#call(mustache, reach) : this.#printedPath(mustache, reach);
    if (plainText || !mustache.escaped) return `out.markup(textOf(${value}));\n`;
    const isolates = inTags?.has(mustache) !== true && !textHelpers.has(nameOf(mustache.path));
    return `${isolates ? 'value' : 'print'}(${value}, out);\n`;
  }

  /** A block param goes before a helper of the same name. */
  #isCall({ path, params, hash }: hbs.AST.MustacheStatement, reach: Reach): boolean {
    if (params.length > 0 || hash !== undefined) return true;
    const [first = ''] = (path as hbs.AST.PathExpression).parts;
    return this.#surroundings.helpers.has(nameOf(path)) && !reach.params.has(first);
  }

  /** Printing an absent value is an error, asking for one is not. */
  #printedPath(mustache: hbs.AST.MustacheStatement, reach: Reach): string {
    const path = mustache.path as hbs.AST.PathExpression;
    const site = this.#site(mustache, `"${path.original}" is absent; ask {{#if}} first`);
    const { printed } = this.#surroundings;
    const found = pathCode(path, reach);
    const told =
      printed === undefined
        ? found
        : `${this.#constant((value: unknown, data: never) => {
            printed(value, data);
            return value;
          })}(${found}, data)`;
    return `(${told} ?? (at = 0, absent(${site})))`;
  }

  /** The call knows its place only when its arguments are there, for they may be calls themselves. */
  #call(call: Call, reach: Reach): string {
    const name = nameOf(call.path);
    const helper = this.#surroundings.helpers.get(name);
    if (helper === undefined) throw unsupported(call, `there is no helper "${name}"`);
    const site = this.#site(call, `{{${name}}}`);
    const pairs = this.#pairs(call.hash, reach).map(([key, value]) => `[${JSON.stringify(key)}]: ${value}`);
    const named = pairs.length === 0 ? 'nothing' : `{ ${pairs.join(', ')} }`;
    const given = [named, ...call.params.map((param) => this.#expression(param, reach))];
    given.push(`(held = ${given.pop()}, at = ${site}, held)`);
    return `${this.#constant(helper)}(data, ${given.join(', ')})`;
  }

  #expression(expression: hbs.AST.Expression, reach: Reach): string {
    switch (expression.type) {
      case 'PathExpression':
        return pathCode(expression as hbs.AST.PathExpression, reach);
      case 'SubExpression':
        return this.#call(expression as hbs.AST.SubExpression, reach);
      case 'UndefinedLiteral':
        return 'undefined';
      case 'NullLiteral':
        return 'null';
      default:
        return JSON.stringify(
          (expression as hbs.AST.StringLiteral | hbs.AST.NumberLiteral | hbs.AST.BooleanLiteral).value,
        );
    }
  }

  #pairs(hash: hbs.AST.Hash | undefined, reach: Reach): [string, string][] {
    return (hash?.pairs ?? []).map(({ key, value }) => [key, this.#expression(value, reach)]);
  }

  #block(block: hbs.AST.BlockStatement, reach: Reach): string {
    const name = nameOf(block.path);
    const [param] = block.params;
    if (param === undefined || block.params.length > 1) throw unsupported(block, `{{#${name}}} takes one value`);
    const value = this.#expression(param, reach);
    // Absent where the block has no {{else}}, whatever its type says.
    const inverse = block.inverse as hbs.AST.Program | undefined;
    const otherwise = (): string => (inverse === undefined ? '' : this.#program(inverse, reach));
    switch (name) {
      case 'if': {
        const zero = block.hash?.pairs.some((pair) => pair.key === 'includeZero') ?? false;
        return choice(`holds(${value}, ${zero})`, this.#program(block.program, reach), otherwise());
      }
      case 'unless':
        return choice(`!holds(${value}, false)`, this.#program(block.program, reach), otherwise());
      case 'with':
        return this.#with(block.program, value, otherwise(), reach);
      case 'each':
        return this.#each(block.program, value, otherwise(), reach);
      default:
        throw unsupported(block, `{{#${name}}} is none of if, unless, each, with`);
    }
  }

  #with(program: hbs.AST.Program, value: string, otherwise: string, reach: Reach): string {
    const number = (this.#variables += 1);
    const inner = innerReach(reach, number, program, [`v${number}`]);
    const body = this.#program(program, inner);
    const entered = inner.scope.isUsed ? `const s${number} = enterScope(${nameIn(reach)}, v${number});\n` : '';
    return `const v${number} = ${value};\n${choice(`!isEmpty(v${number})`, entered + body, otherwise)}`;
  }

  #each(program: hbs.AST.Program, value: string, otherwise: string, reach: Reach): string {
    const number = (this.#variables += 1);
    const [list, keys, count, index, key, entry] = ['l', 'm', 'n', 'i', 'y', 'v'].map((letter) => letter + number);
    const inner: Reach = {
      ...innerReach(reach, number, program, [entry ?? '', key ?? '']),
      entry: {
        index: index ?? '',
        key: key ?? '',
        first: `(${index} === 0)`,
        last: `(${index} === ${count} - 1)`,
      },
    };
    const body = this.#program(program, inner);
    const entered = inner.scope.isUsed
      ? `const s${number} = enterEntry(${nameIn(reach)}, ${entry}, ${index}, ${key}, ${count});\n`
      : '';
    return `const ${list} = ${value};
let ${count} = 0;
if (typeof ${list} === 'object' && ${list} !== null) {
const ${keys} = Array.isArray(${list}) ? null : Object.keys(${list});
${count} = (${keys} ?? ${list}).length;
for (let ${index} = 0; ${index} < ${count}; ${index} += 1) {
const ${key} = ${keys} === null ? ${index} : ${keys}[${index}];
const ${entry} = ${list}[${key}];
${entered}${body}}
}
${otherwise === '' ? '' : choice(`${count} === 0`, otherwise, '')}`;
  }

  #partial(partial: hbs.AST.PartialStatement, reach: Reach): string {
    const name = nameOf(partial.name);
    const site = this.#site(partial, `there is no partial "${name}"`);
    const [param] = partial.params;
    const pairs = this.#pairs(partial.hash, reach);
    const names = this.#constant(pairs.map(([key]) => key));
    const values = pairs.map(([, value]) => value).join(', ');
    const context = param === undefined ? '' : `, ${this.#expression(param, reach)}`;
    const number = (this.#variables += 1);
    const find = this.#constant(() => this.#surroundings.partial(name));
    // What goes wrong in the partial has its own place.
    return `const p${number} = enterPartial(${nameIn(reach)}, ${names}, [${values}]${context});
at = 0;
(${find}() ?? absent(${site}))(p${number}, out);
`;
  }

  #constant(value: unknown): string {
    const known = this.#constants.indexOf(value);
    return `k${known >= 0 ? known : this.#constants.push(value) - 1}`;
  }

  #site({ loc }: hbs.AST.Node, what: string): number {
    return this.#sites.push({ what, line: loc.start.line, column: loc.start.column + 1 }) - 1;
  }
}

function choice(condition: string, then: string, otherwise: string): string {
  return `if (${condition}) {\n${then}}${otherwise === '' ? '' : ` else {\n${otherwise}}`}\n`;
}

function nameOf(path: object): string {
  return 'original' in path ? String(path.original) : '';
}

function unsupported({ loc }: hbs.AST.Node, what: string): PostwerkError {
  return new PostwerkError('compose.template-failed', what, { line: loc.start.line, column: loc.start.column + 1 });
}
