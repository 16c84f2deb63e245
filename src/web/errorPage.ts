import { errorTable } from '../errors.ts';
import type { FastifyInstance } from 'fastify';
import type { Problem } from './problem.ts';
import { html } from './views/html.ts';
import { page } from './views/layout.ts';

/** What a person sees where a program would get a problem. */
export function errorPage(problem: Problem): string {
  const main = html`<h1>${problem.title}</h1>
<p>${problem.detail}</p>
<p>${problem.help}</p>
<p class="quiet">${problem.status} · <a href="${problem.type}">${problem.code}</a> · request ${problem.requestId}</p>`;
  return page({ title: problem.title, main, narrow: true });
}

/** /errors: every code with what it means and what to do, the target of every problem's `type`. */
export function errorListRoute(app: FastifyInstance): void {
  app.get('/errors', { schema: { hide: true } }, async (_request, reply) => {
    const entries = Object.entries(errorTable).sort(([a], [b]) => a.localeCompare(b));
    const main = html`<h1>Errors</h1>
<p>Every failure has one of these codes, in answers of the API, as the reason of a document and in the log.</p>
<dl class="codes">${entries.map(
      ([code, entry]) => html`<div id="${code}"><dt><code>${code}</code> <span class="quiet">${entry.status}</span></dt>
<dd>${entry.title} ${entry.help}</dd></div>`,
    )}</dl>`;
    return reply.type('text/html; charset=utf-8').send(page({ title: 'Errors · Postwerk', main, narrow: true }));
  });
}
