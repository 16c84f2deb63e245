import type { FastifyInstance, FastifyPluginCallback, FastifyRequest } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { decodeFrame, encodeFrame, frameMediaType } from '../../model/frame.ts';
import type {
  PullAnswer,
  PullRequest,
  ReportAnswer,
  SiteReport,
  TravellingDocument,
} from '../../model/siteProtocol.ts';
import { requireHashes } from '../../store/agentBlobs.ts';
import { readBlobs } from '../../store/agentDocuments.ts';
import { redeemEnrolment } from '../../store/agentEnrolments.ts';
import { applyReport } from '../../store/agentReports.ts';
import { authenticateAgent, beginEpoch, noteHeard, type SiteAgent } from '../../store/agents.ts';
import { deliveriesUnderway, giveDeliveries, noteAnswers, noteArrived, openRequests } from '../../store/agentWork.ts';
import type { Store } from '../../store/db.ts';
import type { ReportedSscc } from '../../store/ssccNumbers.ts';
import { leaseSsccRange, listSsccRanges, noteSsccUse, type SsccRange } from '../../store/ssccRanges.ts';
import type { Bundles } from './agentsBundle.ts';
import { createWaitingAgents } from './agentsWaiting.ts';

/** Deliveries and bytes that one answer carries at most. */
const pullLimit = 200;
const pullBytes = 8 * 1024 * 1024;
const reportBytes = 64 * 1024 * 1024;
/** No answer waits longer (ms): whoever sits between may cut quiet connections. */
const longestWait = 30_000;
const largestLease = 100_000;

const schema = { hide: true };

export interface AgentLineOptions {
  readonly store: Store;
  readonly bundles: Bundles;
  readonly log: Log;
}

/**
 * What site agents call, under `/v1/agent`. They have a token of their own; each speaks for its site only. All calls
 * come from the site: headquarters never opens a connection to it.
 */
export function agentLineRoutes(options: AgentLineOptions): FastifyPluginCallback {
  const { store, bundles, log } = options;
  return (app, _options, done) => {
    const waiting = createWaitingAgents(store, log);
    app.addHook('preClose', (next) => {
      waiting.close();
      next();
    });
    app.addContentTypeParser(frameMediaType, { parseAs: 'buffer', bodyLimit: reportBytes }, (_request, body, parsed) =>
      parsed(null, body),
    );
    app.post<{ Body: { code?: unknown } | null }>('/enroll', { schema }, async (request) => {
      const code = request.body?.code;
      if (typeof code !== 'string')
        throw new PostwerkError('web.invalid-request', 'code is missing.', { field: 'code' });
      return { ...(await redeemEnrolment(store, code)), publicKey: await bundles.publicKey() };
    });
    app.get('/bundle', { schema }, async (request) => {
      const agent = await agentOf(request, store);
      return bundles.latest(agent.siteId);
    });
    app.get<{ Params: { sha256: string } }>('/files/:sha256', { schema }, async (request, reply) => {
      await agentOf(request, store);
      const bytes = await bundles.file(request.params.sha256);
      if (bytes === null) throw new PostwerkError('web.not-found', 'No bundle has such a file.');
      return reply.type(frameMediaType).send(bytes);
    });
    app.post<{ Body: PullRequest }>('/pull', { schema }, async (request, reply) => {
      const hungUp = new AbortController();
      reply.raw.once('close', () => hungUp.abort());
      const agent = await agentOf(request, store);
      const answer = await pull(agent, request.body, options, async (ms) => {
        await waiting.wait(agent.siteId, ms, hungUp.signal);
        // It may have been revoked while it waited.
        await agentOf(request, store);
      });
      const bytes = await readBlobs(store, hashesOf(answer.documents));
      return reply.type(frameMediaType).send(encodeFrame({ body: answer, bytes }));
    });
    reportRoute(app, options);
    done();
  };
}

