import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Document, Rendition } from '../../model/document.ts';
import type { StoredFormat } from '../../model/states.ts';

const mediaTypes: Readonly<Record<StoredFormat, string>> = {
  pdf: 'application/pdf',
  zpl: 'text/plain; charset=utf-8',
  // Commands in ASCII, dots between them as they are.
  tspl: 'application/octet-stream',
  email: 'application/json; charset=utf-8',
  protected: 'application/pdf',
  proof: 'image/png',
};
const endings: Readonly<Record<StoredFormat, string>> = {
  pdf: 'pdf',
  zpl: 'zpl',
  tspl: 'tspl',
  email: 'email.json',
  protected: 'protected.pdf',
  proof: 'proof.png',
};

/** A name that says what the file is and that every file system takes: `invoice RE-2026-0815.pdf`. */
export function fileNameOf(document: Pick<Document, 'type' | 'number'>, format: StoredFormat): string {
  // Characters that Windows or a shell refuses in names, and control characters.
  const name = `${document.type} ${document.number}`.replaceAll(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, '-').trim();
  return `${name.slice(0, 120)}.${endings[format]}`;
}

/** RFC 6266 with RFC 8187: an ASCII name for old clients and the real one. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/["\\]/g, '');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Sends stored bytes as they are. They never change, so their hash is their ETag and a repeat costs no bytes. */
export function sendRendition(
  request: FastifyRequest,
  reply: FastifyReply,
  document: Pick<Document, 'type' | 'number'>,
  stored: { readonly rendition: Rendition; readonly bytes: Buffer },
  kind: 'inline' | 'attachment' = 'inline',
): FastifyReply {
  const { rendition, bytes } = stored;
  const etag = `"${rendition.sha256}"`;
  reply.headers({ etag, 'cache-control': 'private, no-cache', 'content-language': rendition.locale });
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) return reply.code(304).send();
  return reply
    .header('content-disposition', contentDisposition(kind, fileNameOf(document, rendition.format)))
    .type(mediaTypes[rendition.format])
    .send(bytes);
}
