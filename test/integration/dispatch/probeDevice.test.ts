import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../src/dispatch/print/backend.ts';
import { probeDevice } from '../../../src/dispatch/print/probeDevice.ts';
import { startVirtualIppPrinter } from '../../../src/landscape/sinks/virtualIppPrinter.ts';
import { startVirtualLabelPrinter } from '../../../src/landscape/sinks/virtualLabelPrinter.ts';
import { type LineServer, startLineServer } from './lineServer.ts';

const folder = mkdtempSync(join(tmpdir(), 'postwerk-probe-'));
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function other(serve: Parameters<typeof startLineServer>[0]): Promise<LineServer> {
  const server = await startLineServer(serve);
  closers.push(() => server.close());
  return server;
}

describe('probeDevice', () => {
  it('asks a label printer for model, state, counter and what is wrong', async () => {
    const printer = await startVirtualLabelPrinter({ folder: join(folder, 'labels'), name: 'labels' });
    closers.push(() => printer.close());
    const backend = openBackend({ uri: printer.state().url, driver: 'zpl' });
    await backend.print({ deliveryId: 'x', name: 'x', format: 'zpl', bytes: Buffer.from('^XA^FDx^FS^PQ2^XZ') });
    await backend.close();
    expect(await probeDevice(printer.state().url, 'zpl')).toMatchObject({
      ...{ answered: true, state: 'idle', reasons: [], model: 'Postwerk virtual label printer', dpi: 203 },
      ...{ printed: 2, waiting: 0, firmware: 'V1.0.0', encrypted: false },
      serial: expect.stringMatching(/^VZ/) as string,
    });
    for (const [fault, reasons] of [
      ['head-open', ['head-open']],
      ['ribbon-out', ['ribbon-out']],
      ['jam', ['paper-out', 'paper-jam']],
    ] as const) {
      await printer.set(fault);
      expect(await probeDevice(printer.state().url, 'zpl')).toMatchObject({ state: 'stopped', reasons });
    }
    await printer.set('no-counter');
    expect(await probeDevice(printer.state().url, 'zpl')).toMatchObject({ state: 'idle', printed: null, dpi: 203 });
    await printer.set('offline');
    expect(await probeDevice(printer.state().url, 'zpl')).toMatchObject({
      ...{ answered: false, state: 'unreachable', reasons: ['offline'] },
    });
  });

  it('asks an IPP printer for its attributes', async () => {
    const printer = await startVirtualIppPrinter({ folder: join(folder, 'pages'), name: 'pages' });
    closers.push(() => printer.close());
    expect(await probeDevice(printer.state().url, 'pdf')).toMatchObject({
      ...{ answered: true, state: 'idle', model: 'Postwerk virtual printer', waiting: 0 },
      ...{ media: ['iso_a4_210x297mm'], formats: expect.arrayContaining(['application/pdf']) as string[] },
    });
    await printer.set('paper-out');
    expect(await probeDevice(printer.state().url, 'pdf')).toMatchObject({ state: 'stopped', reasons: ['paper-out'] });
  });

  it('asks an office printer in PJL only where it is said to know PJL', async () => {
    const server = await other((socket) => {
      socket.on('data', (chunk) => {
        const text = chunk.toString('latin1');
        if (text.includes('INFO STATUS')) {
          socket.write('@PJL INFO STATUS\r\nCODE=42202\r\nDISPLAY="JAM IN TRAY 2"\r\nONLINE=TRUE\r\n\f');
        }
        if (text.includes('INFO ID')) socket.write('@PJL INFO ID\r\n"Office Laser 4200"\r\n\f');
      });
    });
    const uri = `socket://127.0.0.1:${server.port}`;
    expect(await probeDevice(`${uri}?status=pjl`, 'pdf')).toMatchObject({
      ...{ state: 'stopped', reasons: ['paper-jam'], model: 'Office Laser 4200' },
      detail: 'JAM IN TRAY 2 (42202)',
    });
    expect(await probeDevice(uri, 'pdf')).toMatchObject({ answered: true, state: 'silent' });
    expect(server.received().match(/INFO STATUS/g)).toHaveLength(1);
  });

  it('asks a TSPL printer for its status octet, and a print server for its queue', async () => {
    const tspl = await other((socket) => void socket.on('data', () => socket.write(Buffer.of(0x05))));
    expect(await probeDevice(`socket://127.0.0.1:${tspl.port}`, 'tspl')).toMatchObject({
      ...{ state: 'stopped', reasons: ['head-open', 'paper-out'] },
    });
    const lpd = await other((socket) => void socket.on('data', () => socket.end('office is ready\nno entries\n')));
    expect(await probeDevice(`lpd://127.0.0.1:${lpd.port}/office`, 'pdf')).toMatchObject({
      ...{ answered: true, state: 'silent', detail: 'The print server says: office is ready\nno entries' },
    });
  });

  it('says of an address that cannot be used that it cannot', async () => {
    expect(await probeDevice('ftp://x', 'pdf')).toMatchObject({ answered: false, reasons: ['other'] });
  });
});
