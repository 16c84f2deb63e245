import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createComposePool } from '../../../src/compose/composePool.ts';

const { threads } = vi.hoisted(() => ({ threads: [] as EventEmitter[] }));

// When a thread that is already being ended fills its heap is a matter of milliseconds: here it is told, not awaited.
vi.mock('piscina', () => ({
  Piscina: class extends EventEmitter {
    constructor() {
      super();
      threads.push(this);
    }
  },
}));

describe('the error of a thread whose slice has ended', () => {
  createComposePool({ templatesDir: '', localesDir: '', threads: 1 });
  const emit = (error: Error): unknown => threads[0]?.emit('error', error);

  it('is nobody’s when its heap is full', () => {
    const error = Object.assign(new Error('heap out of memory'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
    expect(() => emit(error)).not.toThrow();
  });

  it('is told when it is anything else', () => {
    expect(() => emit(new Error('no such font'))).toThrow('no such font');
  });
});
