import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LabelEngine, openLabelEngine } from '../../../../src/landscape/sinks/labelEngine.ts';

let engine: LabelEngine;
let said: string[];
let printMs: number;

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  printMs = 0;
  engine = openLabelEngine(
    { capacity: () => 3, printMs: () => printMs },
    {
      counted: () => said.push('+1'),
      finished: ({ bytes, out }) => said.push(`${bytes.toString()} ×${out}`),
      torn: ({ bytes }) => said.push(`${bytes.toString()} torn`),
    },
  );
});
afterEach(() => vi.useRealTimers());

const take = (name: string, labels = 1) => engine.take(Buffer.from(name), labels);

describe('openLabelEngine', () => {
  test('prints at once, every label of a format', async () => {
    await take('A');
    await take('B', 3);
    expect(said).toEqual(['+1', 'A ×1', '+1', '+1', '+1', 'B ×3']);
  });

  test('takes its time, and no more than its buffer holds', async () => {
    printMs = 100;
    for (const name of ['A', 'B', 'C']) await take(name);
    let fourth = false;
    void take('D').then(() => (fourth = true));
    await vi.advanceTimersByTimeAsync(99);
    expect([said, fourth, engine.full]).toEqual([[], false, true]);
    await vi.advanceTimersByTimeAsync(1);
    expect([said, fourth, engine.waiting]).toEqual([['+1', 'A ×1'], true, 3]);
  });

  test('out of paper: nothing is torn, and the buffer comes out when there is some', async () => {
    engine.halt('between-labels');
    await take('A');
    expect(said).toEqual([]);
    engine.halt('none');
    expect(said).toEqual(['+1', 'A ×1']);
  });

  test('a jam tears the label under way once, which is printed again in whole', async () => {
    printMs = 100;
    await take('A');
    await take('B');
    await vi.advanceTimersByTimeAsync(150);
    engine.halt('within-label');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(said).toEqual(['+1', 'A ×1', 'B torn']);
    engine.halt('none');
    await vi.advanceTimersByTimeAsync(100);
    expect(said.slice(3)).toEqual(['+1', 'B ×1']);
  });

  test('a loss of power tears the label under way and empties the buffer', async () => {
    printMs = 100;
    await take('A');
    await take('B');
    await vi.advanceTimersByTimeAsync(50);
    engine.lose();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([said, engine.waiting]).toEqual([['A torn'], 0]);
  });
});
