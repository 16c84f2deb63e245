import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sink } from '../../src/landscape/sinks/sink.ts';
import { type PrinterSwitch, startVirtualIppPrinter } from '../../src/landscape/sinks/virtualIppPrinter.ts';
import { isInstalled } from './runningProgram.ts';

const missing = ['ipptool'].filter((program) => !isInstalled(program));

/** The virtual printer as seen by CUPS' own test tool, which shares no code with ours. */
describe.skipIf(missing.length > 0)(
  `ipptool (needs Debian package cups-ipp-utils; missing: ${missing.join(', ') || 'none'})`,
  () => {
    let folder: string;
    let printer: Sink<PrinterSwitch>;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'postwerk-ipptool-'));
      printer = await startVirtualIppPrinter({ folder: join(folder, 'sink'), name: 'pages' });
      writeFileSync(join(folder, 'a.pdf'), '%PDF-1.7 a');
    });
    afterAll(async () => {
      await printer.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const ipptool = (test: string): Promise<string> =>
      new Promise((resolve) => {
        // `-t`: a report of the tests; `-v` adds every attribute, to be read when one fails.
        execFile(
          'ipptool',
          ['-tv', '-I', '-d', 'filetype=application/pdf', '-f', join(folder, 'a.pdf'), printer.state().url, test],
          (error, stdout) => resolve(error ? `failed: ${stdout}` : 'passed'),
        );
      });

    it.each([
      // The conformance suite of RFC 8011.
      'ipp-1.1.test',
      'get-printer-attributes.test',
      'validate-job.test',
      'print-job.test',
      'create-job.test',
      'get-jobs.test',
      'get-completed-jobs.test',
      'print-job-and-wait.test',
    ])('passes %s', async (test) => {
      expect(await ipptool(test)).toBe('passed');
    });

    it('has kept what ipptool printed', () => {
      expect(printer.state().received).toBeGreaterThanOrEqual(2);
    });
  },
);
