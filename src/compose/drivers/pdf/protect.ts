import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { Permission } from '../../../model/protection.ts';
import type { Cipher } from './fileBody.ts';

/** Who may open a file and what readers allow with it. A protected file is no PDF/A (ISO 19005-3 §6.1.3). */
export interface Protection {
  /** Opens the file and allows everything. */
  readonly ownerPassword: string;
  /** Opens the file; without it everybody can. */
  readonly userPassword?: string;
  /** What those may do who do not know the owner's password; reading aloud is always allowed (ISO 14289-1 §7.16). */
  readonly permissions?: readonly Permission[];
}

/** ISO 32000-2 table 22: values of the bits. */
const bits: Readonly<Record<Permission, number>> = {
  print: 4 | 2048,
  'print-roughly': 4,
  change: 8,
  copy: 16,
  annotate: 32,
  'fill-in': 256,
  assemble: 1024,
};
/** Bits 7, 8 and 13 to 32 are 1, and so is 10: assistive technology may read. */
const always = 0xfffff000 | 192 | 512;

/**
 * Encryption with AES-256 (ISO 32000-2 §7.6.4, revision 6). Key, salts and the file's ID are random: two files of the
 * same content differ, and nobody can tell from a file whether a guess at its content is right.
 */
export function createCipher({ ownerPassword, userPassword = '', permissions = [] }: Protection): Cipher {
  const key = randomBytes(32);
  const flags = permissions.reduce((sum, permission) => sum | bits[permission], always) | 0;
  const user = entries(bytesOf(userPassword), Buffer.alloc(0), key);
  const owner = entries(bytesOf(ownerPassword), user.check, key);
  const allowed = Buffer.alloc(16, 0xff);
  allowed.writeInt32LE(flags, 0);
  allowed.write('Tadb', 8, 'latin1');
  randomBytes(4).copy(allowed, 12);
  const sealed = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(allowed);
  return {
    identity: randomBytes(16).toString('hex'),
    dictionary:
      '<</Filter/Standard/V 5/R 6/Length 256/CF<</StdCF<</AuthEvent/DocOpen/CFM/AESV3/Length 32>>>>' +
      `/StmF/StdCF/StrF/StdCF/P ${flags}/O<${hex(owner.check)}>/OE<${hex(owner.key)}>` +
      `/U<${hex(user.check)}>/UE<${hex(user.key)}>/Perms<${hex(sealed)}>>>`,
    encrypt(bytes) {
      const start = randomBytes(16);
      const cipher = createCipheriv('aes-256-cbc', key, start);
      return Buffer.concat([start, cipher.update(bytes), cipher.final()]);
    },
  };
}

/** Algorithms 8 and 9: what checks a password, and the file's key locked with it. */
function entries(password: Buffer, more: Buffer, key: Buffer): { check: Buffer; key: Buffer } {
  const [checkSalt, keySalt] = [randomBytes(8), randomBytes(8)];
  const check = Buffer.concat([hardened(password, checkSalt, more), checkSalt, keySalt]);
  const lock = createCipheriv('aes-256-cbc', hardened(password, keySalt, more), Buffer.alloc(16));
  return { check, key: lock.setAutoPadding(false).update(key) };
}

/** Algorithm 2.B: a hash that takes a while to try. */
function hardened(password: Buffer, salt: Buffer, more: Buffer): Buffer {
  let key = createHash('sha256').update(password).update(salt).update(more).digest();
  for (let round = 0, last = 0; round < 64 || last > round - 32; round += 1) {
    const once = Buffer.concat([password, key, more]);
    const repeated = Buffer.concat(Array.from({ length: 64 }, () => once));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
    const mixed = cipher.update(repeated);
    const rest = mixed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = createHash(rest === 0 ? 'sha256' : rest === 1 ? 'sha384' : 'sha512')
      .update(mixed)
      .digest();
    last = mixed.at(-1) ?? 0;
  }
  return key.subarray(0, 32);
}

/** ISO 32000-2 §7.6.4.3.3: SASLprep (RFC 4013) in its effect on what people type, then at most 127 bytes of UTF-8. */
function bytesOf(password: string): Buffer {
  const prepared = password
    .replaceAll(/\u00ad|\u200b|\ufeff/g, '')
    .replaceAll(/\p{Zs}/gu, ' ')
    .normalize('NFKC');
  return Buffer.from(prepared, 'utf8').subarray(0, 127);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
