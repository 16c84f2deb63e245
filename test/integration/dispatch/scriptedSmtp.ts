import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * What the server does at one point of the dialogue: says a line; `drop` or `reset` ends the connection; `silent` says
 * nothing; `half` begins "25" and ends the connection; `trickle` says a letter at a time and never ends its line.
 */
export type Step = string;

export interface SmtpScript {
  readonly greeting?: Step;
  readonly ehlo?: Step;
  readonly auth?: Step;
  readonly mail?: Step;
  readonly rcpt?: Step;
  readonly data?: Step;
  /** In the middle of the message, after its first bytes. */
  readonly body?: Step;
  /** In answer to the final dot. */
  readonly dot?: Step;
}

export interface ScriptedSmtp {
  readonly url: string;
  /** Whole messages that came with their final dot. */
  readonly messages: string[];
  readonly connections: () => number;
  script: SmtpScript;
  close(): Promise<void>;
}

/** An SMTP server that behaves as told, down to the byte. */
export async function startScriptedSmtp(script: SmtpScript = {}): Promise<ScriptedSmtp> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const smtp = { script, messages: [] as string[] };
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const act = (step: Step): boolean => {
      if (step === 'drop') socket.end();
      else if (step === 'reset') socket.resetAndDestroy();
      else if (step === 'half') socket.end('25');
      else if (step === 'trickle') {
        const timer = setInterval(() => socket.write('2'), 50);
        socket.once('close', () => clearInterval(timer));
      } else if (step !== 'silent') socket.write(`${step}\r\n`);
      return /^\d/.test(step);
    };
    let text = '';
    let inMessage = false;
    act(smtp.script.greeting ?? '220 scripted.example ESMTP');
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (;;) {
        if (inMessage) {
          if (smtp.script.body !== undefined) {
            inMessage = false;
            act(smtp.script.body);
            return;
          }
          const end = text.indexOf('\r\n.\r\n');
          if (end < 0) return;
          smtp.messages.push(text.slice(0, end));
          text = text.slice(end + 5);
          inMessage = false;
          act(smtp.script.dot ?? '250 2.0.0 kept');
          continue;
        }
        const end = text.indexOf('\r\n');
        if (end < 0) return;
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'EHLO') act(smtp.script.ehlo ?? '250-scripted.example\r\n250 AUTH PLAIN');
        else if (verb === 'AUTH') act(smtp.script.auth ?? '235 2.7.0 welcome');
        else if (verb === 'MAIL') act(smtp.script.mail ?? '250 2.1.0 ok');
        else if (verb === 'RCPT') act(smtp.script.rcpt ?? '250 2.1.5 ok');
        else if (verb === 'DATA')
          inMessage = act(smtp.script.data ?? '354 go ahead') && !/^[45]/.test(smtp.script.data ?? '3');
        else if (verb === 'QUIT') socket.end('221 bye\r\n');
        else act('250 ok');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(smtp, {
    url: `smtp://127.0.0.1:${port}`,
    connections: () => connections,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  });
}
