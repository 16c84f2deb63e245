import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startTestStore } from '../../support/testStore.ts';
import type { QueueServer } from './conformance.ts';

/** An embedded PostgreSQL that can be killed and started again on the same address. */
export async function startPostgresServer(): Promise<QueueServer & { readonly url: string }> {
  const testStore = await startTestStore({ max: 2 });
  const { url, dataDir } = testStore;
  const cluster = join(dataDir, 'postgres');
  let again: ReturnType<typeof spawn> | null = null;

  const answers = async (): Promise<boolean> => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  return {
    url,
    connection: { kind: 'postgres', url },
    async kill() {
      const pid = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      await untilTrue(async () => !(await answers()));
    },
    async start() {
      // postmaster.opts is the command line of the last start, each argument in double quotes.
      const [program = '', ...args] = (await readFile(join(cluster, 'postmaster.opts'), 'utf8')).trim().split(' ');
      const { uid, gid } = await stat(cluster);
      await untilTrue(async () => {
        if (await answers()) return true;
        const ids = process.getuid?.() === 0 ? { uid, gid } : {};
        again = spawn(
          program,
          args.map((arg) => arg.replaceAll('"', '')),
          { ...ids, stdio: 'ignore' },
        );
        await sleep(500);
        return answers();
      });
    },
    async empty() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('TRUNCATE bullmq.job, bullmq.dedup, bullmq.dedup_next CASCADE');
      await client.end();
    },
    async stop() {
      await stopAgain();
      await testStore.stop();
    },
  };

  async function stopAgain(): Promise<void> {
    if (!again || again.exitCode !== null) return;
    const exited = new Promise((resolve) => again?.once('exit', resolve));
    again.kill('SIGQUIT');
    await exited;
  }
}

async function untilTrue(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await check()) return;
    await sleep(100);
  }
  throw new Error('gave up waiting for PostgreSQL');
}
