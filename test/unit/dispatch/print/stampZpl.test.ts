import { describe, expect, it } from 'vitest';
import { readZplStamp, stampZpl } from '../../../../src/dispatch/print/stampZpl.ts';

const id = '0193e0a2-1111-7222-8333-444455556666';
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('stampZpl', () => {
  it('puts the id right after the first ^XA and leaves everything else alone', () => {
    const stamped = stampZpl(Buffer.from('~SD15^XA^FDa^FS^XZ^XA^XZ'), id);
    expect(text(stamped)).toBe(`~SD15^XA^FXpostwerk ${id}^FS^FDa^FS^XZ^XA^XZ`);
    expect(readZplStamp(stamped)).toBe(id);
  });

  it('leaves bytes without a label as they are', () => {
    const bytes = Buffer.from('%PDF-1.7');
    expect(stampZpl(bytes, id)).toBe(bytes);
    expect(readZplStamp(bytes)).toBeNull();
  });

  it('lets no command get in with the id', () => {
    expect(text(stampZpl(Buffer.from('^XA^XZ'), 'a^XZ~JA b'))).toBe('^XA^FXpostwerk aXZJAb^FS^XZ');
  });

  it('keeps bytes beyond ASCII', () => {
    const source = Buffer.concat([Buffer.from('^XA^GFB'), Buffer.of(0, 255, 128), Buffer.from('^XZ')]);
    const stamped = Buffer.from(stampZpl(source, id));
    expect(stamped.subarray(-6).equals(source.subarray(-6))).toBe(true);
  });
});
