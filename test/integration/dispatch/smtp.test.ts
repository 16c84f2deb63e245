import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createMailer, type Mailer } from '../../../src/dispatch/email/smtp.ts';
import { type ScriptedSmtp, type SmtpScript, startScriptedSmtp } from './scriptedSmtp.ts';

const pipelining = '250-scripted.example\r\n250 PIPELINING';
let server: ScriptedSmtp;
let mailer: Mailer;

async function start(script: SmtpScript, more: { timeoutMs?: number; credentials?: string } = {}): Promise<void> {
  server = await startScriptedSmtp(script);
  mailer = createMailer({
    url: server.url.replace('smtp://', `smtp://${more.credentials ?? ''}`),
    from: 'Linz Logistik <rechnung@linz.example>',
    timeoutMs: more.timeoutMs ?? 5_000,
    maxConnections: 1,
  });
}

const send = (deliveryId = randomUUID(), to = 'anna@example.com', size = 400_000) =>
  mailer.send({
    deliveryId,
    to,
    content: { subject: 'Számla RE-7', text: 'Szia', html: '<p>Szia</p>' },
    attachment: { name: 'RE-7.pdf', bytes: randomBytes(size) },
  });

afterEach(async () => {
  await mailer.close();
  await server.close();
});

describe('createMailer against a server that', () => {
  it.each<[string, SmtpScript, string, string]>([
    ['resets before greeting', { greeting: 'reset' }, 'retry', 'dispatch.mail-server-unreachable'],
    ['closes before greeting', { greeting: 'drop' }, 'retry', 'dispatch.mail-server-unreachable'],
    ['greets with 554', { greeting: '554 5.7.1 not you' }, 'retry', 'dispatch.mail-server-unreachable'],
    ['greets with 421', { greeting: '421 4.3.2 closing' }, 'retry', 'dispatch.mail-server-unreachable'],
    ['resets at EHLO', { ehlo: 'reset' }, 'retry', 'dispatch.mail-server-unreachable'],
    ['answers MAIL with 451', { mail: '451 4.3.0 later' }, 'retry', 'dispatch.mail-deferred'],
    ['answers MAIL with 550', { mail: '550 5.7.1 sender refused' }, 'abort', 'dispatch.mail-refused'],
    ['answers MAIL with 530', { mail: '530 5.7.0 authentication required' }, 'retry', 'dispatch.mail-login-failed'],
    ['answers RCPT with 450', { rcpt: '450 4.2.0 greylisted' }, 'retry', 'dispatch.mail-deferred'],
    ['answers RCPT with 550', { rcpt: '550 5.1.1 no such user' }, 'abort', 'dispatch.mail-refused'],
    ['answers DATA with 451', { data: '451 4.3.0 later' }, 'retry', 'dispatch.mail-deferred'],
    ['answers DATA with 554', { data: '554 5.6.0 no' }, 'abort', 'dispatch.mail-refused'],
    ['drops at RCPT', { rcpt: 'drop' }, 'retry', 'dispatch.mail-server-unreachable'],
    ['drops at DATA', { data: 'drop' }, 'retry', 'dispatch.mail-server-unreachable'],
    ['resets in the middle of the message', { body: 'reset' }, 'retry', 'dispatch.mail-server-unreachable'],
    ['answers the dot with 452', { dot: '452 4.2.2 mailbox full' }, 'retry', 'dispatch.mail-deferred'],
    ['answers the dot with 554', { dot: '554 5.6.0 content refused' }, 'abort', 'dispatch.mail-refused'],
    ['answers the dot with 421', { dot: '421 4.3.2 closing' }, 'retry', 'dispatch.mail-deferred'],
    [
      'pipelines and answers RCPT with 550',
      { ehlo: pipelining, rcpt: '550 5.1.1 no', data: '554 5.5.1 no valid recipients' },
      'abort',
      'dispatch.mail-refused',
    ],
    [
      'pipelines and answers DATA with 451',
      { ehlo: pipelining, data: '451 4.3.0 later' },
      'retry',
      'dispatch.mail-deferred',
    ],
    ['pipelines and drops after the dot', { ehlo: pipelining, dot: 'drop' }, 'unknown', 'dispatch.unknown-outcome'],
    ['answers half a line to the dot and drops', { dot: 'half' }, 'unknown', 'dispatch.unknown-outcome'],
    ['drops after the dot', { dot: 'drop' }, 'unknown', 'dispatch.unknown-outcome'],
    ['resets after the dot', { dot: 'reset' }, 'unknown', 'dispatch.unknown-outcome'],
  ])('%s', async (_what, script, kind, code) => {
    await start(script);
    const outcome = await send();
    expect(outcome).toMatchObject({ kind, code });
    expect(outcome.detail.length).toBeGreaterThan(10);
  });

  it.each<[string, SmtpScript, string]>([
    ['keeps silent before greeting', { greeting: 'silent' }, 'retry'],
    ['keeps silent at RCPT', { rcpt: 'silent' }, 'retry'],
    ['keeps silent after the dot', { dot: 'silent' }, 'unknown'],
    ['trickles at RCPT', { rcpt: 'trickle' }, 'retry'],
    ['trickles after the dot', { dot: 'trickle' }, 'unknown'],
  ])('%s', async (_what, script, kind) => {
    await start(script, { timeoutMs: 1_500 });
    expect(await send()).toMatchObject({ kind });
  });

  it('is not there', async () => {
    await start({});
    await server.close();
    expect(await send()).toMatchObject({ kind: 'retry', code: 'dispatch.mail-server-unreachable' });
  });

  it('refuses our login', async () => {
    await start({ auth: '535 5.7.8 wrong password' }, { credentials: 'user:secret@' });
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: 'retry', code: 'dispatch.mail-login-failed' });
    expect(outcome.detail).not.toContain('secret');
  });

  it('closed the kept connection meanwhile: the next message goes out over another one, once', async () => {
    await start({});
    expect(await send()).toMatchObject({ kind: 'ok' });
    server.script = { mail: 'drop' };
    const dropped = send();
    setTimeout(() => (server.script = {}), 20);
    expect(await dropped).toMatchObject({ kind: 'ok' });
    expect(server.messages).toHaveLength(2);
  });

  it('took it: 250 is evidence "accepted", under a stable Message-ID and the delivery header', async () => {
    await start({});
    const deliveryId = randomUUID();
    expect(await send(deliveryId)).toMatchObject({ kind: 'ok', evidence: 'accepted' });
    expect(await send(deliveryId)).toMatchObject({ kind: 'ok', evidence: 'accepted' });
    for (const message of server.messages) {
      expect(message).toContain(`Message-ID: <${deliveryId}@linz.example>`);
      expect(message).toContain(`X-Postwerk-Delivery: ${deliveryId}`);
      expect(message).toContain('Auto-Submitted: auto-generated');
      expect(message).toMatch(/^To: anna@example\.com/m);
    }
    expect(server.connections()).toBe(1);
  });

  it('refuses one message and takes the next on the same connection', async () => {
    await start({ rcpt: '550 5.1.1 no such user' });
    expect(await send()).toMatchObject({ kind: 'abort' });
    server.script = {};
    expect(await send()).toMatchObject({ kind: 'ok' });
    expect(server.connections()).toBe(1);
  });

  it('never sees an address that is none', async () => {
    await start({});
    for (const to of ['nobody', 'a@example.com, b@example.com', 'a@example.com\r\nBcc: c@example.com', '']) {
      expect(await send(randomUUID(), to)).toMatchObject({ kind: 'abort', code: 'dispatch.invalid-address' });
    }
    expect(server.connections()).toBe(0);
  });
});
