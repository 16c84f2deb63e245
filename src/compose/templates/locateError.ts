import { PostwerkError } from '../../errors.ts';
import { type Origin, pieceAt, type TracedMarkup } from './origins.ts';

/**
 * Says of an error of a filled document which line of which template it comes from, and which field of the message. The
 * document is composed once more for it, with the origins of its pieces as lines.
 *
 * @param composeAgain Composes the traced markup; throws the same error with the number of the piece as its line.
 * @returns The error with its place, or as it is where the second try does not fail in the same way.
 */
export async function locateError(
  error: PostwerkError,
  traced: TracedMarkup,
  composeAgain: (traced: TracedMarkup) => Promise<void>,
): Promise<PostwerkError> {
  let again: unknown;
  try {
    await composeAgain(traced);
  } catch (second) {
    again = second;
  }
  if (!(again instanceof PostwerkError) || again.code !== error.code) return error;
  const origin = originOf(again, traced);
  if (origin === undefined) return error;
  const { file, line, column, fields } = origin;
  const [field] = fields;
  const detail = `${file}:${line}:${column}: ${withoutMarkupLine(error.detail)}`;
  const place = { ...error.place, file, line, column, ...(field !== undefined && fields.length === 1 && { field }) };
  return new PostwerkError(error.code, detail, place, { cause: error });
}

/** Markup that is not well-formed has a real place; everything behind the parser speaks of pieces. */
function originOf({ code, place: { line = 0, column = 1 } }: PostwerkError, traced: TracedMarkup): Origin | undefined {
  if (code !== 'compose.markup-invalid') return traced.origins[line - 1];
  const { markup, origins } = traced;
  let from = 0;
  for (let number = 1; number < line; number += 1) from = markup.indexOf('\n', from) + 1;
  return origins[pieceAt(traced, from + column - 1)];
}

/** The line of the markup says nothing to who wrote the template. */
function withoutMarkupLine(detail: string): string {
  return detail.replace(/^line \d+(?:, column \d+)?: /u, '').replace(/ in markup line \d+| \(markup line \d+\)/u, '');
}
