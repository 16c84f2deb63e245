import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMailer, type Mailer } from '../../../src/dispatch/email/smtp.ts';
import { type Backend, openBackend } from '../../../src/dispatch/print/backend.ts';
import { type Mailbox, startMailbox } from '../../../src/landscape/sinks/mailbox.ts';
import type { Sink } from '../../../src/landscape/sinks/sink.ts';
import { type PrinterSwitch, startVirtualIppPrinter } from '../../../src/landscape/sinks/virtualIppPrinter.ts';
import { type LabelPrinterSwitch, startVirtualLabelPrinter } from '../../../src/landscape/sinks/virtualLabelPrinter.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postwerk-sinks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = { timeoutMs: 5_000, completionWaitMs: 3_000, readinessMs: 0, recoveryMs: 3_000 };

describe.each([
  ['IPP printer', 'pdf', startVirtualIppPrinter, randomBytes(300_000)],
  ['label printer', 'zpl', startVirtualLabelPrinter, Buffer.from('^XA^FO10,10^FDSSCC^FS^XZ')],
] as const)('the virtual %s', (_name, format, start, bytes) => {
  let sink: Sink<PrinterSwitch & LabelPrinterSwitch>;
  let backend: Backend;
  const deliveryIds: string[] = [];
  const print = (deliveryId = randomUUID()) => {
    deliveryIds.push(deliveryId);
    return backend.print({ deliveryId, name: 'RE-7', format, bytes });
  };
  const received = (): (string | null)[] => sink.items({ limit: 500 }).items.map((item) => item.deliveryId);
  beforeEach(async () => {
    deliveryIds.length = 0;
    sink = await start({ folder, name: 'test', slowMs: 300 });
    backend = openBackend({ uri: sink.state().url, driver: format }, options);
  });
  afterEach(async () => {
    await backend.close();
    await sink.close();
  });

  it('keeps every document in order, across a restart, with its delivery id', async () => {
    for (let index = 0; index < 5; index += 1) expect(await print()).toMatchObject({ kind: 'ok' });
    const { port } = new URL(sink.state().url.replace(/^\w+/, 'http'));
    await backend.close();
    await sink.close();
    // A line cut off by a kill was never acknowledged.
    appendFileSync(join(folder, 'index.jsonl'), '{"id":"6","rece');
    sink = await start({ folder, name: 'test', port: Number(port) });
    backend = openBackend({ uri: sink.state().url, driver: format }, options);
    expect(await print()).toMatchObject({ kind: 'ok' });
    expect(received()).toEqual(deliveryIds.toReversed());
    expect(sink.state()).toMatchObject({ received: 6, switch: 'ready' });
    for (const id of ['1', '6']) {
      const got = await sink.get(id);
      expect(got?.item).toMatchObject({ id, size: got?.bytes.byteLength });
      const stamp = Buffer.from(`^FXpostwerk ${got?.item.deliveryId}^FS`);
      const sent = format === 'pdf' ? bytes : Buffer.concat([bytes.subarray(0, 3), stamp, bytes.subarray(3)]);
      expect(sent.equals(got?.bytes ?? Buffer.alloc(0))).toBe(true);
    }
    expect(await sink.get('7')).toBeNull();
  });

  it('is paged through, newest first', async () => {
    for (let index = 0; index < 7; index += 1) await print();
    const first = sink.items({ limit: 3 });
    const second = sink.items({ limit: 3, ...(first.next === null ? {} : { after: first.next }) });
    const third = sink.items({ limit: 3, ...(second.next === null ? {} : { after: second.next }) });
    expect([first, second, third].map(({ items }) => items.map(({ id }) => id))).toEqual([
      ['7', '6', '5'],
      ['4', '3', '2'],
      ['1'],
    ]);
    expect(third.next).toBeNull();
  });

  it('offline refuses, and is back under the same address', async () => {
    await print();
    await sink.set('offline');
    expect(await print()).toMatchObject({ kind: 'stop', code: 'dispatch.device-unreachable' });
    await sink.set('ready');
    expect(await print()).toMatchObject({ kind: 'ok' });
    expect(sink.state().received).toBe(2);
  });

  it('out of paper says so', async () => {
    await sink.set('paper-out');
    const outcome = await print();
    expect(outcome).toMatchObject({ kind: 'stop', code: 'dispatch.device-stopped' });
    expect(outcome.detail).toMatch(/out of (paper|labels)/);
    expect(sink.state().received).toBe(0);
    await sink.set('ready');
    expect(await print()).toMatchObject({ kind: 'ok' });
  });

  it('slow takes its time', async () => {
    await sink.set('slow');
    const began = Date.now();
    expect(await print()).toMatchObject({ kind: 'ok' });
    // A label printer says that it has the label; when it comes out is another matter.
    await vi.waitFor(() => expect(sink.state().received).toBe(1), 5_000);
    expect(Date.now() - began).toBeGreaterThan(250);
  });

  it('hanging is stopped for, and nothing was delivered', async () => {
    await sink.set('hang');
    expect(await print()).toMatchObject({ kind: 'stop', code: 'dispatch.device-unreachable' });
    expect(sink.state().received).toBe(0);
    await sink.set('ready');
    expect(await print()).toMatchObject({ kind: 'ok' });
  });

  it('reset in the middle: not delivered, and never said to be', async () => {
    await print();
    await sink.set('reset');
    const outcome = await print();
    // IPP can be asked and says that it has no such job; a raw socket cannot.
    expect(outcome.kind).toBe(format === 'pdf' ? 'retry' : 'unknown');
    expect(sink.state().received).toBe(1);
  });

  it('loses its answer: IPP finds the job again, a raw socket cannot know', async () => {
    await sink.set('lose-answer');
    const outcome = await print();
    expect(outcome).toMatchObject(format === 'pdf' ? { kind: 'ok', evidence: 'printed' } : { kind: 'unknown' });
    expect(received()).toEqual(deliveryIds);
  });
});

