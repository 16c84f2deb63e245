import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkToken, signToken } from '../../../src/web/signedToken.ts';

const now = new Date('2026-11-22T08:00:00Z');
const later = new Date('2026-11-22T09:00:00Z');

describe('a signed token', () => {
  it('gives back its subject, whatever characters it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (subject) => {
        const token = signToken('s', 'portal', subject, later);
        expect(token).toMatch(/^[\w-]*\.[\w-]+\.[\w-]+$/);
        expect(checkToken('s', 'portal', token, now)).toEqual({ kind: 'valid', subject, expires: later });
      }),
    );
  });

  it('is valid until its second, and not in it', () => {
    const token = signToken('s', 'portal', 'R-1', later);
    expect(checkToken('s', 'portal', token, new Date(later.getTime() - 1)).kind).toBe('valid');
    expect(checkToken('s', 'portal', token, later).kind).toBe('expired');
  });

  it('is invalid with another secret or for another purpose', () => {
    const token = signToken('s', 'portal', 'R-1', later);
    expect(checkToken('t', 'portal', token, now).kind).toBe('invalid');
    expect(checkToken('s', 'portal-document', token, now).kind).toBe('invalid');
  });

  it('is invalid when any character of it is another one', () => {
    const token = signToken('s', 'portal', 'R-1', later);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=';
    for (let at = 0; at < token.length; at += 1) {
      for (const other of alphabet) {
        if (other === token[at]) continue;
        const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
        expect(checkToken('s', 'portal', changed, now).kind).toBe('invalid');
      }
    }
  });

  it.each(['', '.', '..', 'a.b', 'a.b.c', '…'])('%j is no token', (token) => {
    expect(checkToken('s', 'portal', token, now).kind).toBe('invalid');
  });
});
