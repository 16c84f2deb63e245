import { describe, expect, it } from 'vitest';
import { type Problem, SliceProgress } from '../../../src/compose/sliceProgress.ts';

const problem: Problem = { code: 'compose.missing-glyph', detail: 'Zeichen „\u{13000}“', place: { line: 7 } };

describe('SliceProgress', () => {
  it('shows the other side which document is in work, since when, and what is wrong with it', () => {
    const thread = new SliceProgress();
    const pool = new SliceProgress(thread.buffer);
    expect([pool.document, pool.problem]).toEqual([0, null]);
    const before = Date.now();
    thread.begin(3);
    expect(pool.document).toBe(3);
    expect(pool.begunAt).toBeGreaterThanOrEqual(before);
    thread.note(problem);
    expect(pool.problem).toEqual(problem);
    thread.begin(4);
    expect(pool.problem).toBeNull();
  });

  it('cuts what is too long, and leaves out what has no room', () => {
    const progress = new SliceProgress();
    progress.begin(1);
    progress.note({ ...problem, detail: '文'.repeat(5000) });
    expect(progress.problem?.detail).toBe('文'.repeat(800));
    progress.begin(2);
    progress.note({ ...problem, place: { file: 'x'.repeat(5000) } });
    expect(progress.problem).toBeNull();
  });
});
