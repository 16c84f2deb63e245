import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeIpp, encodeIpp, type IppAttribute, type IppMessage } from '../../../../src/dispatch/print/ippCodec.ts';
import { attribute, buildRequest, operations } from '../../../../src/dispatch/print/ippMessages.ts';
import { PostwerkError } from '../../../../src/errors.ts';

/** The octets of RFC 8010 appendix A.1, "Print-Job Request", written down from its table. */
const rfcPrintJob = Buffer.concat([
  Buffer.from('0101000200000001', 'hex'),
  Buffer.from('01', 'hex'),
  field(0x47, 'attributes-charset', Buffer.from('utf-8')),
  field(0x48, 'attributes-natural-language', Buffer.from('en-us')),
  field(0x45, 'printer-uri', Buffer.from('ipp://printer.example.com/ipp/print/pinetree')),
  field(0x42, 'job-name', Buffer.from('foobar')),
  field(0x22, 'ipp-attribute-fidelity', Buffer.from('01', 'hex')),
  Buffer.from('02', 'hex'),
  field(0x21, 'copies', Buffer.from('00000014', 'hex')),
  field(0x44, 'sides', Buffer.from('two-sided-long-edge')),
  Buffer.from('03', 'hex'),
]);

function field(tag: number, name: string, value: Buffer): Buffer {
  const lengths = [name.length, value.length].map((length) => Buffer.from([length >> 8, length & 0xff]));
  return Buffer.concat([
    Buffer.of(tag),
    lengths[0] ?? Buffer.alloc(0),
    Buffer.from(name),
    lengths[1] ?? Buffer.alloc(0),
    value,
  ]);
}

describe('ippCodec', () => {
  it('reads and writes the Print-Job request of RFC 8010 appendix A.1 octet by octet', () => {
    const { message, dataOffset } = decodeIpp(Buffer.concat([rfcPrintJob, Buffer.from('%PDF')]));
    expect(dataOffset).toBe(rfcPrintJob.length);
    expect(message).toMatchObject({ version: [1, 1], code: operations.printJob, requestId: 1 });
    expect(message.groups.map(({ tag }) => tag)).toEqual([1, 2]);
    expect(message.groups[0]?.attributes[4]?.values[0]?.value).toBe(true);
    expect(message.groups[1]?.attributes[0]?.values[0]?.value).toBe(20);
    expect(encodeIpp(message).equals(rfcPrintJob)).toBe(true);
  });

  it('writes a request with charset and language first, as RFC 8011 §4.1.4 demands', () => {
    const request = buildRequest({
      operation: operations.printJob,
      requestId: 7,
      version: [2, 0],
      printerUri: 'ipp://p.example/ipp/print',
      userName: 'u',
      operationAttributes: [attribute('job-name', 'name', 'R 1')],
    });
    const names = request.groups[0]?.attributes.map(({ name }) => name);
    expect(names?.slice(0, 3)).toEqual(['attributes-charset', 'attributes-natural-language', 'printer-uri']);
    expect(encodeIpp(request).subarray(0, 8).toString('hex')).toBe('0200000200000007');
  });

  it('carries every kind of value there and back, collections within collections too', () => {
    const attributes: IppAttribute[] = [
      attribute('keywords', 'keyword', 'a', 'b', 'c'),
      attribute('number', 'integer', -2_147_483_648),
      { name: 'nothing', values: [{ tag: 0x13, value: null }] },
      { name: 'range', values: [{ tag: 0x33, value: { lower: -1, upper: 9 } }] },
      { name: 'resolution', values: [{ tag: 0x32, value: { crossFeed: 203, feed: 600, units: 3 } }] },
      { name: 'text', values: [{ tag: 0x35, value: { language: 'hu', text: 'Fizetési határidő' } }] },
      { name: 'when', values: [{ tag: 0x31, value: new Date('2026-11-22T03:04:05.600Z') }] },
      { name: 'octets', values: [{ tag: 0x30, value: Uint8Array.of(0, 1, 255) }] },
      {
        name: 'media-col',
        values: [
          {
            tag: 0x34,
            value: {
              members: [
                attribute('media-type', 'keyword', 'stationery', 'labels'),
                { name: 'media-size', values: [{ tag: 0x34, value: { members: [attribute('x', 'integer', 21000)] } }] },
              ],
            },
          },
          { tag: 0x34, value: { members: [] } },
        ],
      },
    ];
    const message: IppMessage = { version: [2, 0], code: 0x4002, requestId: 5, groups: [{ tag: 4, attributes }] };
    expect(decodeIpp(encodeIpp(message)).message).toEqual(message);
  });

  it('reads a dateTime with its zone', () => {
    const octets = Buffer.from('07ea0b16030405002d0130', 'hex');
    octets.writeUInt16BE(2026, 0);
    const bytes = Buffer.concat([
      Buffer.from('020000000000000104', 'hex'),
      field(0x31, 'd', octets),
      Buffer.from('03', 'hex'),
    ]);
    expect(decodeIpp(bytes).message.groups[0]?.attributes[0]?.values[0]?.value).toEqual(
      new Date('2026-11-22T04:52:05Z'),
    );
  });

  it('refuses every message cut short, and never fails in another way', () => {
    for (let length = 0; length < rfcPrintJob.length; length += 1) {
      expect(() => decodeIpp(rfcPrintJob.subarray(0, length))).toThrow(PostwerkError);
    }
  });

  it.each([
    ['a value before any group', '02000000000000014400016100016203'],
    ['an additional value without an attribute', '02000000000000010444000000016203'],
    ['an integer of three octets', '02000000000000010421000161000300000003'],
    ['a collection never closed', '0200000000000001043400016100004a000000016d03'],
  ])('refuses %s', (_what, hex) => {
    expect(() => decodeIpp(Buffer.from(hex, 'hex'))).toThrow(PostwerkError);
  });

  it('refuses a value longer than a length can say', () => {
    const message = buildRequest({
      operation: 1,
      requestId: 1,
      version: [2, 0],
      printerUri: `ipp://${'x'.repeat(40_000)}`,
      userName: 'u',
    });
    expect(() => encodeIpp(message)).toThrow(PostwerkError);
  });

  it('answers random bytes with a message or with its own error', () => {
    const ends = (bytes: Uint8Array): boolean => {
      try {
        return decodeIpp(bytes).dataOffset <= bytes.length;
      } catch (error) {
        return error instanceof PostwerkError;
      }
    };
    const bytes = fc.uint8Array({ maxLength: 300 });
    expect(fc.check(fc.property(bytes, ends), { numRuns: 2_000 }).counterexample).toBeNull();
  });
});
