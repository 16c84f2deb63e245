import { setTimeout as sleep } from 'node:timers/promises';
import { createComposePool } from '../compose/composePool.ts';
import { createTemplateLibrary } from '../compose/templates/templateLibrary.ts';
import type { Config } from '../config.ts';
import { probeDevice } from '../dispatch/print/probeDevice.ts';
import { PostwerkError } from '../errors.ts';
import { createLog } from '../log.ts';
import type { Device } from '../model/parties.ts';
import { isFinal } from '../model/states.ts';
import { composeForDevice } from '../pipeline/composeForDevice.ts';
import { printTestPage } from '../pipeline/printTestPage.ts';
import type { Queue } from '../queue/queue.ts';
import type { Store } from '../store/db.ts';
import { isAtAgent, registerDevice, removeDevice } from '../store/deviceChanges.ts';
import { countQueues, emptyQueue, type QueueCounts, queueOfDevice } from '../store/deviceQueues.ts';
import { getDevice, listDevices, setDevicePaused, tryDeviceNow } from '../store/devices.ts';
import { readDeviceSettings } from '../store/deviceSettings.ts';
import { getDocument } from '../store/documentHistory.ts';
import { moveDeliveries } from '../store/moveDeliveries.ts';
import { type DeviceOptions, settingsOf } from './deviceOptions.ts';
import { print, say, table } from './print.ts';
import { withStore } from './withStore.ts';

interface Shown {
  readonly json?: boolean;
}

const actor = 'command line';
/** Shown of an output queue. */
const queueShown = 50;

/** The running server's sweep finds what a command made runnable; a queue of its own is not worth opening. */
const noQueue = { hint: async () => true } as unknown as Queue;

export async function listAllDevices(config: Config, { json }: Shown): Promise<void> {
  await withStore(config, async (store) => {
    const [devices, queues] = await Promise.all([listDevices(store), countQueues(store)]);
    const all = devices.map((device) => ({ ...device, queue: queues.get(device.id) ?? emptyQueue }));
    if (json) return print(JSON.stringify(all));
    const head = ['device', 'name', 'site', 'takes', 'address', 'state', 'waiting', 'held', 'why'];
    print(table(head, all.map(rowOf)));
  });
}

function rowOf(device: Device & { readonly queue: QueueCounts }): string[] {
  const { id, name, siteId, uri, queue } = device;
  const takes = device.dpi === null ? device.driver : `${device.driver} ${device.dpi}`;
  const why = device.state === 'stopped' ? (device.stateReason ?? '') : '';
  return [id, name, siteId, takes, uri, stateOf(device), String(queue.waiting), String(queue.held), why];
}

function stateOf({ paused, state }: Device): string {
  return paused ? 'paused' : state === 'processing' ? 'printing' : state;
}

/** `--ask` asks the printer itself. */
export async function showDevice(
  config: Config,
  id: string,
  options: Shown & { readonly ask?: boolean },
): Promise<void> {
  await withStore(config, async (store) => {
    const device = await requireDevice(store, id);
    const queue = (await countQueues(store, id)).get(id) ?? emptyQueue;
    const waiting = await queueOfDevice(store, id, queueShown);
    const report = options.ask ? await probeDevice(device.uri, device.driver) : undefined;
    if (options.json) return print(JSON.stringify({ ...device, queue, waiting, ...(report && { report }) }));
    print(pairs('setting', device));
    if (report) print(`\n${pairs('the printer says', report)}`);
    print(`\n${queue.waiting} waiting, ${queue.processing} being sent, ${queue.held} held`);
    const head = ['document', 'type', 'recipient', 'state', 'routed'];
    const rows = waiting.map((row) => [
      ...[row.number, row.type, row.recipientName ?? '', row.state],
      row.createdAt.toISOString().slice(0, 19),
    ]);
    if (rows.length > 0) print(table(head, rows));
  });
}

/** `devices add` wants a new id, `devices set` a known one. */
export async function writeDevice(
  config: Config,
  how: 'add' | 'set',
  id: string,
  options: DeviceOptions & Shown,
): Promise<void> {
  await withStore(config, async (store) => {
    const known = how === 'set' ? await requireDevice(store, id) : await getDevice(store, id);
    if (how === 'add' && known !== null) {
      throw new PostwerkError(
        'cli.invalid-setting',
        `There is a device ${id} already; "postwerk devices set" changes it.`,
      );
    }
    await registerDevice(store, readDeviceSettings(id, settingsOf(options, known)), actor);
    const device = await requireDevice(store, id);
    if (options.json) print(JSON.stringify(device));
    else print(`Device ${id} is ${how === 'add' ? 'registered' : 'changed'}: ${device.driver} at ${device.uri}.`);
  });
}

