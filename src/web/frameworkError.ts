import type { FastifyError } from 'fastify';
import { PostwerkError } from '../errors.ts';

const isFastifyError = (error: unknown): error is FastifyError => error instanceof Error && 'code' in error;

/** What the validator found, in one sentence that names the parameter or the JSON pointer. */
function validationError(error: FastifyError): PostwerkError {
  const context = error.validationContext ?? 'body';
  const [first] = error.validation ?? [];
  const params = first?.params ?? {};
  const extra = params['additionalProperty'];
  const missing = params['missingProperty'];
  const name = typeof extra === 'string' ? extra : typeof missing === 'string' ? missing : undefined;
  const pointer = `${first?.instancePath ?? ''}${name === undefined ? '' : `/${name}`}`;
  const field = context === 'body' ? pointer || '/' : pointer.slice(1);
  const allowed = params['allowedValues'];
  let what = first?.message ?? 'is not valid';
  if (typeof extra === 'string') what = 'is not known here';
  else if (typeof missing === 'string') what = 'is missing';
  else if (Array.isArray(allowed)) what = `must be one of ${allowed.join(', ')}`;
  const place = {
    querystring: 'The query parameter',
    params: 'The path parameter',
    headers: 'The header',
    body: 'The field',
  };
  return new PostwerkError(
    'web.invalid-request',
    `${place[context as keyof typeof place] ?? place.body} ${field} ${what}.`,
    {
      field,
    },
  );
}

/**
 * Turns what the HTTP framework throws into an error of the table; anything that is not known stays undefined and is
 * a bug of ours.
 */
export function frameworkError(error: unknown): PostwerkError | undefined {
  if (error instanceof PostwerkError) return error;
  if (!isFastifyError(error)) return undefined;
  if (error.validation !== undefined) return validationError(error);
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new PostwerkError('intake.body-too-large', 'The body is over the limit of this address.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_TYPE':
      return new PostwerkError('web.unsupported-media-type', 'Send application/json, with a Content-Type header.');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new PostwerkError('intake.invalid-json', 'The body is empty, but its Content-Type says JSON.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new PostwerkError('intake.truncated', 'The body is not as long as its Content-Length says.');
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new PostwerkError('web.invalid-request', 'The path is not a valid URL path.');
    case 'ECONNRESET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return new PostwerkError('intake.truncated', 'The connection ended before the body was complete.');
    default:
      return undefined;
  }
}