function reportRoute(app: FastifyInstance, { store }: AgentLineOptions): void {
  app.post('/report', { schema, bodyLimit: reportBytes }, async (request): Promise<ReportAnswer> => {
    const agent = await agentOf(request, store);
    if (!Buffer.isBuffer(request.body)) throw new PostwerkError('site.broken-frame', 'No frame came.');
    const { body, bytes } = decodeFrame<SiteReport<ReportedSscc>>(request.body);
    requireHashes(bytes);
    return applyReport(store, agent, body, bytes);
  });
}

/** One round of the line: take down what the agent says, give what there is, and wait for some where there is none. */
async function pull(
  known: SiteAgent,
  asked: PullRequest,
  { store, bundles }: AgentLineOptions,
  wait: (ms: number) => Promise<void>,
): Promise<PullAnswer> {
  const latest = await bundles.latest(known.siteId);
  await noteHeard(store, known, asked, latest.version === asked.bundle);
  const { agent, begun } = await epochOf(store, known, asked);
  await noteArrived(store, agent, asked.arrived);
  await noteAnswers(store, agent, asked.answers);
  const ranges = await rangesFor(store, agent, asked, begun);
  let { version } = latest;
  const work = async () => {
    await giveDeliveries(store, agent, pullLimit);
    return {
      documents: await deliveriesUnderway(store, agent, pullLimit, pullBytes),
      requests: await openRequests(store, agent),
    };
  };
  let { documents, requests } = await work();
  const nothing = documents.length + requests.length + ranges.length === 0 && version === asked.bundle && !begun;
  if (nothing && asked.wait > 0) {
    await wait(Math.min(asked.wait, longestWait));
    ({ documents, requests } = await work());
    ({ version } = await bundles.latest(agent.siteId));
  }
  return { epoch: agent.epoch, site: agent.siteId, bundle: version, ranges, documents, requests };
}

/** Whether the store that calls is the one that has reported to us; a restored one gets a new epoch. */
async function epochOf(
  store: Store,
  agent: SiteAgent,
  asked: PullRequest,
): Promise<{ readonly agent: SiteAgent; readonly begun: boolean }> {
  const behind = await noteSsccUse(store, agent.siteId, asked.ranges);
  const because = asked.restored
    ? 'the agent says that its store was restored'
    : asked.epoch !== agent.epoch
      ? `the agent is in epoch ${asked.epoch}, we are in ${agent.epoch}`
      : asked.reported < agent.applied
        ? `the agent knows of ${asked.reported} reports, we of ${agent.applied}`
        : behind
          ? 'the agent has used fewer numbers than it has reported'
          : null;
  if (because === null) return { agent, begun: false };
  return { agent: await beginEpoch(store, agent, because), begun: true };
}

/** Ranges the agent does not hold yet: leased before and never arrived, else as many new numbers as it asks for. */
async function rangesFor(
  store: Store,
  agent: SiteAgent,
  asked: PullRequest,
  begun: boolean,
): Promise<readonly SsccRange[]> {
  const held = new Set(begun ? [] : asked.ranges.map(({ id }) => id));
  const live = await listSsccRanges(store.pool, { siteId: agent.siteId, live: true });
  const underway = live.filter(({ id, epoch }) => epoch === agent.epoch && !held.has(id));
  if (underway.length > 0 || asked.lease < 1) return underway;
  const size = Math.min(Math.floor(asked.lease), largestLease);
  try {
    return [await leaseSsccRange(store.pool, { siteId: agent.siteId, epoch: agent.epoch, size })];
  } catch (error) {
    // A group that numbers its labels elsewhere has no prefix here; its sites work all the same.
    if (error instanceof PostwerkError && error.code === 'site.no-numbers') return [];
    throw error;
  }
}

function hashesOf(documents: readonly TravellingDocument[]): string[] {
  return [...new Set(documents.flatMap(({ renditions }) => renditions.map(({ sha256 }) => sha256)))];
}

/** @throws PostwerkError web.unauthorized, site.revoked */
async function agentOf(request: FastifyRequest, store: Store): Promise<SiteAgent> {
  const [kind = '', token = ''] = (request.headers.authorization ?? '').split(' ');
  if (kind.toLowerCase() !== 'bearer') {
    throw new PostwerkError('web.unauthorized', 'The header Authorization: Bearer pwa_… is missing.');
  }
  return authenticateAgent(store, token);
}
