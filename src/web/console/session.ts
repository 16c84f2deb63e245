import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listApiKeys } from '../../store/apiKeys.ts';
import type { Store } from '../../store/db.ts';
import { mayDo } from '../authenticate.ts';
import { checkToken, signToken } from '../signedToken.ts';

/** Somebody who is signed in to the console. */
export interface Session {
  /** Stands in the audit trail as `operator:<name>`. */
  readonly name: string;
  /** The key that signed in; null for the login link. A session ends with its key. */
  readonly keyId: string | null;
  /** Random; forms are bound to it. */
  readonly id: string;
}

const cookieName = 'pw_console';
const lifeMs = 12 * 3_600_000;
/** The session itself ends; a fixed time keeps a page equal to itself until something on it changes. */
const asLongAsTheSession = new Date('9999-12-31T00:00:00Z');

export function startSession(
  request: FastifyRequest,
  reply: FastifyReply,
  secret: string,
  who: Pick<Session, 'name' | 'keyId'>,
): void {
  const session: Session = { ...who, id: randomUUID() };
  const token = signToken(secret, 'console-session', JSON.stringify(session), new Date(Date.now() + lifeMs));
  setCookie(request, reply, token, lifeMs / 1_000);
}

export function endSession(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(request, reply, '', 0);
}

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, maxAge: number): void {
  const secure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
  reply.header(
    'set-cookie',
    `${cookieName}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`,
  );
}

/** The session of a request; null without one, after its end, and from the moment its key is revoked. */
export async function sessionOf(request: FastifyRequest, store: Store, secret: string): Promise<Session | null> {
  const cookies = (request.headers.cookie ?? '').split(';').map((part) => part.trim().split('='));
  const token = cookies.find(([name]) => name === cookieName)?.[1];
  if (token === undefined || token === '') return null;
  const checked = checkToken(secret, 'console-session', token);
  if (checked.kind !== 'valid') return null;
  const session = JSON.parse(checked.subject) as Session;
  if (session.keyId === null) return session;
  const key = (await listApiKeys(store)).find((candidate) => candidate.id === session.keyId);
  return key !== undefined && key.revokedAt === null && mayDo(key, 'operate') ? session : null;
}

/** What a form of this session carries, so that no other site can post it. */
export function formToken(secret: string, session: Session): string {
  return signToken(secret, 'console-form', session.id, asLongAsTheSession);
}

export function isFormToken(secret: string, session: Session, token: string): boolean {
  const checked = checkToken(secret, 'console-form', token);
  return checked.kind === 'valid' && checked.subject === session.id;
}
