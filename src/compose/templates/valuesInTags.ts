/**
 * Finds the values that stand inside tags: in attributes, where text is data and takes no invisible marks.
 *
 * @returns the statements of the program that print such values.
 */
export function valuesInTags(program: hbs.AST.Program): ReadonlySet<hbs.AST.Statement> {
  const found = new Set<hbs.AST.Statement>();
  visit(program, false);
  return found;

  /** Returns whether the block ends inside a tag. */
  function visit(block: hbs.AST.Program | undefined, begun: boolean): boolean {
    let inTag = begun;
    for (const statement of block?.body ?? []) {
      switch (statement.type) {
        case 'ContentStatement': {
          const { value } = statement as hbs.AST.ContentStatement;
          const opened = value.lastIndexOf('<');
          const closed = value.lastIndexOf('>');
          if (opened !== closed) inTag = opened > closed;
          break;
        }
        case 'MustacheStatement':
          if (inTag) found.add(statement);
          break;
        case 'BlockStatement': {
          const { program: then, inverse } = statement as hbs.AST.BlockStatement;
          const after = visit(then, inTag);
          visit(inverse, inTag);
          inTag = after;
          break;
        }
      }
    }
    return inTag;
  }
}
