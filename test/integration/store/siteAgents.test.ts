import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SiteEvent, SiteReport, TravellingDocument } from '../../../src/model/siteProtocol.ts';
import { applyBundleRegistry, readBundleRegistry } from '../../../src/store/agentBundles.ts';
import { documentsGoingUp, readBlobs } from '../../../src/store/agentDocuments.ts';
import { createEnrolment, redeemEnrolment } from '../../../src/store/agentEnrolments.ts';
import { becomeAgent, enterEpoch, getSiteIdentity, noteRestored } from '../../../src/store/agentIdentity.ts';
import { importDeliveries, obeyRequest } from '../../../src/store/agentImport.ts';
import { confirmEvents, nextEvents } from '../../../src/store/agentOutbox.ts';
import { applyReport } from '../../../src/store/agentReports.ts';
import { authenticateAgent, beginEpoch, listSites, revokeAgent, type SiteAgent } from '../../../src/store/agents.ts';
import {
  deliveriesUnderway,
  giveDeliveries,
  noteAnswers,
  noteArrived,
  openRequests,
  sitesWithWork,
} from '../../../src/store/agentWork.ts';
import { devicesWithWork } from '../../../src/store/deliveries.ts';
import { leaseDevice } from '../../../src/store/devices.ts';
import { cancelDocument, releaseDocument } from '../../../src/store/documentActions.ts';
import { getDocument } from '../../../src/store/documentHistory.ts';
import type { ReportedSscc } from '../../../src/store/ssccNumbers.ts';
import { settleDocuments } from '../../../src/store/settle.ts';
import { startTestStore, type TestStore } from '../../support/testStore.ts';
import { composeSome, someParties, toDevice } from './someDocuments.ts';

let headquarters: TestStore;
let site: TestStore;
let agent: SiteAgent;

beforeAll(async () => {
  [headquarters, site] = await Promise.all([startTestStore(), startTestStore()]);
  await someParties(headquarters.store);
});
afterAll(async () => {
  await Promise.all([headquarters?.stop(), site?.stop()]);
});
beforeEach(() => {
  lastReport = null;
});

/** Fetches what there is, as the line does: imported, then confirmed. */
async function pull(confirm = true): Promise<TravellingDocument[]> {
  await giveDeliveries(headquarters.store, agent, 100);
  const documents = await deliveriesUnderway(headquarters.store, agent, 100, 1_000_000);
  const hashes = documents.flatMap(({ renditions }) => renditions.map(({ sha256 }) => sha256));
  await importDeliveries(site.store, documents, await readBlobs(headquarters.store, hashes));
  const arrived = documents.flatMap(({ deliveries }) => deliveries);
  if (confirm) await noteArrived(headquarters.store, agent, arrived);
  return documents;
}

let lastReport: { report: SiteReport<ReportedSscc>; blobs: Map<string, Buffer> } | null = null;

async function report(): Promise<SiteEvent[]> {
  const events = await nextEvents(site.store, 1_000);
  const identity = await getSiteIdentity(site.store);
  const documents = await documentsGoingUp(site.store.pool, [...new Set(events.map((event) => event.documentId))]);
  const hashes = documents.flatMap(({ renditions }) => renditions.map(({ sha256 }) => sha256));
  lastReport = {
    report: { epoch: identity?.epoch ?? 0, events, documents, numbers: [] },
    blobs: await readBlobs(site.store, hashes),
  };
  const { applied } = await applyReport(headquarters.store, agent, lastReport.report, lastReport.blobs);
  await confirmEvents(site.store, applied);
  return events;
}

/** What the drain does at the site. */
async function printAtSite(deliveryId: string, to: 'completed' | 'held' = 'completed'): Promise<void> {
  const { rows } = await site.store.pool.query<{ document_id: string }>(
    `WITH moved AS (
       UPDATE deliveries SET state = $2::state, evidence = CASE WHEN $2 = 'completed' THEN 'printed'::evidence END,
         reason_code = CASE WHEN $2 = 'held' THEN 'unknown-outcome' END, updated_at = now() WHERE id = $1 RETURNING *)
     INSERT INTO audit (actor, action, job_id, document_id, delivery_id, from_state, to_state)
     SELECT 'system', 'outcome', job_id, document_id, id, 'processing', state FROM moved RETURNING document_id`,
    [deliveryId, to],
  );
  await settleDocuments(
    site.store,
    rows.map((row) => row.document_id),
  );
}

