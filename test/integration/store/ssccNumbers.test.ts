import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { v7 as uuid } from 'uuid';
import { ssccProblem } from '../../../src/model/sscc.ts';
import {
  applyReportedSsccs,
  countFreeSsccs,
  getSscc,
  markSsccsReported,
  setSsccState,
  ssccsToReport,
  takeSsccs,
} from '../../../src/store/ssccNumbers.ts';
import {
  giveUpSsccRanges,
  keepSsccRange,
  leaseSsccRange,
  listSsccRanges,
  noteSsccUse,
  setSsccCounter,
} from '../../../src/store/ssccRanges.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';

let headquarters: TestStore;
let agent: TestStore;

beforeAll(async () => {
  [headquarters, agent] = await Promise.all([startTestStore(), startTestStore()]);
});
afterAll(async () => {
  await Promise.all([headquarters?.stop(), agent?.stop()]);
});

async function lease(size: number, siteId = 'linz') {
  return leaseSsccRange(headquarters.store.pool, { siteId, epoch: 1, size });
}

describe('SSCC numbers', () => {
  test('without a company prefix there is nothing to lease', async () => {
    await expect(lease(10)).rejects.toMatchObject({ code: 'site.no-numbers' });
    await expect(setSsccCounter(headquarters.store, { companyPrefix: 'x', extension: 3 })).rejects.toMatchObject({
      code: 'model.sscc-impossible',
    });
  });

  test('two sites that lease at the same time never get the same number', async () => {
    await setSsccCounter(headquarters.store, { companyPrefix: '9012345', extension: 7 });
    const ranges = await Promise.all(Array.from({ length: 20 }, (_, at) => lease(7, at % 2 === 0 ? 'linz' : 'gyor')));
    const serials = ranges.flatMap(({ first, last }) =>
      Array.from({ length: last - first + 1 }, (_, at) => first + at),
    );
    expect(new Set(serials).size).toBe(140);
    expect(await listSsccRanges(headquarters.store.pool, { siteId: 'gyor', live: true })).toHaveLength(10);
  });

  test('the last range is cut where the numbers of the prefix end, and the next counter goes on', async () => {
    await setSsccCounter(headquarters.store, { companyPrefix: '123456789012', extension: 0, first: 9_998 });
    expect(await lease(5)).toMatchObject({ companyPrefix: '123456789012', first: 9_998, last: 9_999 });
    expect((await lease(5)).companyPrefix).toBe('9012345');
  });

  test('the store itself refuses ranges that overlap', async () => {
    const { store } = headquarters;
    const insert = (first: number, last: number) =>
      store.pool.query(
        `INSERT INTO sscc_ranges (id, site_id, epoch, company_prefix, extension, first, last, next)
         VALUES ($1, 'linz', 1, '4444444', 1, $2, $3, $2)`,
        [uuid(), first, last],
      );
    await insert(100, 200);
    await expect(insert(200, 300)).rejects.toMatchObject({ code: '23P01' });
    await insert(201, 300);
  });

  test('numbers come in order and without gaps over the ends of ranges, also to many takers at once', async () => {
    const { store } = agent;
    await expect(takeSsccs(store, 1, 'x')).rejects.toMatchObject({ code: 'site.numbers-used-up' });
    for (const range of [await lease(10), await lease(30)]) {
      await keepSsccRange(store, range);
      await keepSsccRange(store, range);
    }
    expect(await countFreeSsccs(store)).toBe(40);
    const first = await takeSsccs(store, 12, 'print-ahead');
    expect(first.map(ssccProblem)).toEqual(Array(12).fill(null));
    const rest = (await Promise.all(Array.from({ length: 9 }, () => takeSsccs(store, 3, 'label')))).flat();
    const all = [...first, ...rest].toSorted();
    expect(new Set(all).size).toBe(39);
    const serials = all.map((sscc) => Number(sscc.slice(0, -1)));
    expect(serials.at(-1)).toBe((serials[0] ?? 0) + 38);
    await expect(takeSsccs(store, 2, 'label')).rejects.toMatchObject({ code: 'site.numbers-used-up' });
    expect(await takeSsccs(store, 1, 'label')).toHaveLength(1);
  });

  test('the same request gets the same numbers, also when it is asked twice at once', async () => {
    const { store } = agent;
    await keepSsccRange(store, await lease(50));
    const asked = await Promise.all([
      takeSsccs(store, 4, 'label', { request: 'job-1' }),
      takeSsccs(store, 4, 'label', { request: 'job-1' }),
    ]);
    expect(asked[0]).toEqual(asked[1]);
    expect(await countFreeSsccs(store)).toBe(46);
  });

  test('a witness that fails takes nothing', async () => {
    const { store } = agent;
    const witness = async (): Promise<string> => {
      throw new Error('disk full');
    };
    await expect(takeSsccs(store, 2, 'label', { witness })).rejects.toThrow('disk full');
    expect(await countFreeSsccs(store)).toBe(46);
  });

  test('a void number stays void; what was never given out has no state', async () => {
    const { store } = agent;
    const [sscc = ''] = await takeSsccs(store, 1, 'label');
    expect(await setSsccState(store, [sscc, '000000000000000000'], 'printed')).toEqual([sscc]);
    expect(await setSsccState(store, [sscc], 'bound', { shipment: 'LS-1' })).toEqual([sscc]);
    expect(await setSsccState(store, [sscc], 'printed')).toEqual([]);
    expect(await setSsccState(store, [sscc], 'void', { reason: 'torn' })).toEqual([sscc]);
    expect(await setSsccState(store, [sscc], 'bound', { shipment: 'LS-2' })).toEqual([]);
    expect(await getSscc(store, sscc)).toMatchObject({ state: 'void', shipment: 'LS-1', reason: 'torn' });
  });

  test('headquarters learns every change once, and an old one never undoes a newer one', async () => {
    const sent = await ssccsToReport(agent.store, 1_000);
    const [one = ''] = sent.map(({ sscc }) => sscc);
    await applyReportedSsccs(headquarters.store, 'linz', sent);
    await setSsccState(agent.store, [one], 'void', { reason: 'while on the line' });
    await markSsccsReported(agent.store, sent);
    const changed = await ssccsToReport(agent.store, 1_000);
    expect(changed.map(({ sscc }) => sscc)).toEqual([one]);
    await applyReportedSsccs(headquarters.store, 'linz', changed);
    await applyReportedSsccs(headquarters.store, 'linz', sent);
    expect(await getSscc(headquarters.store, one)).toMatchObject({ state: 'void' });
    // Another site cannot speak for these numbers.
    await applyReportedSsccs(headquarters.store, 'gyor', [{ ...changed[0]!, updatedAt: '2030-01-01', state: 'bound' }]);
    expect(await getSscc(headquarters.store, one)).toMatchObject({ state: 'void' });
  });

  test('an agent that stands before what it has reported is found out', async () => {
    const used = (await listSsccRanges(agent.store.pool)).map(({ id, next }) => ({ id, next }));
    expect(await noteSsccUse(headquarters.store, 'linz', used)).toBe(false);
    expect(await noteSsccUse(headquarters.store, 'linz', used)).toBe(false);
    const older = used.map(({ id, next }, at) => ({ id, next: at === 0 ? next - 1 : next }));
    expect(await noteSsccUse(headquarters.store, 'linz', older)).toBe(true);
  });

  test('what was given up gives no number any more', async () => {
    expect(await giveUpSsccRanges(agent.store.pool, 'linz', 'restored')).toBeGreaterThan(0);
    expect(await countFreeSsccs(agent.store)).toBe(0);
    await expect(takeSsccs(agent.store, 1, 'label')).rejects.toMatchObject({ code: 'site.numbers-used-up' });
  });
});
