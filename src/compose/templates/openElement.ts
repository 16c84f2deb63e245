/** An element of a template between its start and its end tag. */
export interface OpenElement {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Attributes met so far; null where Handlebars makes the value. Branches of a block have their own. */
  attributes: Map<string, string | null>;
  /** Elements directly inside. */
  readonly children: OpenElement[];
  /** A block or partial stands directly inside, so that the number of children is not known. */
  dynamic: boolean;
}

/** Rules of a kind of markup. A rule returns what is wrong, or null. */
export interface Grammar {
  /** Elements without end tag (HTML's void elements). */
  readonly isVoid: (name: string) => boolean;
  /** Partials may open what others close: the head and foot of an HTML page. */
  readonly splitPartials: boolean;
  readonly open: (element: OpenElement, parents: readonly OpenElement[]) => string | null;
  readonly attribute: (element: OpenElement, name: string) => string | null;
  readonly value: (element: OpenElement, name: string, value: string | null) => string | null;
  /** At the end of the start tag. */
  readonly opened: (element: OpenElement) => string | null;
  readonly close: (element: OpenElement, parents: readonly OpenElement[]) => string | null;
  readonly text: (excerpt: string, parents: readonly OpenElement[]) => string | null;
  readonly entity: (name: string) => string | null;
  readonly declaration: (text: string) => string | null;
}
