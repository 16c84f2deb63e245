import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type IppDevice, type IppOptions, openIppDevice, printIpp } from '../../../src/dispatch/print/ipp.ts';
import type { IppMessage } from '../../../src/dispatch/print/ippCodec.ts';
import { buildResponse, groupsOf, operations, statuses, textOf } from '../../../src/dispatch/print/ippMessages.ts';
import {
  type Answer,
  jobAnswer,
  jobGroup,
  printerAnswer,
  type PrinterFacts,
  type ScriptedPrinter,
  startScriptedPrinter,
} from './scriptedPrinter.ts';

let printer: ScriptedPrinter;
let device: IppDevice | undefined;
const job = {
  jobName: 'RE-7 0193e0a2-1111-7222-8333-444455556666',
  userName: 'test',
  documentFormat: 'application/pdf',
  bytes: Buffer.from('%PDF-1.7 test'),
};
/** Generous where the test waits for something to happen, so that a busy machine does not decide. */
const patient: IppOptions = { timeoutMs: 6_000, completionWaitMs: 5_000, recoveryMs: 4_000, readinessMs: 30_000 };
const quick: IppOptions = { timeoutMs: 1_500, completionWaitMs: 300, recoveryMs: 900 };

/** A printer that is ready, takes the job as number 7 and has printed it; `more` answers first. */
async function start(
  more: (request: IppMessage, count: number) => Answer | null,
  facts: PrinterFacts = {},
): Promise<void> {
  printer = await startScriptedPrinter((request, count) => {
    const special = more(request, count);
    if (special !== null) return special;
    if (request.code === operations.getPrinterAttributes) return printerAnswer(request, facts);
    if (request.code === operations.getJobs) return jobAnswer(request);
    return jobAnswer(request, jobGroup(7, 9));
  });
  device = openIppDevice(printer.uri, patient);
}
const on =
  (operation: number, answer: (request: IppMessage, count: number) => Answer | null) =>
  (request: IppMessage, count: number): Answer | null =>
    request.code === operation ? answer(request, count) : null;
const whichJobs = (request: IppMessage): string | null => textOf(groupsOf(request, 1)[0], 'which-jobs');
const print = () => (device as IppDevice).print(job);
const quickly = (): void => {
  device = openIppDevice(printer.uri, quick);
};

afterEach(async () => {
  await device?.close();
  device = undefined;
  await printer.close();
});

