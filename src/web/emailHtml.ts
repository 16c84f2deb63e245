import type { FastifyReply } from 'fastify';

/** For e-mails, which bring their styles inline: no script, no request to anywhere, no form, no origin. */
export const emailContentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";

/** Sends an e-mail's HTML for a sandboxed frame. */
export function sendEmailHtml(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .header('content-security-policy', emailContentSecurityPolicy)
    .type('text/html; charset=utf-8')
    .send(html);
}
