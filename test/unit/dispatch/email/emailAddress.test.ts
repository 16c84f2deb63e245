import { describe, expect, it } from 'vitest';
import { isEmailAddress } from '../../../../src/dispatch/email/emailAddress.ts';

describe('isEmailAddress', () => {
  it.each([
    'rechnung@example.com',
    "o'neil+po@sub.example.org",
    'számla@példa.example',
    'a@localhost',
    'x@xn--d1acufc.example',
  ])('takes %s', (address) => expect(isEmailAddress(address)).toBe(true));

  it.each([
    '',
    'nobody',
    '@example.com',
    'a@',
    'a@b@example.com',
    'a b@example.com',
    'a@exa mple.com',
    'a@example.com, b@example.com',
    'Anna <a@example.com>',
    'a@example.com\r\nBcc: b@example.com',
    'a@-example.com',
    'a..b@example.com',
    '.a@example.com',
    'a@example..com',
    'a@[127.0.0.1]',
    'a@example.com>',
    `${'x'.repeat(65)}@example.com`,
    `a@${'x'.repeat(64)}.example`,
    `a@${'x.'.repeat(130)}example`,
  ])('refuses %j', (address) => expect(isEmailAddress(address)).toBe(false));
});
