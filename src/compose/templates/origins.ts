/** A place of a template that made a piece of markup, and what it was made of. */
export interface Origin {
  /** As errors name it: `templates/invoice/page.hbs`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where the partials that lead to it are used, innermost first. */
  readonly calls: readonly { readonly file: string; readonly line: number }[];
  /** Texts of the locale in it, as `namespace:key`. */
  readonly texts: readonly string[];
  /** JSON pointers into the message; what is known of the sender as `sender/name`. */
  readonly fields: readonly string[];
}

/** Markup that knows of every character where it comes from. */
export interface TracedMarkup {
  /** The same text that a normal rendering gives. */
  readonly markup: string;
  /** Where each piece begins, ascending from 0. */
  readonly starts: readonly number[];
  /** The origin of each piece. */
  readonly origins: readonly Origin[];
}

/** Characters of the Private Use Area that stand around the numbers of places in a traced rendering. */
export const marks = {
  place: '\ue000',
  value: '\ue001',
  call: '\ue002',
  back: '\ue003',
  end: '\ue004',
} as const;

const mark = /[\ue000\ue001\ue002](\d+)\ue004|\ue003/gu;

/** A place of a template, by its number. */
export interface TemplatePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What went into a value. */
export interface Ingredients {
  readonly texts: readonly string[];
  /** Fields with what they say, so that a line of an address is told from the next. */
  readonly fields: ReadonlyMap<string, string>;
}

const nothing: Ingredients = { texts: [], fields: new Map() };
/** Up to so many fields are named without looking which of them can be seen. */
const fewFields = 3;

/** Takes the marks out of a traced rendering. */
export function readOrigins(
  marked: string,
  places: readonly TemplatePlace[],
  values: readonly Ingredients[],
): TracedMarkup {
  const starts: number[] = [];
  const origins: Origin[] = [];
  const calls: { readonly file: string; readonly line: number }[] = [];
  const pieces: string[] = [];
  let place: TemplatePlace | undefined;
  let piece = '';
  let pieceFrom = 0;

  const finish = (made: Ingredients): void => {
    if (piece === '' || place === undefined) return;
    starts.push(pieceFrom);
    origins.push({
      ...place,
      calls: calls.toReversed(),
      texts: made.texts,
      fields: visibleFields(made, piece),
    });
    pieces.push(piece);
    pieceFrom += piece.length;
    piece = '';
  };
  let from = 0;
  for (const match of marked.matchAll(mark)) {
    piece += marked.slice(from, match.index);
    from = match.index + match[0].length;
    const number = Number(match[1]);
    const kind = match[0][0];
    finish((kind === marks.value ? values[number] : undefined) ?? nothing);
    if (kind === marks.place) place = places[number];
    else if (kind === marks.call && places[number] !== undefined) calls.push(places[number]);
    else if (kind === marks.back) calls.pop();
  }
  piece += marked.slice(from);
  finish(nothing);
  return { markup: pieces.join('') + piece, starts, origins };
}

/** Of many fields those whose words stand in the text; all, where none does (an amount is written anew). */
function visibleFields({ fields }: Ingredients, text: string): readonly string[] {
  const names = [...fields.keys()];
  if (names.length <= fewFields) return names;
  const seen = names.filter((name) => text.includes(fields.get(name) ?? ''));
  return seen.length === 0 ? names : seen;
}

/** The piece that holds a character of the markup. */
export function pieceAt({ starts }: Pick<TracedMarkup, 'starts'>, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
