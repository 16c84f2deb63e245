import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PostwerkError } from '../errors.ts';
import { isTransient } from '../store/db.ts';
import type { AllowedMethods } from './allowedMethods.ts';
import { errorPage } from './errorPage.ts';
import { frameworkError } from './frameworkError.ts';
import { problemMediaType, problemOf } from './problem.ts';

/** Every failure leaves as a coded problem, or as a page where a person is looking; never with a stack. */
export function handleErrors(app: FastifyInstance, allowed: AllowedMethods): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const methods = allowed.of(path);
    if (methods.length === 0) {
      return sendError(
        new PostwerkError('web.unknown-route', `There is nothing at ${request.method} ${path}.`),
        request,
        reply,
      );
    }
    reply.header('allow', methods.join(', '));
    const detail = `${path} takes ${methods.join(', ')}, not ${request.method}.`;
    return sendError(new PostwerkError('web.method-not-allowed', detail), request, reply);
  });
}

function expected(error: unknown, request: FastifyRequest): PostwerkError {
  const known = frameworkError(error);
  if (known !== undefined) {
    request.log.info({ code: known.code, detail: known.detail, method: request.method, url: request.url }, 'refused');
    return known;
  }
  if (isTransient(error)) {
    request.log.warn({ err: error }, 'the database is away');
    return new PostwerkError('web.not-ready', 'The database does not answer.', {}, { cause: error });
  }
  request.log.error({ err: error, method: request.method, url: request.url }, 'unexpected failure');
  return new PostwerkError(
    'internal.unexpected',
    `Look for request id ${request.id} in the log.`,
    {},
    { cause: error },
  );
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = expected(error, request);
  const problem = problemOf(known, request.id);
  reply.code(problem.status).header('cache-control', 'no-store');
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="Postwerk"');
  if (problem.status === 503) reply.header('retry-after', '5');
  // The rest of the body will not come or is not wanted: the connection cannot carry another request.
  if (known.code === 'intake.too-slow') reply.header('connection', 'close');
  if (wantsPage(request)) return reply.type('text/html; charset=utf-8').send(errorPage(problem));
  // As bytes: a string would get a charset that the media type does not have (RFC 9457 §3).
  return reply.header('content-type', problemMediaType).send(Buffer.from(JSON.stringify(problem)));
}

function wantsPage(request: FastifyRequest): boolean {
  return !request.url.startsWith('/v1/') && (request.headers.accept ?? '').includes('text/html');
}

/** What was not even HTTP, answered by hand because no request exists yet. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const details: Record<string, string> = {
    HPE_HEADER_OVERFLOW: 'The headers are too large.',
    ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
  };
  const detail = details[error.code ?? ''] ?? 'The bytes are not an HTTP request.';
  const failure =
    error.code === 'HPE_INVALID_EOF_STATE'
      ? new PostwerkError('intake.truncated', 'The connection ended before the request was complete.')
      : new PostwerkError('web.invalid-request', detail);
  const problem = problemOf(failure, 'none');
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 400 ${STATUS_CODES[400]}\r\nContent-Type: ${problemMediaType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