describe('openIppDevice with a printer that', () => {
  it('takes and prints: evidence "printed", over one connection', async () => {
    await start(() => null);
    let handedOver = 0;
    const outcome = await (device as IppDevice).print({ ...job, onHandedOver: () => (handedOver += 1) });
    expect(outcome).toMatchObject({ kind: 'ok', evidence: 'printed' });
    expect(await print()).toMatchObject({ kind: 'ok' });
    expect(handedOver).toBe(1);
    expect(printer.documents.map(String)).toEqual(['%PDF-1.7 test', '%PDF-1.7 test']);
    expect(printer.connections()).toBe(1);
    // Its word that it is ready was believed for the second one.
    expect(printer.operations.filter((code) => code === operations.getPrinterAttributes)).toHaveLength(1);
  });

  it('takes and has not printed within the time: evidence "accepted"', async () => {
    await start((request) =>
      request.code === operations.getPrinterAttributes ? null : jobAnswer(request, jobGroup(7, 5)),
    );
    quickly();
    expect(await print()).toMatchObject({ kind: 'ok', evidence: 'accepted' });
  });

  it('prints a moment later: it is asked again', async () => {
    await start((request, count) => {
      if (request.code === operations.printJob) return jobAnswer(request, jobGroup(7, 3));
      return request.code === operations.getJobAttributes && count < 4 ? jobAnswer(request, jobGroup(7, 5)) : null;
    });
    expect(await print()).toMatchObject({ kind: 'ok', evidence: 'printed' });
  });

  it('forgets the job at once, or goes silent, after taking it: evidence "accepted"', async () => {
    await start((request) => {
      if (request.code === operations.printJob) return jobAnswer(request, jobGroup(7, 3));
      return request.code === operations.getJobAttributes ? buildResponse(request, statuses.notFound) : null;
    });
    expect(await print()).toMatchObject({ kind: 'ok', evidence: 'accepted' });
  });

  it.each<[string, PrinterFacts, RegExp]>([
    ['is out of paper', { state: 5, reasons: ['media-empty-error'] }, /out of paper/],
    ['is out of paper and calls itself idle', { reasons: ['media-empty'] }, /out of paper/],
    ['is stopped', { state: 5 }, /stopped/],
    ['accepts no jobs', { accepting: false }, /does not accept/],
    ['has its cover open', { state: 5, reasons: ['cover-open-error', 'toner-low-warning'] }, /cover open/],
    ['is offline', { reasons: ['offline'] }, /offline/],
  ])('%s: stop, and nothing is sent', async (_what, facts, words) => {
    await start(() => null, facts);
    const outcome = await print();
    expect(outcome).toMatchObject({ kind: 'stop', code: 'dispatch.device-stopped' });
    expect(outcome.detail).toMatch(words);
    expect(printer.operations).toEqual([operations.getPrinterAttributes]);
  });

  it('only warns: it prints', async () => {
    await start(() => null, { reasons: ['media-low-warning', 'offline-report', 'toner-low-report'] });
    expect(await print()).toMatchObject({ kind: 'ok' });
  });

  it('does not take the format: hold, and nothing is sent', async () => {
    await start(() => null, { formats: ['image/urf', 'image/pwg-raster'] });
    const outcome = await print();
    expect(outcome).toMatchObject({ kind: 'hold', code: 'dispatch.format-unsupported' });
    expect(outcome.detail).toContain('image/urf');
    expect(printer.documents).toEqual([]);
  });

  it('takes labels under another name of the same bytes', async () => {
    let format: string | null = null;
    await start(
      on(operations.printJob, (request) => {
        format = textOf(groupsOf(request, 1)[0], 'document-format');
        return null;
      }),
      { formats: ['application/pdf', 'application/octet-stream'] },
    );
    await (device as IppDevice).print({ ...job, documentFormat: 'application/vnd.zebra-zpl' });
    expect(format).toBe('application/octet-stream');
  });

  it.each<[string, number, string]>([
    ['client-error-document-format-not-supported', statuses.documentFormatNotSupported, 'hold'],
    ['client-error-bad-request', statuses.badRequest, 'hold'],
    ['client-error-request-entity-too-large', statuses.requestEntityTooLarge, 'hold'],
    ['client-error-not-found', statuses.notFound, 'stop'],
    ['client-error-not-authenticated', statuses.notAuthenticated, 'stop'],
    ['server-error-busy', statuses.busy, 'retry'],
    ['server-error-temporary-error', statuses.temporaryError, 'retry'],
    ['server-error-not-accepting-jobs', statuses.notAcceptingJobs, 'retry'],
    ['server-error-internal-error', statuses.internalError, 'retry'],
    ['server-error-device-error', statuses.deviceError, 'stop'],
  ])('answers %s', async (_name, status, kind) => {
    await start(on(operations.printJob, (request) => buildResponse(request, status, [], 'so it is')));
    const outcome = await print();
    expect(outcome.kind).toBe(kind);
    expect(outcome.detail).toContain('so it is');
  });

  it.each<[string, PrinterFacts]>([
    ['has run out of paper meanwhile', { state: 5, reasons: ['media-empty-error'] }],
    ['has no paper for the job before, of which it only warns', { state: 4, reasons: ['media-empty-warning'] }],
  ])('is busy because it %s: stop with that reason', async (_what, facts) => {
    await start((request, count) => {
      if (request.code === operations.printJob) return buildResponse(request, statuses.busy);
      return request.code === operations.getPrinterAttributes && count === 2 ? printerAnswer(request, facts) : null;
    });
    const outcome = await print();
    expect(outcome).toMatchObject({ kind: 'stop', code: 'dispatch.device-stopped', reasons: ['paper-out'] });
    expect(outcome.detail).toContain('out of paper');
  });

  it.each<[string, number, string, string]>([
    ['cancels the job', 7, 'cancel', 'dispatch.canceled-at-device'],
    ['aborts the job', 8, 'hold', 'dispatch.aborted-at-device'],
  ])('%s', async (_what, state, kind, code) => {
    await start(on(operations.printJob, (request) => jobAnswer(request, jobGroup(7, state, 'x', 'Not enough memory'))));
    const outcome = await print();
    expect(outcome).toMatchObject({ kind, code });
    expect(outcome.detail).toContain('Not enough memory');
  });

  it('knows only IPP 1.1: it is spoken to in 1.1', async () => {
    const versions: number[] = [];
    await start((request) => {
      versions.push(request.version[0]);
      return request.version[0] === 2 ? buildResponse(request, statuses.versionNotSupported) : null;
    });
    expect(await print()).toMatchObject({ kind: 'ok' });
    expect(versions).toEqual([2, 1, 1]);
  });

  it.each<[string, Answer, string, string]>([
    ['HTTP 404', { http: 404 }, 'stop', 'dispatch.device-refused'],
    ['HTTP 401', { http: 401 }, 'stop', 'dispatch.device-refused'],
    ['HTTP 503', { http: 503 }, 'retry', 'dispatch.device-busy'],
    ['a web page', 'garbage', 'stop', 'dispatch.device-unreachable'],
    ['nothing', 'silent', 'stop', 'dispatch.device-unreachable'],
    ['half an answer', 'half', 'stop', 'dispatch.device-unreachable'],
    ['a reset', 'reset', 'stop', 'dispatch.device-unreachable'],
  ])('answers the first question with %s: nothing was sent', async (_what, answer, kind, code) => {
    await start(on(operations.getPrinterAttributes, () => answer));
    expect(await print()).toMatchObject({ kind, code });
    expect(printer.documents).toEqual([]);
  });

  describe('took the document and gave no answer', () => {
    it.each<Answer>(['reset', 'silent', 'half', 'garbage'])('%s: it lists the job, so it has it', async (answer) => {
      await start((request) => {
        if (request.code === operations.printJob) return answer;
        if (request.code !== operations.getJobs) return null;
        return jobAnswer(
          request,
          ...(whichJobs(request) === 'completed' ? [jobGroup(6, 9), jobGroup(7, 9, job.jobName)] : []),
        );
      });
      expect(await print()).toMatchObject({ kind: 'ok', evidence: 'printed' });
      expect(printer.documents).toHaveLength(1);
    });

    it('still works on the job: it is followed from there', async () => {
      await start((request) => {
        if (request.code === operations.printJob) return 'reset';
        if (request.code !== operations.getJobs) return null;
        return jobAnswer(request, ...(whichJobs(request) === 'completed' ? [] : [jobGroup(7, 5, job.jobName)]));
      });
      expect(await print()).toMatchObject({ kind: 'ok', evidence: 'printed' });
    });

    it('has no memory to prove anything with: unknown', async () => {
      await start(on(operations.printJob, () => 'reset'));
      quickly();
      expect(await print()).toMatchObject({ kind: 'unknown', code: 'dispatch.unknown-outcome' });
      expect(printer.documents).toHaveLength(1);
    });

    it('remembers the job before and not this one: it never took it, retry', async () => {
      await start((request, count) => {
        if (request.code === operations.printJob && count === 2) return 'reset';
        if (request.code !== operations.getJobs) return null;
        return jobAnswer(request, ...(whichJobs(request) === 'completed' ? [jobGroup(7, 9, 'the one before')] : []));
      });
      expect(await print()).toMatchObject({ kind: 'ok' });
      expect(await print()).toMatchObject({ kind: 'retry', code: 'dispatch.device-unreachable' });
    });

    it('answers no more questions either: unknown, within its time', async () => {
      await start((request) =>
        request.code === operations.printJob || request.code === operations.getJobs ? 'silent' : null,
      );
      const began = Date.now();
      quickly();
      expect(await print()).toMatchObject({ kind: 'unknown' });
      expect(Date.now() - began).toBeLessThan(8_000);
    });
  });

  it('is not there: stop', async () => {
    await start(() => null);
    await printer.close();
    const outcome = await printIpp({ ...job, ...quick, uri: printer.uri });
    expect(outcome).toMatchObject({ kind: 'stop', code: 'dispatch.device-unreachable' });
    expect(outcome.detail).toContain('ECONNREFUSED');
  });

  it('takes the connection and never says a word: stop', async () => {
    await start(() => null);
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    try {
      expect(await printIpp({ ...job, timeoutMs: 600, uri: `ipp://127.0.0.1:${port}/` })).toMatchObject({
        kind: 'stop',
      });
    } finally {
      mute.close();
    }
  });
});
