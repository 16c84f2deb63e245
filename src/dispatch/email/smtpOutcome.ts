import type { Outcome } from '../../model/outcome.ts';
import { failed } from '../outcome.ts';

/** What nodemailer puts on an error; `command` is the SMTP command whose answer it is, `CONN` when there was none. */
export interface SmtpError {
  readonly message: string;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
}

/**
 * What a failed send means.
 *
 * nodemailer reports a connection that broke after the final dot exactly as one that broke before `MAIL FROM`
 * (`ECONNECTION` or `ETIMEDOUT`, command `CONN`; seen with 10.6, test/integration/dispatch/smtp.test.ts). So the
 * error alone cannot tell, and the caller says whether the message had been read to its end, which is the moment the
 * final dot goes out. Before that no server may deliver it (RFC 5321 §4.1.1.4); after it only an answer tells.
 *
 * @param wholeMessageLeft whether the final dot may have been sent.
 */
export function outcomeOfSmtpError(error: SmtpError, wholeMessageLeft: boolean): Outcome {
  const answer = error.responseCode ?? 0;
  if (answer >= 400 && answer < 600) return outcomeOfAnswer(error, answer);
  const detail = `${error.message} (${[error.code, error.command].filter(Boolean).join(', ')})`;
  if (wholeMessageLeft) {
    return failed(
      'unknown',
      'dispatch.unknown-outcome',
      `The whole message was sent and the mail server did not say whether it took it: ${detail}.`,
    );
  }
  if (error.code === 'EENVELOPE') return failed('abort', 'dispatch.invalid-address', `${detail}.`);
  if (error.code === 'EMESSAGE') return failed('abort', 'dispatch.mail-refused', `${detail}.`);
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || error.code === 'EOAUTH2') {
    return failed('retry', 'dispatch.mail-login-failed', `${detail}.`);
  }
  return failed('retry', 'dispatch.mail-server-unreachable', `The mail server did not answer: ${detail}.`);
}

function outcomeOfAnswer(error: SmtpError, answer: number): Outcome {
  const detail = `The mail server answered${error.command ? ` ${error.command}` : ''}: ${error.response ?? answer}`;
  // RFC 4954 §6: these say that our login is wrong or missing, not that the message is.
  const aboutLogin = error.code === 'EAUTH' || [454, 530, 534, 535, 538].includes(answer);
  if (aboutLogin && error.command !== 'DATA') return failed('retry', 'dispatch.mail-login-failed', detail);
  // An answer to the greeting, EHLO or STARTTLS concerns the server, not this message: aborting would empty the queue.
  const aboutMessage = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  if (!aboutMessage) return failed('retry', 'dispatch.mail-server-unreachable', detail);
  // 503 says that the session was in the wrong state, so the same message may pass on another connection.
  if (answer >= 500 && answer !== 503) return failed('abort', 'dispatch.mail-refused', detail);
  return failed('retry', 'dispatch.mail-deferred', detail);
}
