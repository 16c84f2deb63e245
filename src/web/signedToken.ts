import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a token is for. It is part of what is signed, so that a token of one kind never passes as another. */
export type TokenPurpose = 'portal' | 'portal-document' | 'console-login' | 'console-session' | 'console-form';

export type TokenCheck =
  | { readonly kind: 'valid'; readonly subject: string; readonly expires: Date }
  | { readonly kind: 'invalid' | 'expired' };

function signature(secret: string, purpose: TokenPurpose, payload: string): string {
  return createHmac('sha256', secret).update(`${purpose}\n${payload}`).digest('base64url');
}

/**
 * A signed token that fits into a path segment: `<subject>.<expiry>.<HMAC-SHA-256>`, each in base64url. It hides
 * nothing; it proves that we made it.
 *
 * @param subject what it speaks for: a recipient id, a document id, a session
 * @param expires when it stops being valid, to the second
 */
export function signToken(secret: string, purpose: TokenPurpose, subject: string, expires: Date): string {
  const payload = `${Buffer.from(subject).toString('base64url')}.${Math.floor(expires.getTime() / 1000).toString(36)}`;
  return `${payload}.${signature(secret, purpose, payload)}`;
}

/** Checks the signature in constant time before anything in the token is believed. */
export function checkToken(secret: string, purpose: TokenPurpose, token: string, now = new Date()): TokenCheck {
  const end = token.lastIndexOf('.');
  if (end < 0) return { kind: 'invalid' };
  const payload = token.slice(0, end);
  // Compared as written: decoded, four spellings of the last character would be the same signature.
  const given = Buffer.from(token.slice(end + 1));
  const expected = Buffer.from(signature(secret, purpose, payload));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { kind: 'invalid' };
  const [subject, expiry] = payload.split('.');
  if (subject === undefined || expiry === undefined) return { kind: 'invalid' };
  const expires = new Date(Number.parseInt(expiry, 36) * 1000);
  if (expires <= now) return { kind: 'expired' };
  return { kind: 'valid', subject: Buffer.from(subject, 'base64url').toString(), expires };
}
