import type { FastifyInstance } from 'fastify';
import { PostwerkError } from '../errors.ts';

/**
 * Replaces the framework's JSON parser for the small bodies of actions: strict UTF-8, an empty body means no body,
 * and the error says where as far as the engine tells. `__proto__` never becomes a prototype: JSON.parse makes it an
 * own property, and the schemas refuse unknown properties.
 */
export function parseStrictJson(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? null : JSON.parse(decode(body as Buffer)));
    } catch (error) {
      done(error instanceof PostwerkError ? error : invalidJson(error, body.toString()));
    }
  });
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw new PostwerkError('intake.invalid-utf8', 'The body is not valid UTF-8.', {}, { cause: error });
  }
}

function invalidJson(error: unknown, text: string): PostwerkError {
  const message = error instanceof Error ? error.message : String(error);
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return new PostwerkError('intake.invalid-json', `The body is not JSON: ${message}.`);
  const before = text.slice(0, Number(position)).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return new PostwerkError('intake.invalid-json', `The body is not JSON: ${message}.`, place);
}
