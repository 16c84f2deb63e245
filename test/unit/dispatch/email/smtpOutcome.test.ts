import { describe, expect, it } from 'vitest';
import { outcomeOfSmtpError, type SmtpError } from '../../../../src/dispatch/email/smtpOutcome.ts';

const cases: readonly [string, SmtpError, boolean, string, string][] = [
  [
    'no connection',
    { message: 'm', code: 'ESOCKET', command: 'CONN' },
    false,
    'retry',
    'dispatch.mail-server-unreachable',
  ],
  ['no such host', { message: 'm', code: 'EDNS', command: 'CONN' }, false, 'retry', 'dispatch.mail-server-unreachable'],
  ['TLS failed', { message: 'm', code: 'ETLS', command: 'CONN' }, false, 'retry', 'dispatch.mail-server-unreachable'],
  [
    'broken before the dot',
    { message: 'm', code: 'ECONNECTION', command: 'CONN' },
    false,
    'retry',
    'dispatch.mail-server-unreachable',
  ],
  [
    'broken after the dot',
    { message: 'm', code: 'ECONNECTION', command: 'CONN' },
    true,
    'unknown',
    'dispatch.unknown-outcome',
  ],
  [
    'silence after the dot',
    { message: 'm', code: 'ETIMEDOUT', command: 'CONN' },
    true,
    'unknown',
    'dispatch.unknown-outcome',
  ],
  [
    '550 to RCPT',
    { message: 'm', code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 },
    false,
    'abort',
    'dispatch.mail-refused',
  ],
  [
    '450 to RCPT',
    { message: 'm', code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450 },
    false,
    'retry',
    'dispatch.mail-deferred',
  ],
  [
    '554 to the dot',
    { message: 'm', code: 'EMESSAGE', command: 'DATA', responseCode: 554 },
    true,
    'abort',
    'dispatch.mail-refused',
  ],
  [
    '452 to the dot',
    { message: 'm', code: 'EMESSAGE', command: 'DATA', responseCode: 452 },
    true,
    'retry',
    'dispatch.mail-deferred',
  ],
  [
    '503 in a wrong state',
    { message: 'm', code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 503 },
    false,
    'retry',
    'dispatch.mail-deferred',
  ],
  [
    '421 in between',
    { message: 'm', code: 'ECONNECTION', command: 'CONN', responseCode: 421 },
    true,
    'retry',
    'dispatch.mail-server-unreachable',
  ],
  [
    '554 as greeting',
    { message: 'm', code: 'EPROTOCOL', command: 'CONN', responseCode: 554 },
    false,
    'retry',
    'dispatch.mail-server-unreachable',
  ],
  [
    '535 to AUTH',
    { message: 'm', code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 },
    false,
    'retry',
    'dispatch.mail-login-failed',
  ],
  [
    '530 to MAIL',
    { message: 'm', code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 530 },
    false,
    'retry',
    'dispatch.mail-login-failed',
  ],
  ['no credentials', { message: 'm', code: 'EAUTH', command: 'API' }, false, 'retry', 'dispatch.mail-login-failed'],
  [
    'an address nodemailer refuses',
    { message: 'm', code: 'EENVELOPE', command: 'API' },
    false,
    'abort',
    'dispatch.invalid-address',
  ],
  [
    'a message too large',
    { message: 'm', code: 'EMESSAGE', command: 'MAIL FROM' },
    false,
    'abort',
    'dispatch.mail-refused',
  ],
];

describe('outcomeOfSmtpError', () => {
  it.each(cases)('%s', (_what, error, wholeMessageLeft, kind, code) => {
    expect(outcomeOfSmtpError(error, wholeMessageLeft)).toMatchObject({ kind, code });
  });
});
