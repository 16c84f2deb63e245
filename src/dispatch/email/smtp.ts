import { createTransport } from 'nodemailer';
import type { ConnectionOptions } from 'node:tls';
import type { Outcome } from '../../model/outcome.ts';
import type { EmailContent } from '../../model/rendition.ts';
import { delivered, failed } from '../outcome.ts';
import { isEmailAddress } from './emailAddress.ts';
import { outcomeOfSmtpError, type SmtpError } from './smtpOutcome.ts';

export interface MailerOptions {
  /** `smtp://[user:password@]host[:port]` or `smtps://…`. */
  readonly url: string;
  /** Sender when a delivery names none. */
  readonly from?: string;
  /** Right-hand side of Message-IDs; without it the domain of the sender. */
  readonly messageIdDomain?: string;
  readonly maxConnections?: number;
  /** Messages after which a connection is replaced. */
  readonly maxMessages?: number;
  /**
   * ms one message may take altogether, waiting for a free connection included. RFC 5321 §4.5.3.2 allows a server 10
   * minutes to answer the final dot; whoever is slower than this is `unknown`.
   */
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly tls?: ConnectionOptions;
}

export interface Email {
  readonly deliveryId: string;
  readonly from?: string;
  /** One plain address. */
  readonly to: string;
  readonly content: Pick<EmailContent, 'subject' | 'text' | 'html'>;
  readonly attachment: { readonly name: string; readonly bytes: Uint8Array };
}

export interface Mailer {
  /** Never throws for what a mail server or network does: that is the outcome. */
  send(email: Email): Promise<Outcome>;
  close(): Promise<void>;
}

/** Header by which a message is recognised as one delivery, whatever a relay makes of its Message-ID. */
export const deliveryHeader = 'X-Postwerk-Delivery';

/** A pool of connections to one mail server. */
export function createMailer(options: MailerOptions): Mailer {
  const timeoutMs = options.timeoutMs ?? 120_000;
  const connectTimeoutMs = options.connectTimeoutMs ?? Math.min(15_000, timeoutMs);
  const fallbackFrom = options.from ?? 'postwerk@localhost';
  const transport = createTransport({
    url: options.url,
    pool: true,
    maxConnections: options.maxConnections ?? 10,
    maxMessages: options.maxMessages ?? 1_000,
    // Only a message of which no byte was sent is put on another connection; every other retry is ours to record.
    maxRequeues: 1,
    // Shorter than servers wait, so that we close idle connections and not they under a message.
    idleTimeout: 30_000,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 1_000,
    // A document's data must never make us read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(options.tls ? { tls: options.tls } : {}),
  });
  /** Deliveries whose message was read to its end: from then on the final dot may have left. */
  const wholeMessageLeft = new Set<string>();
  transport.use('stream', (mail, done) => {
    const header = mail.message.getHeader(deliveryHeader);
    const deliveryId = typeof header === 'string' ? header : '';
    const original = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (...parameters) => {
      const stream = original(...parameters);
      // This listener comes before the one that ends the SMTP data stream and thereby writes the dot.
      stream.once('end', () => wholeMessageLeft.add(deliveryId));
      return stream;
    };
    done();
  });
  let open = true;

  return {
    async send(email) {
      const from = email.from ?? fallbackFrom;
      if (!open) return failed('retry', 'dispatch.mail-server-unreachable', 'The mailer is closing.');
      if (!isEmailAddress(email.to)) {
        return failed('abort', 'dispatch.invalid-address', `"${email.to}" is not an e-mail address.`);
      }
      // The socket's own timeout counts silence only; a server that trickles is cut off here.
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
      try {
        const sent = await transport.sendMail({
          signal: deadline.signal,
          from,
          to: { name: '', address: email.to },
          subject: email.content.subject,
          text: email.content.text,
          html: email.content.html,
          // Stable, so that a receiving system can tell a second try from a second document (RFC 5322 §3.6.4).
          messageId: `<${email.deliveryId}@${options.messageIdDomain ?? domainOf(from)}>`,
          headers: {
            [deliveryHeader]: email.deliveryId,
            // RFC 3834 §5: no out-of-office answers to a machine.
            'Auto-Submitted': 'auto-generated',
          },
          attachments: [
            {
              filename: email.attachment.name,
              content: Buffer.from(
                email.attachment.bytes.buffer,
                email.attachment.bytes.byteOffset,
                email.attachment.bytes.byteLength,
              ),
              contentType: 'application/pdf',
            },
          ],
        });
        return delivered('accepted', `The mail server took it: ${sent.response}`);
      } catch (error) {
        const { signal } = deadline;
        const reason = signal.aborted ? { message: (signal.reason as Error).message, code: 'ETIMEDOUT' } : error;
        return outcomeOfSmtpError(reason as SmtpError, wholeMessageLeft.has(email.deliveryId));
      } finally {
        clearTimeout(timer);
        wholeMessageLeft.delete(email.deliveryId);
      }
    },
    async close() {
      open = false;
      transport.close();
    },
  };
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}
