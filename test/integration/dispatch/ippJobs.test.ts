import { afterEach, describe, expect, it } from 'vitest';
import { type IppDevice, type IppOptions, openIppDevice } from '../../../src/dispatch/print/ipp.ts';
import type { IppMessage } from '../../../src/dispatch/print/ippCodec.ts';
import {
  attribute,
  buildResponse,
  groupsOf,
  groupTags,
  numberOf,
  operations,
  statuses,
  textOf,
} from '../../../src/dispatch/print/ippMessages.ts';
import { type Answer, jobAnswer, jobGroup, type ScriptedPrinter, startScriptedPrinter } from './scriptedPrinter.ts';

let printer: ScriptedPrinter;
let device: IppDevice;
const job = {
  jobName: 'RE-7 0193e0a2-1111-7222-8333-444455556666',
  documentFormat: 'application/pdf',
  bytes: Buffer.from('%PDF'),
};
const patient: IppOptions = { timeoutMs: 6_000, completionWaitMs: 5_000, recoveryMs: 4_000 };
const defaults = { sides: 'two-sided-long-edge', tray: 'tray-2', copies: 2 } as const;
const media = { name: 'iso_a4_210x297mm', widthMm: 210, heightMm: 297 };
const all = [operations.validateJob, operations.createJob, operations.sendDocument, operations.cancelJob];

/** A printer that knows the given operations and takes everything; `more` answers first. */
async function start(
  more: (request: IppMessage, count: number) => Answer | null,
  { known = all, options = {} }: { readonly known?: readonly number[]; readonly options?: IppOptions } = {},
): Promise<IppMessage[]> {
  const seen: IppMessage[] = [];
  printer = await startScriptedPrinter((request, count) => {
    seen.push(request);
    const special = more(request, count);
    if (special !== null) return special;
    if (request.code === operations.getPrinterAttributes) {
      return buildResponse(request, 0, [
        {
          tag: groupTags.printer,
          attributes: [
            attribute('printer-state', 'enum', 3),
            attribute('document-format-supported', 'mimeMediaType', 'application/pdf'),
            attribute('operations-supported', 'enum', ...known),
          ],
        },
      ]);
    }
    if (request.code === operations.createJob) return jobAnswer(request, jobGroup(7, 4));
    if (request.code === operations.cancelJob || request.code === operations.validateJob)
      return buildResponse(request, 0);
    return jobAnswer(request, jobGroup(7, 9));
  });
  device = openIppDevice(printer.uri, { ...patient, ...options });
  return seen;
}
afterEach(async () => {
  await device.close();
  await printer.close();
});
const templateOf = (request: IppMessage | undefined): string[] =>
  request ? groupsOf(request, groupTags.job).flatMap(({ attributes }) => attributes.map(({ name }) => name)) : [];
const refusing = (request: IppMessage, status: number, ...names: readonly string[]): IppMessage =>
  buildResponse(request, status, [
    { tag: groupTags.unsupported, attributes: names.map((name) => attribute(name, 'keyword', 'unsupported')) },
    ...(status < 0x0100 ? [jobGroup(7, 9)] : []),
  ]);

