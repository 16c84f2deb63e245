import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createIppClient } from '../../src/dispatch/print/ippClient.ts';
import { openIppConnection } from '../../src/dispatch/print/ippConnection.ts';
import { numberOf, textOf } from '../../src/dispatch/print/ippMessages.ts';
import { deliveryIdOf } from '../../src/dispatch/print/jobName.ts';
import type { Sink } from '../../src/landscape/sinks/sink.ts';
import { type PrinterSwitch, startVirtualIppPrinter } from '../../src/landscape/sinks/virtualIppPrinter.ts';
import { getDevice, setDevicePaused, upsertDevice } from '../../src/store/devices.ts';
import { shipmentOf, startSite, type TestSite } from '../integration/site/startSite.ts';
import { type CupsServer, startCups } from './cupsServer.ts';
import { eventually, isInstalled } from './runningProgram.ts';

const missing = ['cupsd', 'lpadmin'].filter((program) => !isInstalled(program));
const patienceMs = 90_000;

/**
 * A running Postwerk whose office printer is a queue of a real CUPS, behind which a virtual printer counts what comes
 * out. `cupsdisable` and `cupsenable` are Pause-Printer and Resume-Printer (RFC 8011 §4.2.7, §4.2.8).
 */
describe.skipIf(missing.length > 0)(
  `a CUPS queue that is stopped (needs Debian packages cups, cups-client; missing: ${missing.join(', ') || 'none'})`,
  () => {
    const device = 'linz-office';
    const queue = 'office';
    let folder: string;
    let cups: CupsServer;
    let paper: Sink<PrinterSwitch>;
    let site: TestSite;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'postwerk-cups-paused-'));
      paper = await startVirtualIppPrinter({ folder: join(folder, 'paper'), name: 'paper' });
      cups = await startCups();
      cups.addQueue(queue, paper.state().url);
      site = await startSite();
      const known = await getDevice(site.store, device);
      if (known === null) throw new Error(`no device ${device}`);
      await upsertDevice(site.store, { ...known, uri: cups.uriOf(queue) });
    }, 120_000);
    afterAll(async () => {
      await site?.stop();
      await cups?.stop();
      await paper?.close();
      rmSync(folder, { recursive: true, force: true });
    });
    afterEach(async () => {
      await paper.set('ready');
      cups.run('cupsaccept', queue);
      cups.run('cupsenable', queue);
    });

    let shipments = 0;
    /** Delivery notes to the queue, as one job; gives their ids. */
    const submit = async (count: number): Promise<readonly string[]> => {
      const notes = [];
      for (let index = 0; index < count; index += 1) {
        shipments += 1;
        notes.push(...(await shipmentOf(`26-70${shipments}`, [], 'now')));
      }
      return site.submit(notes, randomUUID());
    };
    const rowsOf = async (ids: readonly string[]) => {
      const { rows } = await site.store.pool.query<{ id: string; state: string; marked: boolean }>(
        `SELECT v.id, v.state, v.possible_duplicate AS marked FROM unnest($1::uuid[]) WITH ORDINALITY AS i(id, place)
         JOIN deliveries v ON v.document_id = i.id ORDER BY place`,
        [ids],
      );
      return rows;
    };
    const statesOf = async (ids: readonly string[]) => (await rowsOf(ids)).map(({ state }) => state);
    const deviceNow = () => getDevice(site.store, device);
    /** The places in `ids` of those that came out, in their order; each as often as it came. */
    const cameOut = async (ids: readonly string[]) => {
      const items = paper.items({ limit: 1_000 }).items.toReversed();
      return placesOf(
        ids,
        items.map(({ deliveryId }) => deliveryId),
      );
    };
    const placesOf = async (ids: readonly string[], deliveryIds: readonly (string | null)[]) => {
      const places = new Map((await rowsOf(ids)).map(({ id }, place) => [id, place]));
      return deliveryIds.flatMap((id) => places.get(id ?? '') ?? []);
    };
    /** The same of the jobs that CUPS was given. */
    const givenToCups = async (ids: readonly string[]) => {
      const connection = openIppConnection(cups.uriOf(queue), { connectTimeoutMs: 10_000 });
      const client = createIppClient(connection, 'somebody', 10_000);
      const jobs = [
        ...((await client.jobs('completed', 500)) ?? []),
        ...((await client.jobs('not-completed', 500)) ?? []),
      ];
      connection.close();
      const byId = jobs.toSorted((a, b) => (numberOf(a, 'job-id') ?? 0) - (numberOf(b, 'job-id') ?? 0));
      return placesOf(
        ids,
        byId.map((job) => deliveryIdOf(textOf(job, 'job-name') ?? '')),
      );
    };
    const jobsInCups = () => cups.run('lpstat', '-W', 'not-completed', '-o', queue);
    const until = (holds: () => Promise<boolean>) =>
      eventually(
        async () => ((await holds()) ? true : null),
        () => cups.run('lpstat', '-t'),
        patienceMs,
      );
    /**
     * All were given to CUPS once, in order, and came out. With `cupsRepeats` a job may come out again that CUPS had under
     * way when its queue was stopped: it prints such a job from its beginning.
     */
    const allComeOut = async (ids: readonly string[], { cupsRepeats = false } = {}) => {
      const all = ids.map((_, place) => place);
      await until(async () => new Set(await cameOut(ids)).size === ids.length);
      await until(async () => (await statesOf(ids)).every((state) => state === 'completed'));
      await until(async () => jobsInCups() === '');
      expect(await givenToCups(ids)).toEqual(all);
      expect((await rowsOf(ids)).filter(({ marked }) => marked)).toEqual([]);
      const out = await cameOut(ids);
      expect(cupsRepeats ? [...new Set(out)] : out).toEqual(all);
      await until(async () => (await deviceNow())?.state === 'idle');
    };

    it.each([
      ['stopped', 'cupsdisable', 'cupsenable', 'paused', 'toner is on its way', 'Am Drucker angehalten'],
      ['closed', 'cupsreject', 'cupsaccept', 'refuses-jobs', 'closed for stocktaking', 'Nimmt keine Aufträge an'],
    ])(
      '%s while nothing is under way: its deliveries wait with the reason and follow by themselves',
      async (_, off, on, reason, words, told) => {
        cups.run(off, '-r', words, queue);
        const ids = await submit(4);
        await until(async () => (await deviceNow())?.state === 'stopped');
        const stopped = await deviceNow();
        expect(stopped?.stateReasons).toContain(reason);
        expect(stopped?.stateReason).toContain(words);
        await until(async () => (await statesOf(ids)).every((state) => state === 'pending'));
        expect((await site.get('/site/printers')).text).toContain(told);
        expect(jobsInCups()).toBe('');
        expect(await cameOut(ids)).toEqual([]);
        cups.run(on, queue);
        await allComeOut(ids);
      },
    );

    it('stopped in the middle of a run: what CUPS has comes out of it, the rest follows, each once', async () => {
      await paper.set('slow');
      const ids = await submit(5);
      await until(async () => jobsInCups() !== '');
      cups.run('cupsdisable', '-r', 'lunch', queue);
      await until(async () => (await deviceNow())?.state === 'stopped');
      expect(await deviceNow()).toMatchObject({ stateReasons: ['paused'] });
      const taken = (await statesOf(ids)).filter((state) => state === 'completed').length;
      expect(taken).toBeGreaterThan(0);
      expect(taken).toBeLessThan(ids.length);
      await paper.set('ready');
      cups.run('cupsenable', queue);
      await allComeOut(ids, { cupsRepeats: true });
    });

    it('stopped, opened and closed again and again loses nothing and doubles nothing', async () => {
      const ids = await submit(12);
      for (const words of ['one', 'two', 'three']) {
        cups.run('cupsdisable', '-r', words, queue);
        cups.run('cupsreject', '-r', words, queue);
        await new Promise((resolve) => setTimeout(resolve, 400));
        cups.run('cupsaccept', queue);
        cups.run('cupsenable', queue);
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      await allComeOut(ids, { cupsRepeats: true });
      expect(new Set(await cameOut(ids)).size).toBe(ids.length);
    });

    it('paused by us gets nothing, not even a job of no document; then it gets all', async () => {
      await setDevicePaused(site.store, device, true, 'test');
      const before = cups.run('lpstat', '-W', 'all', '-o', queue);
      const ids = await submit(6);
      await until(async () => (await statesOf(ids)).join() === ids.map(() => 'pending').join());
      // Two sweeps go by.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(await statesOf(ids)).toEqual(ids.map(() => 'pending'));
      expect(cups.run('lpstat', '-W', 'all', '-o', queue)).toBe(before);
      expect(await deviceNow()).toMatchObject({ paused: true, state: 'idle' });
      await setDevicePaused(site.store, device, false, 'test');
      await allComeOut(ids);
    });

    it('paused by us in the middle of a run finishes what it is sending, and nothing more', async () => {
      await paper.set('slow');
      const ids = await submit(6);
      await until(async () => jobsInCups() !== '');
      await setDevicePaused(site.store, device, true, 'test');
      await until(async () => (await deviceNow())?.state === 'idle');
      const states = await statesOf(ids);
      const sent = states.filter((state) => state === 'completed').length;
      expect(sent).toBeLessThan(3);
      expect(states.slice(sent)).toEqual(ids.slice(sent).map(() => 'pending'));
      await paper.set('ready');
      await until(async () => jobsInCups() === '');
      expect(await cameOut(ids)).toEqual(ids.slice(0, sent).map((_, place) => place));
      await setDevicePaused(site.store, device, false, 'test');
      await allComeOut(ids);
    });
  },
);
