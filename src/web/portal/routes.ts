import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Document, Rendition } from '../../model/document.ts';
import type { Sender } from '../../model/parties.ts';
import { listSenders } from '../../store/senders.ts';
import type { Store } from '../../store/db.ts';
import { getDocument, getRenditionBytes } from '../../store/documentHistory.ts';
import { portalDocuments } from '../../store/portalDocuments.ts';
import { getRecipient } from '../../store/recipients.ts';
import { sendRendition } from '../api/renditionReply.ts';
import { type DrawPage, PagePictures } from '../pagePictures.ts';
import { checkToken } from '../signedToken.ts';
import { type PortalDocument, portalDocumentPage, portalPage, portalProblemPage } from './portalPages.ts';
import type { PortalTexts, PortalWords } from './portalTexts.ts';

export interface PortalOptions {
  readonly store: Store;
  readonly secret: string;
  readonly texts: PortalTexts;
  readonly drawPage?: DrawPage;
}

/** What a recipient can see in one go; older ones are found by search. */
const documentsAtMost = 500;
const schema = { hide: true };
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Pages behind signed links, in the recipient's language. There is nothing to sign in to. */
export function portalRoutes(app: FastifyInstance, options: PortalOptions): void {
  const { store, secret, texts } = options;
  const pictures = options.drawPage === undefined ? null : new PagePictures(options.drawPage);
  const send = (reply: FastifyReply, status: number, text: string) =>
    reply.code(status).type('text/html; charset=utf-8').send(text);
  const refuse = (
    request: FastifyRequest,
    reply: FastifyReply,
    problem: 'linkInvalid' | 'linkExpired' | 'notFound',
    words?: PortalWords,
  ) =>
    send(
      reply,
      problem === 'linkExpired' ? 410 : 404,
      portalProblemPage(words ?? texts.accepted(request.headers['accept-language']), problem),
    );

  app.get<{ Params: { token: string }; Querystring: { q?: string } }>(
    '/portal/:token',
    { schema },
    async (request, reply) => {
      const checked = checkToken(secret, 'portal', request.params.token);
      if (checked.kind !== 'valid')
        return refuse(request, reply, checked.kind === 'expired' ? 'linkExpired' : 'linkInvalid');
      const recipient = await getRecipient(store, checked.subject);
      if (recipient === null) return refuse(request, reply, 'linkInvalid');
      const words =
        recipient.locale === null ? texts.accepted(request.headers['accept-language']) : texts.of(recipient.locale);
      const path = `/portal/${request.params.token}`;
      const query = (request.query.q ?? '').trim().slice(0, 200);
      const senders = await listSenders(store);
      const all = await portalDocuments(store, recipient.id, documentsAtMost);
      const found = all.filter(({ document }) => matches(document, query, words));
      const newest = found[0] === undefined ? null : await getDocument(store, found[0].document.id);
      const shown = found.map(({ document }, index) => {
        const pdf = index === 0 ? newest?.renditions.find((rendition) => rendition.format === 'pdf') : undefined;
        return portalDocument(document, pdf ?? null, senders, `${path}/documents/${document.id}`, pictures !== null);
      });
      const sender = senderOf(all[0]?.document, senders);
      return send(
        reply,
        200,
        portalPage({
          words,
          path,
          recipientName: recipient.name,
          sender,
          documents: shown,
          query,
          expires: checked.expires,
        }),
      );
    },
  );

  app.get<{ Params: { token: string } }>('/portal/d/:token', { schema }, async (request, reply) => {
    const checked = checkToken(secret, 'portal-document', request.params.token);
    if (checked.kind !== 'valid')
      return refuse(request, reply, checked.kind === 'expired' ? 'linkExpired' : 'linkInvalid');
    const history = await getDocument(store, checked.subject);
    const pdf = history?.renditions.find((rendition) => rendition.format === 'pdf');
    if (history === null || pdf === undefined) return refuse(request, reply, 'notFound');
    const { document } = history;
    const words = texts.of(pdf.locale);
    const path = `/portal/d/${request.params.token}`;
    const senders = await listSenders(store);
    const only = portalDocument(document, pdf, senders, `${path}/documents/${document.id}`, pictures !== null);
    const sender = senderOf(document, senders);
    return send(
      reply,
      200,
      portalDocumentPage({
        words,
        path,
        recipientName: document.recipientName,
        sender,
        only,
        expires: checked.expires,
      }),
    );
  });

  /** The document if the token opens it, else the problem to show. */
  async function opened(purpose: 'portal' | 'portal-document', token: string, id: string) {
    const checked = checkToken(secret, purpose, token);
    if (checked.kind !== 'valid') return checked.kind === 'expired' ? 'linkExpired' : 'linkInvalid';
    if (!uuid.test(id) || (purpose === 'portal-document' && checked.subject !== id)) return 'notFound';
    const history = await getDocument(store, id);
    const published =
      purpose === 'portal-document' ||
      history?.deliveries.some(
        ({ channel, destination, state }) =>
          channel === 'portal' && destination === checked.subject && state === 'completed',
      ) === true;
    const stored = published ? await getRenditionBytes(store, id, 'pdf') : null;
    if (history === null || stored === null) return 'notFound';
    return { document: history.document, stored };
  }

  for (const [prefix, purpose] of [
    ['/portal', 'portal'],
    ['/portal/d', 'portal-document'],
  ] as const) {
    app.get<{ Params: { token: string; id: string }; Querystring: { download?: string } }>(
      `${prefix}/:token/documents/:id/pdf`,
      { schema },
      async (request, reply) => {
        const found = await opened(purpose, request.params.token, request.params.id);
        if (typeof found === 'string') return refuse(request, reply, found);
        const kind = request.query.download === undefined ? 'inline' : 'attachment';
        return sendRendition(request, reply, found.document, found.stored, kind);
      },
    );
    app.get<{ Params: { token: string; id: string } }>(
      `${prefix}/:token/documents/:id/page.png`,
      { schema },
      async (request, reply) => {
        const found = await opened(purpose, request.params.token, request.params.id);
        if (typeof found === 'string') return refuse(request, reply, found);
        const { rendition, bytes } = found.stored;
        const picture = await pictures?.of(rendition.sha256, bytes, 1, 72);
        if (picture === null || picture === undefined) return refuse(request, reply, 'notFound');
        return reply.type('image/png').header('cache-control', 'private, max-age=3600').send(picture);
      },
    );
  }
}

function matches(document: Document, query: string, words: PortalWords): boolean {
  const wanted = query.toLocaleLowerCase(words.lang);
  return [document.number, document.reference ?? '', words.typeName(document.type)].some((text) =>
    text.toLocaleLowerCase(words.lang).includes(wanted),
  );
}

function senderOf(document: Document | undefined, senders: readonly Sender[]): Sender | null {
  return senders.find((sender) => sender.id === document?.senderId) ?? null;
}

function portalDocument(
  document: Document,
  extent: Pick<Rendition, 'pages' | 'size'> | null,
  senders: readonly Sender[],
  path: string,
  pictures: boolean,
): PortalDocument {
  return {
    document,
    senderName: senderOf(document, senders)?.name ?? null,
    extent,
    pdf: `${path}/pdf`,
    picture: pictures ? `${path}/page.png` : null,
  };
}