const stateAt = async (place: TestStore, id: string) => (await getDocument(place.store, id))?.document.state;

const refusedAs = (why: string) => ({ code: 'site.code-refused', detail: expect.stringContaining(why) });

describe('enrolment', () => {
  test('a code is good once, as people type it, and only for sites that exist', async () => {
    await expect(createEnrolment(headquarters.store, 'mars', 'me')).rejects.toMatchObject({ code: 'site.unknown' });
    const late = await createEnrolment(headquarters.store, 'vienna', 'me', -1);
    await expect(redeemEnrolment(headquarters.store, late.code)).rejects.toMatchObject(refusedAs('was good until'));
    const withdrawn = await createEnrolment(headquarters.store, 'vienna', 'me');
    expect(await revokeAgent(headquarters.store, 'vienna', 'me')).toEqual({ held: 0 });
    await expect(redeemEnrolment(headquarters.store, withdrawn.code)).rejects.toMatchObject(refusedAs('withdrawn'));
    const { code } = await createEnrolment(headquarters.store, 'vienna', 'me');
    const enrolled = await redeemEnrolment(headquarters.store, ` ${code.toLowerCase().replaceAll('-', ' ')}`);
    await expect(redeemEnrolment(headquarters.store, code)).rejects.toMatchObject(refusedAs('was used'));
    const again = createEnrolment(headquarters.store, 'vienna', 'me');
    await expect(again).rejects.toMatchObject({ code: 'site.already-enrolled' });
    agent = await authenticateAgent(headquarters.store, enrolled.token);
    await becomeAgent(site.store, { agentId: agent.id, siteId: 'vienna', epoch: 1 });
    await applyBundleRegistry(site.store, await readBundleRegistry(headquarters.store, 'vienna'), null);
    expect((await listSites(headquarters.store))[0]).toMatchObject({ id: 'vienna', agent: { id: agent.id } });
  });

  test('a token that is none is refused', async () => {
    await expect(authenticateAgent(headquarters.store, 'pwa_x')).rejects.toMatchObject({ code: 'web.unauthorized' });
  });
});

describe('deliveries on their way to a site', () => {
  test('its devices are not drained from headquarters any more, and its agent is told that there is work', async () => {
    await composeSome(headquarters.store, 1, [toDevice('printer-1')]);
    expect(await devicesWithWork(headquarters.store)).toEqual([]);
    expect(await leaseDevice(headquarters.store, 'printer-1', 1_000)).toBeNull();
    expect(await sitesWithWork(headquarters.store, ['vienna'])).toEqual(['vienna']);
  });

  test('they arrive with the same ids and bytes, and only once, however often they are fetched', async () => {
    const { ids, deliveryIds } = await composeSome(headquarters.store, 3, [toDevice('printer-1')], {
      recipientId: 'meyer',
    });
    await pull(false);
    await pull(false);
    const again = await pull();
    expect(again.length).toBeGreaterThanOrEqual(3);
    expect(await pull()).toEqual([]);
    const here = await getDocument(site.store, ids[0] ?? '');
    expect(here?.deliveries).toMatchObject([{ id: deliveryIds[0], state: 'pending', deviceId: 'printer-1' }]);
    expect(here?.document).toMatchObject({ recipientId: 'meyer', siteId: null });
    expect(here?.renditions.map(({ format }) => format)).toEqual(['pdf']);
    expect(await devicesWithWork(site.store)).toEqual(['printer-1']);
    expect(await stateAt(headquarters, ids[0] ?? '')).toBe('processing');
  });

  test('a place that is not composed yet holds back those behind it', async () => {
    const { jobId, ids } = await composeSome(headquarters.store, 2, [toDevice('printer-2')]);
    await headquarters.store.pool.query('UPDATE documents SET composed_at = NULL WHERE id = $1', [ids[0]]);
    await headquarters.store.pool.query('DELETE FROM deliveries WHERE document_id = $1', [ids[0]]);
    expect((await pull()).filter(({ job }) => job.id === jobId)).toEqual([]);
    await headquarters.store.pool.query('UPDATE documents SET composed_at = now() WHERE id = $1', [ids[0]]);
    expect((await pull()).map(({ id }) => id)).toEqual([ids[1]]);
  });
});

