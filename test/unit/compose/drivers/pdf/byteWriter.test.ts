import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../../../src/compose/drivers/pdf/byteWriter.ts';

function written(write: (out: ByteWriter) => void): string {
  const out = new ByteWriter();
  write(out);
  return Buffer.from(out.view()).toString('latin1');
}

describe('ByteWriter', () => {
  it('writes numbers as JavaScript does, rounded and without an exponent', () => {
    const values = [0, -0, 1, -1, 9, 10, 99.9995, 0.001, -0.001, 0.0004, -12.5, 0.35468, 1234567.891, 2_147_483.647];
    for (const value of values) {
      expect(written((out) => out.number(value))).toBe(String(Math.round(value * 1000) / 1000 + 0));
    }
    expect(written((out) => out.number(0.354_679_8, 6))).toBe('0.35468');
    expect(written((out) => out.number(3e9))).toBe('3000000000');
  });

  it('writes units of a tenth to some power', () => {
    for (let units = -1200; units <= 1200; units += 1) {
      expect(written((out) => out.fixed(units, 2))).toBe(String(units / 100));
    }
  });

  it('writes whole numbers of every length', () => {
    for (let value = 1; value < 2 ** 31; value = value * 10 + 7) {
      expect(written((out) => out.integer(value))).toBe(String(value));
      expect(written((out) => out.integer(-value))).toBe(String(-value));
    }
    expect(written((out) => out.integer(0))).toBe('0');
  });

  it('grows, and begins anew', () => {
    const out = new ByteWriter();
    const line = 'Größe ÿ '.repeat(40);
    for (let count = 0; count < 1000; count += 1) out.text(line);
    out.copy(Buffer.from(line, 'latin1'));
    expect(Buffer.from(out.view()).toString('latin1')).toBe(line.repeat(1001));
    out.clear();
    out.byte(0x41);
    expect([...out.view()]).toEqual([0x41]);
  });
});
