import type { Socket } from 'node:net';
import PostalMime, { decodeWords, type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type Listener, listenOn } from './listener.ts';
import type { Sink, SinkItem } from './sink.ts';
import { openSinkStore } from './sinkStore.ts';

/**
 * - `refuse-temporarily`: 4xx to every recipient. `refuse`: 5xx to every recipient.
 * - `drop-after-dot`: keeps the message and drops the connection instead of answering the final dot.
 * - `hang`: takes connections and never answers. `offline`: refuses connections.
 */
export const mailboxSwitches = ['ready', 'refuse-temporarily', 'refuse', 'drop-after-dot', 'hang', 'offline'] as const;
export type MailboxSwitch = (typeof mailboxSwitches)[number];

export interface MailboxOptions {
  readonly folder: string;
  readonly name: string;
  readonly port?: number;
}

export interface Mailbox extends Sink<MailboxSwitch> {
  /** A message as a reader would see it, parsed when asked for. */
  read(id: string): Promise<{ readonly item: SinkItem; readonly mail: Email } | null>;
}

/** A real SMTP server (RFC 5321) on the loopback that takes mail for everybody and keeps it. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const store = openSinkStore(options.folder);
  let position: MailboxSwitch = 'ready';
  /** Sockets by the client's port: the session knows its port, and a dropped connection needs its socket. */
  const sockets = new Map<number, Socket>();

  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const item = store.add(bytes, aboutMail(bytes, session));
    if (position === 'drop-after-dot') sockets.get(session.remotePort)?.destroy();
    return `2.0.0 Kept as ${item.id}`;
  };

  const server = new SMTPServer({
    name: 'mailbox.example',
    banner: 'Postwerk mailbox',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: 256 * 1024 * 1024,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      if (position !== 'hang') done();
    },
    onMailFrom: (_address, _session, done) => {
      if (position !== 'hang') done();
    },
    onRcptTo: (address, _session, done) => {
      if (position === 'refuse') return done(refusal(550, `5.1.1 <${address.address}>: no such mailbox`));
      if (position === 'refuse-temporarily') return done(refusal(451, '4.3.2 Try again later'));
      done();
    },
    onData: (stream, session, done) => {
      void answerData(done, receive(stream, session));
    },
  });
  server.on('error', () => undefined);
  const listener: Listener = await listenOn(server.server, options.port ?? 0);
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });

  return {
    items: store.items,
    get: store.get,
    async read(id) {
      const found = await store.get(id);
      return found === null ? null : { item: found.item, mail: await PostalMime.parse(found.bytes) };
    },
    state: () => ({
      kind: 'mailbox',
      name: options.name,
      url: `smtp://127.0.0.1:${listener.port}`,
      switch: position,
      switches: mailboxSwitches,
      received: store.count,
    }),
    async set(to) {
      // Whoever waits for an answer that will not come is let go.
      if (position === 'hang') listener.dropConnections();
      position = to;
      await (to === 'offline' ? listener.down() : listener.up());
    },
    async close() {
      await listener.down();
      store.close();
    },
  };
}

function aboutMail(
  bytes: Buffer,
  session: SMTPServerSession,
): Pick<SinkItem, 'name' | 'mediaType' | 'deliveryId' | 'details'> {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).replace(/\r\n[ \t]+/g, ' ');
  const header = (name: string): string | null =>
    new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? null;
  const subject = header('Subject');
  const { mailFrom, rcptTo } = session.envelope;
  return {
    name: subject === null ? null : decodeWords(subject),
    mediaType: 'message/rfc822',
    deliveryId: header('X-Postwerk-Delivery'),
    details: {
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map(({ address }) => address).join(', '),
      messageId: header('Message-ID') ?? '',
    },
  };
}

async function answerData(done: (error?: Error | null, answer?: string) => void, kept: Promise<string>): Promise<void> {
  try {
    done(null, await kept);
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