export async function dropDevice(config: Config, id: string): Promise<void> {
  await withStore(config, async (store) => {
    const done = await removeDevice(store, id, actor);
    if (!done.removed) {
      throw new PostwerkError(done.code === 'in-use' ? 'store.device-in-use' : 'cli.unknown-device', done.reason);
    }
    print(`Device ${id} is removed; its history stays.`);
  });
}

export async function pauseDevice(config: Config, id: string): Promise<void> {
  await withStore(config, async (store) => {
    await refuseAtAgent(store, await requireDevice(store, id));
    await setDevicePaused(store, id, true, actor);
    print(`Device ${id} is paused: what is being sent runs to its end, nothing more leaves.`);
  });
}

/** A paused device goes on; a stopped one is tried at once. */
export async function resumeDevice(config: Config, id: string): Promise<void> {
  await withStore(config, async (store) => {
    const device = await requireDevice(store, id);
    await refuseAtAgent(store, device);
    if (device.paused) await setDevicePaused(store, id, false, actor);
    else await tryDeviceNow(store, id, actor);
    print(`Device ${id} goes on as soon as the server looks, within seconds.`);
  });
}

/** A test page on its way; `--wait` says what became of it. Exit code 0 unless it was waited for and did not go well. */
export async function testDevice(
  config: Config,
  id: string,
  options: Shown & { readonly wait: number },
): Promise<number> {
  const { templatesDir, localesDir } = config;
  const library = createTemplateLibrary({ templatesDir, localesDir });
  let code = 0;
  await withStore(config, async (store) => {
    const device = await requireDevice(store, id);
    const { documentId } = await printTestPage({ store, queue: noQueue, library, log: createLog('warn') }, device);
    if (!options.json) say(`Test page ${documentId} is on its way to ${id}.`);
    const end = await endOf(store, documentId, options.wait);
    code = options.wait > 0 && end.state !== 'completed' ? 1 : 0;
    if (options.json) print(JSON.stringify({ documentId, ...end }));
    else
      print(
        `${end.state}${end.evidence === null ? '' : ` (${end.evidence})`}${end.reason === null ? '' : `: ${end.reason}`}`,
      );
  });
  return code;
}

async function endOf(store: Store, documentId: string, seconds: number) {
  for (const until = Date.now() + seconds * 1_000; ; await sleep(300)) {
    const history = await getDocument(store, documentId);
    const [delivery] = history?.deliveries ?? [];
    const state = history?.document.state ?? 'pending';
    if (isFinal(state) || Date.now() >= until) {
      return {
        state,
        evidence: delivery?.evidence ?? null,
        reason: delivery?.reason ?? history?.document.reason ?? null,
      };
    }
  }
}

export async function moveWaiting(config: Config, from: string, to: string, { json }: Shown): Promise<void> {
  const { templatesDir, localesDir } = config;
  await withStore(config, async (store) => {
    await requireDevice(store, from);
    const target = await requireDevice(store, to);
    const composePool = createComposePool({
      templatesDir,
      localesDir,
      checked: true,
      threads: 1,
      timeoutMs: config.composeTimeoutMs,
    });
    try {
      const unfit = from === to ? [] : await composeForDevice({ store, composePool }, target, { waitingAt: from });
      const done = await moveDeliveries(store, from, to, actor);
      if ('refused' in done) throw new PostwerkError('cli.invalid-setting', done.reason);
      if (json) return print(JSON.stringify({ ...done, notMoved: unfit }));
      print(`${done.moved} moved from ${from} to ${to}, ${done.left} left.`);
      if (unfit.length > 0)
        print(
          table(
            ['document', 'why not'],
            unfit.map(({ number, reason }) => [number, reason]),
          ),
        );
    } finally {
      await composePool.close();
    }
  });
}

async function requireDevice(store: Store, id: string): Promise<Device> {
  const device = await getDevice(store, id);
  if (device === null) throw new PostwerkError('cli.unknown-device', `There is no device ${id}.`);
  return device;
}

async function refuseAtAgent(store: Store, { siteId }: Device): Promise<void> {
  if (!(await isAtAgent(store, siteId))) return;
  throw new PostwerkError('web.wrong-state', `The agent of site ${siteId} prints on it: pause it on the site's page.`);
}

function pairs(title: string, values: object): string {
  return table(
    [title, ''],
    Object.entries(values).map(([name, value]) => [name, wordOf(value)]),
  );
}

/** A setting in one line: of an object, what was set in it. */
function wordOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  const set = Object.entries(value).filter(([, own]) => own !== null && own !== false);
  return set.map(([name, own]) => `${name} ${String(own)}`).join(', ');
}