describe('a job', () => {
  it('is created before its document is sent, where the printer knows both', async () => {
    const seen = await start(() => null);
    expect(await device.print(job)).toMatchObject({ kind: 'ok', evidence: 'printed' });
    expect(seen.map(({ code }) => code).slice(1)).toEqual([operations.createJob, operations.sendDocument]);
    const sent = groupsOf(seen[2] as IppMessage, groupTags.operation)[0];
    expect(numberOf(sent, 'job-id')).toBe(7);
    expect(textOf(sent, 'document-format')).toBe('application/pdf');
  });

  it('carries copies, sides, tray and media of its device, checked once by Validate-Job', async () => {
    const seen = await start(() => null, { options: { defaults, media } });
    await device.print(job);
    await device.print(job);
    expect(seen.map(({ code }) => code)).toEqual([
      operations.getPrinterAttributes,
      operations.validateJob,
      ...[operations.createJob, operations.sendDocument, operations.createJob, operations.sendDocument],
    ]);
    const created = seen[2];
    expect(templateOf(created)).toEqual(['copies', 'sides', 'media-col']);
    const fidelity = groupsOf(created as IppMessage, groupTags.operation)[0]?.attributes.at(-1);
    expect(fidelity).toMatchObject({ name: 'ipp-attribute-fidelity', values: [{ value: false }] });
  });

  it('names its media by keyword when no tray is asked for', async () => {
    const seen = await start(() => null, { options: { media }, known: [] });
    await device.print(job);
    expect(templateOf(seen.at(-1))).toEqual(['media']);
  });

  it('leaves out what Validate-Job refuses, and prints', async () => {
    const seen = await start(
      (request) =>
        request.code === operations.validateJob
          ? refusing(request, statuses.attributesOrValuesNotSupported, 'sides', 'media-col')
          : null,
      { options: { defaults, media } },
    );
    expect(await device.print(job)).toMatchObject({ kind: 'ok', evidence: 'printed' });
    expect(templateOf(seen[2])).toEqual(['copies']);
  });

  it('tells what the printer replaced by its own', async () => {
    await start(
      (request) =>
        request.code === operations.printJob ? refusing(request, statuses.okIgnoredAttributes, 'sides') : null,
      {
        options: { defaults },
        known: [],
      },
    );
    const outcome = await device.print(job);
    expect(outcome).toMatchObject({ kind: 'ok', evidence: 'printed' });
    expect(outcome.detail).toContain('It did not do as asked with: sides.');
  });

  it('goes again without what a printer refuses that should have ignored it', async () => {
    const seen = await start(
      (request, count) =>
        request.code === operations.printJob && count === 1
          ? refusing(request, statuses.attributesOrValuesNotSupported, 'sides')
          : null,
      { options: { defaults: { ...defaults, tray: null } }, known: [] },
    );
    const outcome = await device.print(job);
    expect(outcome).toMatchObject({ kind: 'ok', evidence: 'printed' });
    expect(outcome.detail).toContain('sides');
    expect(templateOf(seen.at(-1))).toEqual(['copies']);
    expect(printer.documents).toHaveLength(2);
  });

  it('is canceled when its document is refused, so that nothing is left in the printer', async () => {
    const seen = await start((request) =>
      request.code === operations.sendDocument ? buildResponse(request, statuses.documentFormatError) : null,
    );
    expect(await device.print(job)).toMatchObject({ kind: 'hold', code: 'dispatch.device-refused' });
    expect(seen.map(({ code }) => code)).toContain(operations.cancelJob);
  });

  it('whose creation got no answer was not delivered', async () => {
    await start((request) => (request.code === operations.createJob ? 'reset' : null));
    expect(await device.print(job)).toMatchObject({ kind: 'stop', code: 'dispatch.device-unreachable' });
  });

  it('whose document got no answer is asked for by its id: it has it', async () => {
    await start((request) => (request.code === operations.sendDocument ? 'reset' : null));
    expect(await device.print(job)).toMatchObject({ kind: 'ok', evidence: 'printed' });
  });

  it('whose document never came is canceled and printed again later', async () => {
    const incoming = (request: IppMessage): IppMessage => {
      const group = jobGroup(7, 4);
      const attributes = group.attributes.filter(({ name }) => name !== 'job-state-reasons');
      return jobAnswer(request, {
        ...group,
        attributes: [...attributes, attribute('job-state-reasons', 'keyword', 'job-incoming')],
      });
    };
    const seen = await start((request) => {
      if (request.code === operations.sendDocument) return 'reset';
      return request.code === operations.getJobAttributes ? incoming(request) : null;
    });
    expect(await device.print(job)).toMatchObject({ kind: 'retry', code: 'dispatch.device-unreachable' });
    expect(seen.at(-1)?.code).toBe(operations.cancelJob);
  });

  it('goes as PWG raster to a printer that takes no PDF', async () => {
    const formats: (string | null)[] = [];
    printer = await startScriptedPrinter((request) => {
      if (request.code !== operations.getPrinterAttributes) {
        formats.push(textOf(groupsOf(request, groupTags.operation)[0], 'document-format'));
        return jobAnswer(request, jobGroup(7, 9));
      }
      return buildResponse(request, 0, [
        {
          tag: groupTags.printer,
          attributes: [
            attribute('document-format-supported', 'mimeMediaType', 'image/urf', 'image/pwg-raster'),
            attribute('pwg-raster-document-type-supported', 'keyword', 'sgray_8'),
          ],
        },
      ]);
    });
    device = openIppDevice(printer.uri, {
      ...patient,
      rasterize: async (_pdf, { rasterTypes }) => Buffer.from(`RaS2 ${rasterTypes.join()}`),
    });
    expect(await device.print(job)).toMatchObject({ kind: 'ok' });
    expect(formats).toEqual(['image/pwg-raster']);
    expect(printer.documents.map(String)).toEqual(['RaS2 sgray_8']);
  });
});
