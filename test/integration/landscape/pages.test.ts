import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { landscapeRoutes } from '../../../src/landscape/pages.ts';
import { type Mailbox, startMailbox } from '../../../src/landscape/sinks/mailbox.ts';
import type { Sink } from '../../../src/landscape/sinks/sink.ts';
import { startVirtualLabelPrinter } from '../../../src/landscape/sinks/virtualLabelPrinter.ts';
import { handleErrors } from '../../../src/web/errorHandling.ts';

let folder: string;
let printer: Sink;
let mailbox: Mailbox;
let app: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postwerk-landscape-'));
  printer = await startVirtualLabelPrinter({ folder: join(folder, 'printer'), name: 'Linz · Etiketten' });
  mailbox = await startMailbox({ folder: join(folder, 'mailbox'), name: 'Mailbox' });
  app = Fastify();
  handleErrors(app, { of: () => [] });
  landscapeRoutes(
    new Map<string, Sink>([
      ['linz-labels', printer],
      ['mailbox', mailbox],
    ]),
  )(app);
});
afterAll(async () => {
  await app.close();
  await printer.close();
  await mailbox.close();
  await rm(folder, { recursive: true });
});

const see = async (url: string) => app.inject({ url });
const turn = (sink: string, to: string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/landscape/${sink}/switch`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: `to=${to}`,
  });

async function printed(zpl: string): Promise<void> {
  const before = printer.state().received;
  const socket = createConnection(Number(new URL(printer.state().url).port), '127.0.0.1');
  socket.end(zpl);
  await expect.poll(() => printer.state().received).toBe(before + 1);
}

describe('the landscape', () => {
  it('shows every sink with how it is set', async () => {
    const { body } = await see('/landscape');
    expect(body).toContain('Linz · Etiketten');
    expect(body).toContain('Mailbox');
    expect(body).toContain('Ready');
  });

  it('draws the labels that arrived', async () => {
    await printed('^XA^PW840^LL400^FO50,50^A0N,60,60^FDHello^FS^XZ');
    expect((await see('/landscape/linz-labels')).body).toContain('/landscape/linz-labels/items/1/page-1.png');
    const picture = await see('/landscape/linz-labels/items/1/page-1.png');
    expect(picture.headers['content-type']).toBe('image/png');
    expect(picture.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    expect((await see('/landscape/linz-labels/items/1/bytes')).body).toContain('^FDHello');
  });

  it('shows an e-mail as it came: subject, text, HTML in a frame without script, attachment', async () => {
    const transport = nodemailer.createTransport(mailbox.state().url);
    await transport.sendMail({
      from: 'a@example.org',
      to: 'b@example.org',
      subject: 'Rechnung für Ő',
      text: 'Guten Tag',
      html: '<p>Guten Tag</p>',
      attachments: [{ filename: 'Rechnung.pdf', content: Buffer.from('%PDF-1.7'), contentType: 'application/pdf' }],
    });
    transport.close();
    expect((await see('/landscape/mailbox')).body).toContain('Rechnung für Ő');
    const { body } = await see('/landscape/mailbox/items/1');
    expect(body).toContain('b@example.org');
    expect(body).toMatch(/<iframe[^>]* sandbox /);
    const html = await see('/landscape/mailbox/items/1/mail.html');
    expect(html.body).toContain('<p>Guten Tag</p>');
    expect(html.headers['content-security-policy']).toContain('sandbox');
    const file = await see('/landscape/mailbox/items/1/attachments/1');
    expect(file.headers['content-type']).toBe('application/pdf');
    expect(file.body).toBe('%PDF-1.7');
  });

  it('turns the switches of a device', async () => {
    expect((await turn('linz-labels', 'paper-out')).statusCode).toBe(303);
    expect(printer.state().switch).toBe('paper-out');
    expect((await see('/landscape/linz-labels')).body).toContain('Says that paper is missing');
    await turn('linz-labels', 'ready');
  });

  it('does not for a page from elsewhere, nor to what there is not', async () => {
    expect((await turn('linz-labels', 'offline', { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await turn('linz-labels', 'explode')).statusCode).toBe(400);
    expect(printer.state().switch).toBe('ready');
  });

  it.each(['/landscape/nowhere', '/landscape/mailbox/items/99', '/landscape/linz-labels/items/99/page-1.png'])(
    '%s is a 404',
    async (url) => {
      expect((await see(url)).statusCode).toBe(404);
    },
  );
});
