import { describe, expect, it } from 'vitest';
import { deliveryIdOf, jobNameOf } from '../../../../src/dispatch/print/jobName.ts';

const id = '0193e0a2-1111-7222-8333-444455556666';

describe('jobNameOf', () => {
  it('is number and delivery id', () => {
    expect(jobNameOf('RE-2026-00117', id)).toBe(`RE-2026-00117 ${id}`);
    expect(deliveryIdOf(jobNameOf('RE-2026-00117', id))).toBe(id);
  });

  it('keeps the id whole and the name within 255 octets, cutting at characters', () => {
    const name = jobNameOf('ű'.repeat(300), id);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(name).not.toContain('\u{FFFD}');
    expect(deliveryIdOf(name)).toBe(id);
  });

  it('has no control characters', () => {
    expect(jobNameOf('a\nb\u0000c', id)).toBe(`a b c ${id}`);
  });

  it('knows a job of somebody else', () => {
    expect(deliveryIdOf('Microsoft Word - letter.docx')).toBeNull();
  });
});
