import type { FastifyInstance } from 'fastify';
import type { Document } from '../../model/document.ts';
import type { Store } from '../../store/db.ts';
import { releaseDocument } from '../../store/documentActions.ts';
import { searchDocuments } from '../../store/documentSearch.ts';
import { type DocumentQuery, filterOf } from '../api/documentQuery.ts';
import { countOf, plural } from '../views/formats.ts';
import { type Html, html } from '../views/html.ts';
import { documentsPath, without } from './documentsPage.ts';
import { typedQuery } from './listRoutes.ts';
import { formField } from '../forms.ts';
import type { ConsoleOptions, ConsolePages } from './consolePages.ts';

/** More are released by asking again: one request should not run for minutes. */
const atMost = 2_000;
/** Released at a time: a page must not take all connections of the store. */
const slice = 5;

interface Reason {
  readonly code: string;
  readonly example: string;
  readonly count: number;
}

/**
 * Releasing everything that was held for the same reason: after the cause is mended, nobody clicks a thousand times.
 * The page counts by reason first, because a list may hold what should stay held.
 */
export function releaseAllRoutes(app: FastifyInstance, options: ConsoleOptions, pages: ConsolePages): void {
  const { store } = options;

  app.get<{ Querystring: Record<string, string> }>(
    '/console/release',
    { schema: { hide: true } },
    async (request, reply) => {
      const query = heldOnly(typedQuery(request.query));
      const reasons = new Map<string, Reason>();
      for await (const document of heldDocuments(store, query)) {
        const code = document.reasonCode ?? '';
        const known = reasons.get(code);
        reasons.set(code, { code, example: known?.example ?? document.reason ?? code, count: (known?.count ?? 0) + 1 });
      }
      const sorted = [...reasons.values()].sort((a, b) => b.count - a.count);
      return pages.send(request, reply, 'Release', releasePage(query, sorted, pages.formToken(request)));
    },
  );

  app.post<{ Querystring: Record<string, string> }>(
    '/console/release',
    { schema: { hide: true } },
    async (request, reply) => {
      pages.checkForm(request);
      const query = heldOnly(typedQuery(request.query));
      const code = formField(request, 'reason');
      const actor = `operator:${pages.operator(request).name}`;
      const chosen: string[] = [];
      for await (const document of heldDocuments(store, query)) {
        if ((document.reasonCode ?? '') === code) chosen.push(document.id);
      }
      const released = await releaseAll(options, chosen, actor);
      const page = releasedPage(query, released, chosen.length - released);
      return pages.send(request, reply, 'Released', page);
    },
  );
}

/** How many were still held and are on their way now. The queue is told by the slice, not a thousand times. */
async function releaseAll({ store, hintWork }: ConsoleOptions, ids: readonly string[], actor: string): Promise<number> {
  let released = 0;
  for (let start = 0; start < ids.length; start += slice) {
    const outcomes = await Promise.all(ids.slice(start, start + slice).map((id) => releaseDocument(store, id, actor)));
    const changed = outcomes.filter((outcome) => outcome.changed);
    if (changed.length === 0) continue;
    released += changed.length;
    await hintWork({
      priority: Math.min(...changed.map(({ priority }) => priority)),
      documentIds: changed.flatMap(({ documentIds }) => documentIds),
      deliveryIds: changed.flatMap(({ deliveryIds }) => deliveryIds),
      deviceIds: [...new Set(changed.flatMap(({ deviceIds }) => deviceIds))],
    });
  }
  return released;
}

function heldOnly(query: DocumentQuery): DocumentQuery {
  return { ...without(query, 'after', 'limit'), state: 'held' };
}

async function* heldDocuments(store: Store, query: DocumentQuery): AsyncGenerator<Document> {
  let after: string | null = null;
  let left = atMost;
  do {
    const filter = filterOf({ ...query, limit: 500, ...(after === null ? {} : { after }) });
    const page: Awaited<ReturnType<typeof searchDocuments>> = await searchDocuments(store, filter);
    for (const document of page.documents.slice(0, left)) yield document;
    left -= page.documents.length;
    after = page.next;
  } while (after !== null && left > 0);
}

function releasePage(query: DocumentQuery, reasons: readonly Reason[], formToken: string): Html {
  const action = documentsPath(query).replace('/console', '/console/release');
  return html`<p class="crumb"><a href="${documentsPath(query)}">Held documents</a></p>
<h1>Release by reason</h1>
<p>Release what was held for a cause that is mended by now. Each goes on from where it stopped; one that may have been
printed before is marked as a possible duplicate.</p>
${reasons.reduce((sum, { count }) => sum + count, 0) >= atMost && html`<p>Counted are the newest ${countOf(atMost)}; come back here for the rest.</p>`}
${reasons.length === 0 && html`<p class="empty">Nothing is held here any more.</p>`}
<ul class="reasons">${reasons.map(
    ({ code, example, count }) =>
      html`<li><form method="post" action="${action}"><input type="hidden" name="form" value="${formToken}"><input type="hidden" name="reason" value="${code}">
<p><strong>${plural(count, 'document')}</strong> <span class="quiet">${code}</span><br>${example}</p>
<button class="primary">Release ${count === 1 ? 'it' : `all ${countOf(count)}`}</button></form></li>`,
  )}</ul>`;
}

function releasedPage(query: DocumentQuery, released: number, refused: number): Html {
  return html`<h1>${plural(released, 'document')} released</h1>
${refused > 0 && html`<p>${plural(refused, 'document was', 'documents were')} no longer held and stayed as they are.</p>`}
<p><a href="${documentsPath(query)}">What is still held</a> · <a href="/console">All documents</a></p>`;
}
