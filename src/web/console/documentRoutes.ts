import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import type { EmailContent } from '../../model/rendition.ts';
import { type StoredFormat, storedFormats } from '../../model/states.ts';
import { listDevices } from '../../store/devices.ts';
import { getDocument, getRenditionBytes } from '../../store/documentHistory.ts';
import { sendRendition } from '../api/renditionReply.ts';
import { actOnDocument, type ActionDetails, documentActions } from '../documentAction.ts';
import { sendEmailHtml } from '../emailHtml.ts';
import { formField } from '../forms.ts';
import { PagePictures } from '../pagePictures.ts';
import { typeWord } from '../views/formats.ts';
import { documentPage, documentPath, type DocumentView } from './documentPage.ts';
import type { ConsoleOptions, ConsolePages } from './consolePages.ts';
import { actionWords, askedWord } from './words.ts';

const uuid = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';
const schema = { hide: true, params: { type: 'object', properties: { id: { type: 'string', pattern: uuid } } } };

/** One document: its page, its bytes, its pictures, and the actions. */
export function documentPageRoutes(app: FastifyInstance, options: ConsoleOptions, pages: ConsolePages): void {
  const { store } = options;
  const pictures = options.drawPage === undefined ? null : new PagePictures(options.drawPage);

  async function view(request: FastifyRequest, id: string, notice?: DocumentView['notice']): Promise<DocumentView> {
    const history = await getDocument(store, id);
    if (history === null) throw new PostwerkError('web.not-found', `There is no document ${id}.`);
    const stored = await getRenditionBytes(store, id, 'email');
    const devices = await listDevices(store);
    return {
      ...history,
      email: stored === null ? null : (JSON.parse(stored.bytes.toString()) as EmailContent),
      formToken: pages.formToken(request),
      pictures: pictures !== null,
      devices: new Map(devices.map((device) => [device.id, device])),
      ...(notice === undefined ? {} : { notice }),
    };
  }

  const titleOf = ({ document }: DocumentView) => `${typeWord(document.type)} ${document.number}`;

  app.get<{ Params: { id: string }; Querystring: { done?: string } }>(
    '/console/documents/:id',
    { schema },
    async (request, reply) => {
      const done = documentActions.find((action) => action === request.query.done);
      const text = request.query.done === 'asked' ? askedWord : done === undefined ? null : actionWords[done].done;
      const notice = text === null ? undefined : { kind: 'good' as const, text };
      const shown = await view(request, request.params.id, notice);
      return pages.send(request, reply, titleOf(shown), documentPage(shown));
    },
  );

  for (const action of documentActions) {
    app.post<{ Params: { id: string } }>(`/console/documents/:id/${action}`, { schema }, async (request, reply) => {
      pages.checkForm(request);
      const { id } = request.params;
      const actor = `operator:${pages.operator(request).name}`;
      const done = await actOnDocument(options, action, id, actor, elsewhere(request));
      if (done.kind === 'not-found') throw new PostwerkError('web.not-found', `There is no document ${id}.`);
      if (done.kind === 'done') {
        return reply.redirect(`${documentPath({ id })}?done=${done.asked ? 'asked' : action}`, 303);
      }
      const shown = await view(request, id, { kind: 'bad', text: done.reason });
      return pages.send(request, reply, titleOf(shown), documentPage(shown), 409);
    });
  }

  app.get<{ Params: { id: string; format: StoredFormat } }>(
    '/console/documents/:id/renditions/:format',
    {
      schema: {
        hide: true,
        params: {
          type: 'object',
          properties: { ...schema.params.properties, format: { type: 'string', enum: storedFormats } },
        },
      },
    },
    async (request, reply) => {
      const { id, format } = request.params;
      const stored = await getRenditionBytes(store, id, format);
      const history = stored === null ? null : await getDocument(store, id);
      if (stored === null || history === null) throw new PostwerkError('web.not-found', `There is no ${format} of it.`);
      return sendRendition(request, reply, history.document, stored);
    },
  );

  app.get<{ Params: { id: string } }>('/console/documents/:id/email.html', { schema }, async (request, reply) => {
    const stored = await getRenditionBytes(store, request.params.id, 'email');
    if (stored === null) throw new PostwerkError('web.not-found', 'There is no e-mail of it.');
    return sendEmailHtml(reply, (JSON.parse(stored.bytes.toString()) as EmailContent).html);
  });

  app.get<{ Params: { id: string; page: string } }>(
    '/console/documents/:id/pages/:page.png',
    { schema },
    async (request, reply) => {
      const stored = pictures === null ? null : await getRenditionBytes(store, request.params.id, 'pdf');
      const number = Number(request.params.page);
      const picture = stored === null ? null : await pictures?.of(stored.rendition.sha256, stored.bytes, number, 96);
      if (picture === null || picture === undefined) throw new PostwerkError('web.not-found', 'There is no such page.');
      return reply.type('image/png').header('cache-control', 'private, max-age=3600').send(picture);
    },
  );
}

/** Where "send it elsewhere" says; the plain buttons send neither field. */
function elsewhere(request: FastifyRequest): ActionDetails {
  const to = formField(request, 'to').trim();
  const device = formField(request, 'device');
  if (to !== '') return { delivery: { channel: 'email', to } };
  return device === '' ? {} : { delivery: { channel: 'print', device } };
}
