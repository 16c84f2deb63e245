import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PostwerkError } from '../errors.ts';
import { contentDisposition } from '../web/api/renditionReply.ts';
import { sendEmailHtml } from '../web/emailHtml.ts';
import { acceptForms, formField } from '../web/forms.ts';
import { sendPage } from '../web/sendPage.ts';
import { type Html, html } from '../web/views/html.ts';
import { page } from '../web/views/layout.ts';
import { pdfPageCount } from '../compose/drivers/png/pdfPicture.ts';
import type { LandscapeSite } from './siteAgents.ts';
import { sitesView } from './siteViews.ts';
import { sinkPicture } from './sinkPictures.ts';
import type { Mailbox } from './sinks/mailbox.ts';
import type { Sink } from './sinks/sink.ts';
import { bytesOf, mailView, overview, paperView, sinkPath, sinkView } from './sinkViews.ts';

type Place = { Params: { sink: string; id: string } };

const schema = { hide: true };
const itemsPerPage = 24;

/**
 * The pages of the landscape: one overview and one page per sink with what really arrived there. They are for a
 * laptop: whoever reaches the server may look and switch.
 *
 * @param sinks by id: each printer under its device's id, and `mailbox`
 * @param sites agents that run now, by site
 */
export function landscapeRoutes(
  sinks: ReadonlyMap<string, Sink>,
  sites: () => ReadonlyMap<string, LandscapeSite> = () => new Map(),
): (app: FastifyInstance) => void {
  return (app) => {
    acceptForms(app);
    app.get('/landscape', { schema }, async (request, reply) =>
      show(request, reply, 'Landscape', html`${overview(sinks)}${sitesView(sites())}`),
    );
    app.post<{ Params: { site: string } }>('/landscape/sites/:site/line', { schema }, async (request, reply) => {
      refuseForeign(request);
      const site = sites().get(request.params.site);
      if (site === undefined) throw new PostwerkError('web.not-found', 'No agent of that site runs here.');
      const to = formField(request, 'to');
      if (to !== 'up' && to !== 'cut') {
        throw new PostwerkError('web.invalid-request', 'The line takes up, cut.', { field: 'to' });
      }
      site.line.set(to === 'up');
      return reply.redirect('/landscape#sites', 303);
    });

    app.get<Place & { Querystring: { after?: string } }>('/landscape/:sink', { schema }, async (request, reply) => {
      const { id, sink } = sinkOf(sinks, request.params.sink);
      const after = /^\d{1,15}$/.test(request.query.after ?? '') ? request.query.after : undefined;
      const found = sink.items({ limit: itemsPerPage, ...(after === undefined ? {} : { after }) });
      const state = sink.state();
      return show(request, reply, state.name, sinkView({ id, state, after, ...found }));
    });

    app.post<Place>('/landscape/:sink/switch', { schema }, async (request, reply) => {
      refuseForeign(request);
      const { id, sink } = sinkOf(sinks, request.params.sink);
      const to = formField(request, 'to');
      const { switches } = sink.state();
      if (!switches.includes(to)) {
        throw new PostwerkError('web.invalid-request', `The switch takes ${switches.join(', ')}.`, { field: 'to' });
      }
      await sink.set(to);
      return reply.redirect(sinkPath(id), 303);
    });

    app.get<Place>('/landscape/:sink/items/:id', { schema }, async (request, reply) => {
      const { id, sink } = sinkOf(sinks, request.params.sink);
      const state = sink.state();
      if (isMailbox(sink)) {
        const read = await sink.read(request.params.id);
        if (read === null) throw nothing();
        return show(request, reply, read.mail.subject ?? 'E-mail', mailView(id, state, read.item, read.mail));
      }
      const { item, bytes } = await itemOf(sink, request.params.id);
      const pages = item.mediaType === 'application/pdf' ? await pdfPageCount(bytes) : 1;
      return show(request, reply, `Document ${item.id}`, paperView(id, state, item, pages));
    });

    byteRoutes(app, sinks);
  };
}

function byteRoutes(app: FastifyInstance, sinks: ReadonlyMap<string, Sink>): void {
  app.get<Place>('/landscape/:sink/items/:id/bytes', { schema }, async (request, reply) => {
    const { item, bytes } = await itemOf(sinkOf(sinks, request.params.sink).sink, request.params.id);
    return reply.type(item.mediaType === 'application/pdf' ? item.mediaType : 'text/plain; charset=utf-8').send(bytes);
  });
  app.get<{ Params: Place['Params'] & { page: string } }>(
    '/landscape/:sink/items/:id/page-:page.png',
    { schema },
    async (request, reply) => {
      const { item, bytes } = await itemOf(sinkOf(sinks, request.params.sink).sink, request.params.id);
      const picture = await sinkPicture(item, bytes, Number(request.params.page) || 1);
      return reply.type('image/png').header('cache-control', 'private, max-age=3600').send(picture);
    },
  );
  app.get<Place>('/landscape/:sink/items/:id/mail.html', { schema }, async (request, reply) => {
    const mail = await mailOf(sinkOf(sinks, request.params.sink).sink, request.params.id);
    return sendEmailHtml(reply, mail.html ?? '');
  });
  app.get<{ Params: Place['Params'] & { number: string } }>(
    '/landscape/:sink/items/:id/attachments/:number',
    { schema },
    async (request, reply) => {
      const mail = await mailOf(sinkOf(sinks, request.params.sink).sink, request.params.id);
      const file = mail.attachments[Number(request.params.number) - 1];
      if (file === undefined) throw nothing();
      // Only PDF is shown; anything else a mail may bring is for saving.
      const pdf = file.mimeType === 'application/pdf';
      return reply
        .type(pdf ? file.mimeType : 'application/octet-stream')
        .header('content-disposition', contentDisposition(pdf ? 'inline' : 'attachment', file.filename ?? 'attachment'))
        .send(bytesOf(file.content));
    },
  );
}

function show(request: FastifyRequest, reply: FastifyReply, title: string, main: Html): FastifyReply {
  const nav = [
    { href: '/console', text: 'Documents' },
    { href: '/console/devices', text: 'Devices' },
    { href: '/landscape', text: 'Landscape', current: true },
    { href: '/docs', text: 'API' },
  ];
  const text = page({ title: `${title} · Postwerk`, brandHref: '/console', nav, main, live: true });
  return sendPage(request, reply, text);
}

function sinkOf(sinks: ReadonlyMap<string, Sink>, id: string): { id: string; sink: Sink } {
  const sink = sinks.get(id);
  if (sink === undefined) throw new PostwerkError('web.not-found', `There is no device ${id} in this landscape.`);
  return { id, sink };
}

async function itemOf(sink: Sink, id: string): Promise<NonNullable<Awaited<ReturnType<Sink['get']>>>> {
  const found = await sink.get(id);
  if (found === null) throw nothing();
  return found;
}

function isMailbox(sink: Sink): sink is Mailbox {
  return sink.state().kind === 'mailbox';
}

async function mailOf(sink: Sink, id: string) {
  const read = isMailbox(sink) ? await sink.read(id) : null;
  if (read === null) throw nothing();
  return read.mail;
}

function nothing(): PostwerkError {
  return new PostwerkError('web.not-found', 'Nothing like that arrived here.');
}

/** No session protects these forms, so a page from elsewhere must not post them (Fetch Metadata). */
function refuseForeign(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new PostwerkError('web.forbidden', 'The switches are set from their own page only.');
  }
}
