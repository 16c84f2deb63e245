import { domainToASCII } from 'node:url';

/**
 * Whether a text is one plain e-mail address, `local@domain` (RFC 5321 §4.1.2, without quoted local parts and
 * address literals, which no recipient of documents has). Several addresses, a display name or a line break are not:
 * they could turn one delivery into many, or into another one.
 */
export function isEmailAddress(text: string): boolean {
  // RFC 5321 §4.5.3.1: local part 64 octets, path 256 with its brackets.
  if (Buffer.byteLength(text) > 254) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (at < 1 || Buffer.byteLength(local) > 64) return false;
  // dot-string of atoms (RFC 5322 §3.2.3), with the letters RFC 6531 adds.
  if (!/^[\p{L}\p{N}\p{M}!#$%&'*+\-/=?^_`{|}~]+(\.[\p{L}\p{N}\p{M}!#$%&'*+\-/=?^_`{|}~]+)*$/u.test(local)) return false;
  if (/[\s@\\/?#:[\]%]/.test(domain)) return false;
  const ascii = domainToASCII(domain);
  return (
    ascii.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(ascii)
  );
}
