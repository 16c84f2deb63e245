import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface TestCa {
  /** In PEM. */
  readonly cert: string;
  /** A server's certificate for these names; addresses are names too. */
  issue(names: readonly string[]): Certificate;
}

/**
 * A private CA for the length of a test. Node makes keys and signatures but no certificates, so the few fields of one
 * are written here in DER (RFC 5280, 4.1).
 */
export function makeCa(name: string): TestCa {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isCa = extension('551d13', true, sequence(boolean(true)));
  return {
    cert: certificate({ issuer: name, subject: name, subjectKey: own.publicKey, signer: own.privateKey, extra: isCa }),
    issue(names) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const alternatives = extension('551d11', false, sequence(...names.map(alternativeName)));
      return {
        cert: certificate({
          issuer: name,
          subject: names[0] ?? '',
          subjectKey: publicKey,
          signer: own.privateKey,
          extra: alternatives,
        }),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      };
    },
  };
}

interface Fields {
  readonly issuer: string;
  readonly subject: string;
  readonly subjectKey: KeyObject;
  readonly signer: KeyObject;
  readonly extra: Buffer;
}

function certificate({ issuer, subject, subjectKey, signer, extra }: Fields): string {
  const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const day = 24 * 3_600_000;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    commonName(issuer),
    sequence(time(Date.now() - day), time(Date.now() + day)),
    commonName(subject),
    subjectKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extra)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, signer)]);
  const bytes = sequence(body, ecdsaWithSha256, der(0x03, signature));
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))));
}

/** GeneralName (RFC 5280, 4.2.1.6): dNSName, or iPAddress where it is one of version 4. */
function alternativeName(name: string): Buffer {
  const octets = /^\d+(?:\.\d+){3}$/.test(name) ? name.split('.').map(Number) : null;
  return octets ? der(0x87, Buffer.from(octets)) : der(0x82, Buffer.from(name, 'ascii'));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(der(0x06, Buffer.from(id, 'hex')), ...(critical ? [boolean(true)] : []), der(0x04, value));
}

/** UTCTime: for dates up to 2049 no other is allowed (RFC 5280, 4.1.2.5). */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 0xff : 0]));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
