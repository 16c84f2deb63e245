import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sink } from '../../../src/landscape/sinks/sink.ts';
import type {
  LabelPrinterSwitch,
  VirtualLabelPrinterOptions,
} from '../../../src/landscape/sinks/virtualLabelPrinter.ts';
import { drainDevice } from '../../../src/pipeline/drainDevice.ts';
import type { Road } from '../../../src/pipeline/road.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { printZpl } from '../../support/zplPrinter.ts';
import { someParties } from '../store/someDocuments.ts';
import { composeLabels } from './composeLabels.ts';
import { printRoad, startLabelDevice } from './printRoad.ts';

let running: TestStore;
let folder: string;
let printer: Sink<LabelPrinterSwitch>;
let road: Road;

beforeAll(async () => {
  running = await startTestStore();
  await someParties(running.store);
  folder = mkdtempSync(join(tmpdir(), 'postwerk-formats-'));
  road = printRoad(running.store, 1_500);
});
afterAll(async () => {
  await printer?.close();
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(device: string, options: Pick<VirtualLabelPrinterOptions, 'faultsAfter'> = {}): Promise<void> {
  await printer?.close();
  printer = await startLabelDevice(running.store, folder, device, options, '?graphics=stored');
}

const picture = 'F0A5'.repeat(80);
/** Boxes and a picture that all have, one picture that most have at a place of their own, a box that only this one has. */
function zpl(number: number): string {
  const shared = [20, 24, 28, 32].map((y) => `^FO10,${y}^GB100,2,2,B^FS\n`).join('');
  const own = `^FO${number},60^GB${number},9,9,B^FS\n^FO${10 + number},80^GFA,160,160,4,${picture}^FS\n`;
  return `^XA\n^CI28\n^PW200\n^LL200\n^LH0,0\n${shared}^FO10,130^GFA,160,160,4,${picture}^FS\n${own}^XZ\n`;
}
const drawn = (label: Uint8Array): string[] => printZpl(label).map(({ dots }) => Buffer.from(dots).toString('base64'));

/** What came out for each delivery, drawn. */
async function out(): Promise<Map<string, string[]>> {
  const labels = new Map<string, string[]>();
  for (const { id, deliveryId } of printer.items({ limit: 1_000 }).items.toReversed()) {
    if (deliveryId === null) continue;
    expect(labels.has(deliveryId)).toBe(false);
    labels.set(deliveryId, drawn((await printer.get(id))?.bytes ?? new Uint8Array()));
  }
  return labels;
}
async function drainAgain(device: string): Promise<void> {
  await running.store.pool.query('UPDATE devices SET next_attempt_at = NULL WHERE id = $1', [device]);
  await drainDevice(road, device);
}
async function statesOf(ids: readonly string[]): Promise<string[]> {
  const { rows } = await running.store.pool.query<{ state: string }>(
    `SELECT v.state FROM unnest($1::uuid[]) WITH ORDINALITY AS i(id, place) JOIN deliveries v USING (id) ORDER BY place`,
    [ids],
  );
  return rows.map(({ state }) => state);
}

test('labels whose printer keeps formats and pictures for them come out as they were composed, each counted', async () => {
  await start('kept');
  const ids = await composeLabels(running.store, 'kept', 40, zpl);
  await drainDevice(road, 'kept');
  expect(await statesOf(ids)).toEqual(ids.map(() => 'completed'));
  // The format, which names its character set, is written out in what came.
  const [last] = printer.items({ limit: 1 }).items;
  expect(String((await printer.get(last?.id ?? ''))?.bytes).match(/\^CI28/g)).toHaveLength(2);
  expect([...(await out())]).toEqual(ids.map((id, index) => [id, drawn(Buffer.from(zpl(index + 1)))]));
});

test.each<[LabelPrinterSwitch, number]>([
  ['power-loss', 1],
  ['paper-out', 0],
  ['jam', 0],
])('%s in the middle of them: the rest comes out right, with formats of its own', async (fault, inDoubt) => {
  await start(fault, { faultsAfter: [{ labels: 12, fault }] });
  const ids = await composeLabels(running.store, fault, 40, zpl);
  await drainDevice(road, fault);
  await printer.set('ready');
  await drainAgain(fault);
  await drainAgain(fault);
  const states = await statesOf(ids);
  expect(states.filter((state) => state === 'held')).toHaveLength(inDoubt);
  expect(states.filter((state) => state === 'completed')).toHaveLength(40 - inDoubt);
  const printed = await out();
  expect([...printed.keys()]).toEqual(ids.filter((_, index) => states[index] === 'completed'));
  for (const [id, dots] of printed) expect(dots).toEqual(drawn(Buffer.from(zpl(ids.indexOf(id) + 1))));
});