describe('reports', () => {
  test('what happened at the site stands at headquarters, each once and in order', async () => {
    const { ids, deliveryIds } = await composeSome(headquarters.store, 1, [toDevice('printer-1')]);
    await pull();
    await printAtSite(deliveryIds[0] ?? '');
    const events = await report();
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => (events[0]?.seq ?? 0) + at));
    await applyReport(headquarters.store, agent, lastReport!.report, lastReport!.blobs);
    const there = await getDocument(headquarters.store, ids[0] ?? '');
    expect(there?.document.state).toBe('completed');
    expect(there?.deliveries).toMatchObject([{ state: 'completed', evidence: 'printed' }]);
    const outcome = there?.audit.filter(({ action }) => action === 'outcome');
    expect(outcome).toMatchObject([{ actor: 'site:vienna', toState: 'completed' }]);
  });

  test('a gap, and another epoch, are refused', async () => {
    const { applied } = await applyReport(headquarters.store, agent, lastReportOf([]), new Map());
    const event = { seq: applied + 2 } as SiteEvent;
    await expect(applyReport(headquarters.store, agent, lastReportOf([event]), new Map())).rejects.toMatchObject({
      code: 'site.out-of-step',
    });
    await expect(
      applyReport(headquarters.store, agent, { ...lastReportOf([]), epoch: 9 }, new Map()),
    ).rejects.toMatchObject({ code: 'site.out-of-step' });
  });

  test('a document made at the site comes up whole; while it waits there, headquarters does not compose it', async () => {
    const { ids } = await composeSome(site.store, 2, [toDevice('printer-1')], { siteId: 'vienna', senderId: 'group' });
    await report();
    const there = await getDocument(headquarters.store, ids[0] ?? '');
    expect(there?.document).toMatchObject({ state: 'processing', senderId: 'group', siteId: 'vienna' });
    expect(there?.renditions.map(({ format }) => format).toSorted()).toEqual(['email', 'pdf']);
    expect(there?.deliveries).toMatchObject([{ state: 'processing', deviceId: 'printer-1' }]);
    expect(await pull()).toEqual([]);
  });

  test('a site cannot touch what is not in its hands', async () => {
    const { ids, deliveryIds } = await composeSome(headquarters.store, 1, [
      { channel: 'email', destination: 'a@example.com', format: 'email' },
    ]);
    const forged = {
      id: ids[0],
      message: null,
      document: {},
      deliveries: [{ id: deliveryIds[0], deviceId: 'printer-1', state: 'completed', position: 1, priority: 5 }],
      renditions: [],
      attempts: [],
    } as unknown as TravellingDocument;
    const { applied } = await applyReport(headquarters.store, agent, lastReportOf([]), new Map());
    const event = { seq: applied + 1, documentId: ids[0], actor: 'x', action: 'x', at: new Date().toISOString() };
    await applyReport(
      headquarters.store,
      agent,
      { ...lastReportOf([event as SiteEvent]), documents: [forged] },
      new Map(),
    );
    expect((await getDocument(headquarters.store, ids[0] ?? ''))?.deliveries).toMatchObject([{ state: 'pending' }]);
    await site.store.pool.query('UPDATE site_identity SET reported = $1', [applied + 1]);
  });

  function lastReportOf(events: readonly SiteEvent[]): SiteReport<ReportedSscc> {
    return { epoch: 1, events, documents: [], numbers: [] };
  }
});

