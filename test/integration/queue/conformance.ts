import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openQueue, type Queue, type QueueConnection } from '../../../src/queue/queue.ts';
import type { ComposeTask, Task, TaskKind } from '../../../src/queue/task.ts';
import type { Work, WorkOptions } from '../../../src/queue/work.ts';

/** A server that the suite may hurt. */
export interface QueueServer {
  readonly connection: QueueConnection;
  /** SIGKILL, as a power cut does it, without starting it again. */
  kill(): Promise<void>;
  /** Starts it again on the same address. */
  start(): Promise<void>;
  /** Forgets every task. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

type Handlers = Record<TaskKind, (task: Task) => Promise<void>>;

const concurrency: WorkOptions['concurrency'] = { 'compose-urgent': 1, compose: 1, deliver: 2, drain: 4 };

/** What every backend of the queue must do; run on PostgreSQL in `integration` and on a real Redis in `system`. */
export function queueConformance(startServer: () => Promise<QueueServer>): void {
  let server: QueueServer;
  let queue: Queue;
  const works: Work[] = [];
  const queues: Queue[] = [];

  beforeAll(async () => {
    server = await startServer();
    queue = await open();
  });
  afterEach(async () => {
    await Promise.all(works.splice(0).map((work) => work.close({ graceMs: 500 })));
    await server.empty();
  });
  afterAll(async () => {
    await Promise.all(queues.map((each) => each.close()));
    await server.stop();
  });

  const open = async (): Promise<Queue> => {
    const opened = await openQueue({ connection: server.connection, log: pino({ level: 'silent' }) });
    queues.push(opened);
    return opened;
  };

  /** Starts workers that note every task in `seen`, with `handlers` where the test has its own. */
  const work = async (seen: Task[], handlers: Partial<Handlers> = {}, on = queue): Promise<Work> => {
    const note = (task: Task): Promise<void> => {
      seen.push(task);
      return Promise.resolve();
    };
    const run = (task: Task): Promise<void> => (handlers[task.kind] ?? note)(task);
    const started = await on.work({ concurrency, run });
    works.push(started);
    return started;
  };

  test('a task reaches the handler of its kind as it was hinted', async () => {
    const tasks: Task[] = [compose('a', 5), { kind: 'deliver', deliveryIds: ['d1', 'd2'], priority: 5 }, drain('p1')];
    const seen: Task[] = [];
    await work(seen);
    expect(await queue.hint(tasks)).toBe(true);
    await vi.waitFor(() => expect(seen).toHaveLength(3), { timeout: 5_000 });
    expect(seen).toEqual(expect.arrayContaining(tasks));
  });

  test('labels go ahead of a batch that was there first', async () => {
    await queue.hint(Array.from({ length: 300 }, (_, index) => compose(`invoice-${index}`, 8)));
    const order: string[] = [];
    let labelled = false;
    await work([], {
      async compose(task) {
        order.push((task as ComposeTask).documentIds[0] ?? '');
        if (labelled) return;
        labelled = true;
        await queue.hint([compose('label', 1)]);
      },
    });
    await vi.waitFor(() => expect(order).toContain('label'), { timeout: 10_000 });
    expect(order.indexOf('label')).toBe(1);
  });

  test('tasks of one priority come in the order of their hints', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `doc-${index}`);
    for (const id of ids) await queue.hint([compose(id, 5)]);
    const seen: Task[] = [];
    await work(seen);
    await vi.waitFor(() => expect(seen).toHaveLength(40), { timeout: 10_000 });
    expect(seen.map((task) => (task as ComposeTask).documentIds[0])).toEqual(ids);
  });

  test('slow deliveries do not keep composing from its places', async () => {
    const seen: Task[] = [];
    const release = gate();
    await work(seen, { deliver: () => release.promise });
    await queue.hint(
      Array.from({ length: 10 }, (_, index) => ({ kind: 'deliver', deliveryIds: [`${index}`], priority: 5 })),
    );
    await queue.hint([compose('a', 5)]);
    await vi.waitFor(() => expect(seen).toEqual([compose('a', 5)]), { timeout: 5_000 });
    release.resolve();
  });

  test('a device is drained by one worker at a time, and a hint that comes meanwhile leads to one more look', async () => {
    let running = 0;
    let most = 0;
    let looks = 0;
    const first = gate();
    const second = await open();
    const handlers: Partial<Handlers> = {
      async drain() {
        running += 1;
        most = Math.max(most, running);
        looks += 1;
        if (looks === 1) await first.promise;
        running -= 1;
      },
    };
    await work([], handlers);
    await work([], handlers, second);
    await queue.hint([drain('p1')]);
    await vi.waitFor(() => expect(looks).toBe(1), { timeout: 5_000 });
    for (let hint = 0; hint < 5; hint += 1) await queue.hint([drain('p1')]);
    await sleep(200);
    expect(looks).toBe(1);
    first.resolve();
    await vi.waitFor(() => expect(looks).toBe(2), { timeout: 5_000 });
    await sleep(300);
    expect(looks).toBe(2);
    expect(most).toBe(1);
  });

  test('a drain that waits is not doubled, and its device can be drained again afterwards', async () => {
    for (let hint = 0; hint < 5; hint += 1) await queue.hint([drain('p1'), drain('p2')]);
    const seen: Task[] = [];
    await work(seen);
    await vi.waitFor(() => expect(seen).toHaveLength(2), { timeout: 5_000 });
    await sleep(200);
    expect(seen).toHaveLength(2);
    await queue.hint([drain('p1')]);
    await vi.waitFor(() => expect(seen).toHaveLength(3), { timeout: 5_000 });
  });

  test('a delayed hint comes when its time has come, and does not hold up one that is due now', async () => {
    const seen: Task[] = [];
    await work(seen);
    const start = performance.now();
    await queue.hint([drain('p1')], { delayMs: 700 });
    await queue.hint([compose('later', 5)], { delayMs: 700 });
    await queue.hint([drain('p1')]);
    await vi.waitFor(() => expect(seen).toEqual([drain('p1')]), { timeout: 600 });
    await vi.waitFor(() => expect(seen).toHaveLength(3), { timeout: 5_000 });
    expect(performance.now() - start).toBeGreaterThan(690);
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test('a handler that throws loses its task and nothing else', async () => {
    const seen: Task[] = [];
    let thrown = 0;
    await work(seen, {
      drain() {
        thrown += 1;
        return Promise.reject(new Error('a bug'));
      },
    });
    await queue.hint([drain('p1')]);
    await vi.waitFor(() => expect(thrown).toBe(1), { timeout: 5_000 });
    await queue.hint([compose('a', 5)]);
    await vi.waitFor(() => expect(seen).toHaveLength(1), { timeout: 5_000 });
    await queue.hint([drain('p1')]);
    await vi.waitFor(() => expect(thrown).toBe(2), { timeout: 5_000 });
  });

  test('pause lets running tasks end and takes no new ones until resume', async () => {
    const seen: Task[] = [];
    const release = gate();
    let started = false;
    let ended = false;
    const worker = await work(seen, {
      async deliver() {
        started = true;
        await release.promise;
        ended = true;
      },
    });
    await queue.hint([{ kind: 'deliver', deliveryIds: ['d'], priority: 5 }]);
    await vi.waitFor(() => expect(started).toBe(true), { timeout: 5_000 });
    const paused = worker.pause();
    release.resolve();
    await paused;
    expect(ended).toBe(true);
    await queue.hint([compose('a', 5)]);
    await sleep(300);
    expect(seen).toEqual([]);
    await worker.resume();
    await vi.waitFor(() => expect(seen).toHaveLength(1), { timeout: 10_000 });
  });

  test('a task whose worker is gone is taken over', { timeout: 60_000 }, async () => {
    const second = await open();
    let looks = 0;
    const handlers: Partial<Handlers> = {
      drain: () => {
        looks += 1;
        return looks === 1 ? new Promise<void>(() => undefined) : Promise.resolve();
      },
    };
    const lost = await work([], handlers, second);
    await queue.hint([drain('p1')]);
    await vi.waitFor(() => expect(looks).toBe(1), { timeout: 5_000 });
    await lost.close({ graceMs: 0 });
    const start = performance.now();
    await work([], handlers);
    await vi.waitFor(() => expect(looks).toBe(2), { timeout: 30_000, interval: 100 });
    expect(performance.now() - start).toBeLessThan(25_000);
  });

  test('an emptied queue costs the hint and nothing else', async () => {
    const seen: Task[] = [];
    await work(seen);
    await queue.hint([compose('a', 5)], { delayMs: 60_000 });
    await queue.hint([drain('p1')], { delayMs: 60_000 });
    await server.empty();
    await queue.hint([compose('b', 5), drain('p1')]);
    await vi.waitFor(() => expect(seen).toEqual(expect.arrayContaining([compose('b', 5), drain('p1')])), {
      timeout: 10_000,
    });
  });

  test('while the server is gone a hint says false, and the workers recover by themselves', {
    timeout: 90_000,
  }, async () => {
    const seen: Task[] = [];
    await work(seen);
    await queue.hint([compose('before', 5)]);
    await vi.waitFor(() => expect(seen).toHaveLength(1), { timeout: 5_000 });
    await server.kill();
    const start = performance.now();
    expect(await queue.hint([compose('lost', 5), drain('p1')])).toBe(false);
    expect(performance.now() - start).toBeLessThan(8_000);
    await sleep(1_500);
    await server.start();
    await vi.waitFor(async () => expect(await queue.hint([compose('after', 5)])).toBe(true), {
      timeout: 20_000,
      interval: 250,
    });
    await vi.waitFor(() => expect(seen).toContainEqual(compose('after', 5)), { timeout: 20_000 });
  });
}

function compose(id: string, priority: number): Task {
  return { kind: 'compose', documentIds: [id], priority };
}

function drain(deviceId: string): Task {
  return { kind: 'drain', deviceId, priority: 1 };
}

/** Promise.withResolvers, which Node 20 does not have. */
function gate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