describe('the mailbox', () => {
  let mailbox: Mailbox;
  let mailer: Mailer;
  const bytes = randomBytes(60_000);
  const send = (deliveryId = randomUUID()) =>
    mailer.send({
      deliveryId,
      to: 'anna@example.com',
      content: { subject: 'Számla RE-7 – határidő', text: 'Üdv', html: '<p>Üdv</p>' },
      attachment: { name: 'Számla RE-7.pdf', bytes },
    });
  beforeEach(async () => {
    mailbox = await startMailbox({ folder, name: 'Mailbox' });
    mailer = createMailer({ url: mailbox.state().url, from: 'rechnung@linz.example', timeoutMs: 3_000 });
  });
  afterEach(async () => {
    await mailer.close();
    await mailbox.close();
  });

  it('keeps a message as it was sent and reads it as a reader would', async () => {
    const deliveryId = randomUUID();
    expect(await send(deliveryId)).toMatchObject({ kind: 'ok', evidence: 'accepted' });
    const [item] = mailbox.items().items;
    expect(item).toMatchObject({ deliveryId, name: 'Számla RE-7 – határidő', mediaType: 'message/rfc822' });
    expect(item?.details).toMatchObject({ to: 'anna@example.com', messageId: `<${deliveryId}@linz.example>` });
    const read = await mailbox.read('1');
    expect(read?.mail).toMatchObject({ subject: 'Számla RE-7 – határidő', to: [{ address: 'anna@example.com' }] });
    expect(read?.mail.text?.trim()).toBe('Üdv');
    const [attachment] = read?.mail.attachments ?? [];
    expect(attachment).toMatchObject({ filename: 'Számla RE-7.pdf', mimeType: 'application/pdf' });
    expect(Buffer.from(attachment?.content as ArrayBuffer).equals(bytes)).toBe(true);
  });

  it.each([
    ['refuse-temporarily', 'retry', 0],
    ['refuse', 'abort', 0],
    ['drop-after-dot', 'unknown', 1],
    ['hang', 'retry', 0],
    ['offline', 'retry', 0],
  ] as const)('%s: %s', async (to, kind, kept) => {
    await mailbox.set(to);
    expect(await send()).toMatchObject({ kind });
    expect(mailbox.state()).toMatchObject({ received: kept, switch: to });
    await mailbox.set('ready');
    expect(await send()).toMatchObject({ kind: 'ok' });
    expect(mailbox.state().received).toBe(kept + 1);
  });

  it('hangs on a kept connection too', async () => {
    expect(await send()).toMatchObject({ kind: 'ok' });
    await mailbox.set('hang');
    expect(await send()).toMatchObject({ kind: 'retry' });
    expect(mailbox.state().received).toBe(1);
  });

  it('takes thirty at once, each once', async () => {
    const ids = Array.from({ length: 30 }, () => randomUUID());
    const outcomes = await Promise.all(ids.map((id) => send(id)));
    expect(outcomes.every(({ kind }) => kind === 'ok')).toBe(true);
    expect(new Set(mailbox.items().items.map((item) => item.deliveryId))).toEqual(new Set(ids));
    expect(mailbox.state().received).toBe(30);
  });
});

describe('openBackend', () => {
  it('stops a device whose address cannot be used, and says why', async () => {
    for (const uri of ['ftp://old/queue', 'nonsense', 'ipp:', 'socket://']) {
      const backend = openBackend({ uri, driver: 'pdf' });
      const outcome = await backend.print({ deliveryId: 'x', name: 'x', format: 'pdf', bytes: Buffer.alloc(1) });
      expect(outcome).toMatchObject({ kind: 'stop', code: 'dispatch.unsupported-uri' });
      expect(outcome.detail).toContain(uri);
      await backend.close();
    }
  });

  it('sends no PDF to a label printer', async () => {
    const backend = openBackend({ uri: 'socket://127.0.0.1:1', driver: 'zpl' });
    const outcome = await backend.print({ deliveryId: 'x', name: 'x', format: 'pdf', bytes: Buffer.alloc(1) });
    expect(outcome).toMatchObject({ kind: 'hold', code: 'dispatch.format-unsupported' });
    await backend.close();
  });
});
