import type { FastifyInstance } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import { type State, states } from '../../model/states.ts';
import { listDevices } from '../../store/devices.ts';
import type { Store } from '../../store/db.ts';
import { countByState, searchDocuments } from '../../store/documentSearch.ts';
import { freshFor } from '../freshFor.ts';
import { type DocumentQuery, filterOf } from '../api/documentQuery.ts';
import { documentsPage } from './documentsPage.ts';
import type { ConsoleOptions, ConsolePages } from './consolePages.ts';

const names = ['q', 'number', 'recipient', 'type', 'state', 'from', 'to', 'reference', 'jobId', 'after'] as const;

/** What a person typed into the filters: empty fields are no filter. */
export function typedQuery(given: Readonly<Record<string, string | undefined>>): DocumentQuery {
  const entries = names.flatMap((name) => {
    const value = given[name]?.trim() ?? '';
    return value === '' ? [] : [[name, value.slice(0, 200)] as const];
  });
  const query = Object.fromEntries(entries) as Record<string, string>;
  if (query['state'] !== undefined && !states.includes(query['state'] as State)) delete query['state'];
  if (query['jobId'] !== undefined && !/^[0-9a-f-]{36}$/i.test(query['jobId'])) delete query['jobId'];
  return query;
}

/** The list of documents. */
export function listRoutes(app: FastifyInstance, { store, types }: ConsoleOptions, pages: ConsolePages): void {
  const counts = freshFor(1_000, () => countByState(store));
  app.get<{ Querystring: Record<string, string> }>('/console', { schema: { hide: true } }, async (request, reply) => {
    const query = typedQuery(request.query);
    const [countsNow, devices, found] = await Promise.all([counts(), listDevices(store), find(store, query)]);
    const stoppedDevices = devices.filter((device) => device.state === 'stopped');
    const main = documentsPage({ query, counts: countsNow, stoppedDevices, types, ...found });
    return pages.send(request, reply, 'Documents', main);
  });
}

/** A filter that makes no sense finds nothing and says why; the page stays usable. */
async function find(store: Store, query: DocumentQuery) {
  try {
    return await searchDocuments(store, filterOf(query));
  } catch (error) {
    if (!(error instanceof PostwerkError)) throw error;
    return { documents: [], next: null, problem: error.detail };
  }
}