describe('what headquarters asks for', () => {
  test('cancel goes down as a request and is obeyed', async () => {
    const { ids, deliveryIds } = await composeSome(headquarters.store, 1, [toDevice('printer-1')]);
    await pull();
    expect(await cancelDocument(headquarters.store, ids[0] ?? '', 'me', 'wrong goods')).toMatchObject({
      changed: true,
    });
    expect(await stateAt(headquarters, ids[0] ?? '')).toBe('processing');
    const [request] = await openRequests(headquarters.store, agent);
    expect(request).toMatchObject({ deliveryId: deliveryIds[0], action: 'cancel', actor: 'me', reason: 'wrong goods' });
    const answer = await obeyRequest(site.store, request!);
    expect(answer).toBe('done');
    expect(await obeyRequest(site.store, request!)).toBe('done');
    await noteAnswers(headquarters.store, agent, [{ id: request!.id, answer }]);
    await report();
    expect(await stateAt(headquarters, ids[0] ?? '')).toBe('canceled');
    expect(await openRequests(headquarters.store, agent)).toEqual([]);
  });

  test('what was printed meanwhile cannot be canceled, and the history says so', async () => {
    const { ids, deliveryIds } = await composeSome(headquarters.store, 1, [toDevice('printer-1')]);
    await pull();
    await printAtSite(deliveryIds[0] ?? '');
    await cancelDocument(headquarters.store, ids[0] ?? '', 'me');
    const [request] = await openRequests(headquarters.store, agent);
    const answer = await obeyRequest(site.store, request!);
    await noteAnswers(headquarters.store, agent, [{ id: request!.id, answer }]);
    await report();
    const there = await getDocument(headquarters.store, ids[0] ?? '');
    expect(there?.document.state).toBe('completed');
    expect(there?.audit.filter(({ action }) => action === 'cancel-refused')).toMatchObject([
      { detail: 'It was printed.' },
    ]);
  });

  test('what is held as unknown at the site can be released at headquarters and is then marked', async () => {
    const { ids, deliveryIds } = await composeSome(headquarters.store, 1, [toDevice('printer-1')]);
    await pull();
    await printAtSite(deliveryIds[0] ?? '', 'held');
    await report();
    expect(await stateAt(headquarters, ids[0] ?? '')).toBe('held');
    await releaseDocument(headquarters.store, ids[0] ?? '', 'me');
    await pull();
    expect((await getDocument(site.store, ids[0] ?? ''))?.deliveries).toMatchObject([
      { state: 'pending', possibleDuplicate: true },
    ]);
    await printAtSite(deliveryIds[0] ?? '');
    await report();
    expect(await stateAt(headquarters, ids[0] ?? '')).toBe('completed');
  });
});

describe('a restored backup', () => {
  test('holds what may have been printed, counts reports anew, and headquarters corrects what it knows better', async () => {
    const { ids, deliveryIds } = await composeSome(headquarters.store, 2, [toDevice('printer-1')]);
    await pull();
    // The first was printed and reported after the backup was made.
    await headquarters.store.pool.query(`UPDATE deliveries SET state = 'completed' WHERE id = $1`, [deliveryIds[0]]);
    await settleDocuments(headquarters.store, ids);
    expect(await noteRestored(site.store, 'restored')).toBeGreaterThanOrEqual(2);
    agent = await beginEpoch(headquarters.store, agent, 'restored');
    expect(await stateAt(headquarters, ids[1] ?? '')).toBe('held');
    await enterEpoch(site.store, agent.epoch);
    expect((await report())[0]?.seq).toBe(1);
    expect(await stateAt(headquarters, ids[0] ?? '')).toBe('completed');
    expect(await stateAt(headquarters, ids[1] ?? '')).toBe('held');
    const requests = await openRequests(headquarters.store, agent);
    expect(requests).toMatchObject([{ deliveryId: deliveryIds[0], action: 'cancel' }]);
    expect(await obeyRequest(site.store, requests[0]!)).toBe('done');
    await report();
    expect(await stateAt(headquarters, ids[0] ?? '')).toBe('completed');
  });
});

describe('revocation', () => {
  test('ends the token at once and holds what has no end', async () => {
    const { ids } = await composeSome(headquarters.store, 1, [toDevice('printer-1')]);
    await pull();
    const { held } = await revokeAgent(headquarters.store, 'vienna', 'me');
    expect(held).toBeGreaterThan(0);
    expect(await stateAt(headquarters, ids[0] ?? '')).toBe('held');
    await expect(revokeAgent(headquarters.store, 'vienna', 'me')).rejects.toMatchObject({ code: 'site.not-enrolled' });
    expect((await listSites(headquarters.store))[0]).toMatchObject({ agent: null, revokedAt: expect.any(Date) });
    await releaseDocument(headquarters.store, ids[0] ?? '', 'me');
    expect(await devicesWithWork(headquarters.store)).toEqual(['printer-1']);
  });
});
