import { randomUUID } from 'node:crypto';
import { checkToken, signToken } from '../signedToken.ts';

/**
 * A path that signs whoever opens it in as operator, once. `npm start` prints it.
 *
 * @param secret `webSecret` of the store
 * @param name stands in the audit trail as `operator:<name>`
 */
export function consoleLoginLink(secret: string, name: string, expires: Date): string {
  const subject = JSON.stringify({ name, nonce: randomUUID() });
  return `/console/login/${signToken(secret, 'console-login', subject, expires)}`;
}

/** Remembers which links were used, as long as this process lives; a link outlives it only until it expires. */
export class LoginLinks {
  readonly #used = new Set<string>();

  /** The operator's name, or null for a link that is not ours, too old or used. */
  use(secret: string, token: string): string | null {
    const checked = checkToken(secret, 'console-login', token);
    if (checked.kind !== 'valid') return null;
    const { name, nonce } = JSON.parse(checked.subject) as { name: string; nonce: string };
    if (this.#used.has(nonce)) return null;
    this.#used.add(nonce);
    return name;
  }
}
