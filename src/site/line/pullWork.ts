import { failpoint } from '../../failpoint.ts';
import { decodeFrame } from '../../model/frame.ts';
import type { PullAnswer, PullRequest } from '../../model/siteProtocol.ts';
import { requireHashes } from '../../store/agentBlobs.ts';
import { enterEpoch, getSiteIdentity, noteRestored } from '../../store/agentIdentity.ts';
import { importDeliveries, obeyRequest } from '../../store/agentImport.ts';
import { readSiteStatus } from '../../store/agentOutbox.ts';
import { keepSsccRange, listSsccRanges } from '../../store/ssccRanges.ts';
import type { Agent } from './agent.ts';
import { takeBundle } from './takeBundle.ts';

/** What was done since the last call and is to be told with the next one; lost by a crash, it is simply done again. */
export interface Done {
  arrived: PullRequest['arrived'];
  answers: PullRequest['answers'];
}

/** Longer than headquarters holds a request open (ms). */
const patienceMs = 20_000;

/**
 * One call for work: says what was done, waits at headquarters for at most `waitMs`, and takes what comes: a new epoch,
 * a new bundle, numbers, deliveries, requests. In this order, as each needs what comes before it.
 */
export async function pullWork(agent: Agent, done: Done, waitMs: number): Promise<void> {
  const { store } = agent;
  const [identity, status, ranges] = await Promise.all([
    getSiteIdentity(store),
    readSiteStatus(store),
    listSsccRanges(store.pool, { live: true }),
  ]);
  if (!identity) throw new Error('site_identity has no row');
  const asked: PullRequest = {
    version: agent.version,
    epoch: identity.epoch,
    restored: identity.restoredAt !== null,
    reported: identity.reported,
    bundle: agent.bundle?.version ?? null,
    ranges: ranges.map(({ id, next }) => ({ id, next })),
    lease: status.freeNumbers < agent.reserve ? agent.reserve : 0,
    arrived: done.arrived,
    answers: done.answers,
    status,
    wait: waitMs,
  };
  const bytes = await agent.headquarters.call({
    method: 'POST',
    path: '/pull',
    body: { type: 'application/json', bytes: Buffer.from(JSON.stringify(asked)) },
    timeoutMs: waitMs + patienceMs,
  });
  done.arrived = [];
  done.answers = [];
  const { body: answer, bytes: blobs } = decodeFrame<PullAnswer>(bytes);
  requireHashes(blobs);
  if (answer.epoch !== identity.epoch) await changeEpoch(agent, answer.epoch, asked.restored);
  if (answer.bundle !== agent.bundle?.version) await takeBundle(agent, status.devices);
  for (const range of answer.ranges) {
    const leasedAt = new Date();
    await keepSsccRange(store, {
      ...range,
      siteId: answer.site,
      epoch: answer.epoch,
      next: range.first,
      leasedAt,
      givenUpAt: null,
    });
  }
  failpoint('site.before-import');
  const devices = await importDeliveries(store, answer.documents, blobs);
  failpoint('site.after-import');
  done.arrived = answer.documents.flatMap(({ deliveries }) =>
    deliveries.map(({ id, generation }) => ({ id, generation })),
  );
  await agent.hintDrain(devices);
  const answers: { id: number; answer: string }[] = [];
  for (const request of answer.requests) answers.push({ id: request.id, answer: await obeyRequest(store, request) });
  done.answers = answers;
}

/** Headquarters counts anew: either we said that our store is a restored one, or headquarters has found it out. */
async function changeEpoch(agent: Agent, epoch: number, known: boolean): Promise<void> {
  if (!known) {
    const held = await noteRestored(agent.store, 'headquarters knows more of this store than it does itself');
    agent.log.warn({ held }, 'headquarters says that this store is a restored one: waiting deliveries held');
  }
  await enterEpoch(agent.store, epoch);
  agent.log.info({ epoch }, 'new epoch');
}
