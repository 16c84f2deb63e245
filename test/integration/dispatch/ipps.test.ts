import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printIpp } from '../../../src/dispatch/print/ipp.ts';
import { operations } from '../../../src/dispatch/print/ippMessages.ts';
import { jobAnswer, jobGroup, printerAnswer, startScriptedPrinter } from './scriptedPrinter.ts';

const job = {
  jobName: 'RE-7 0193e0a2-1111-7222-8333-444455556666',
  userName: 'test',
  documentFormat: 'application/pdf',
  bytes: Buffer.from('%PDF-1.7 test'),
  timeoutMs: 1_500,
};

describe.skipIf(spawnSync('openssl', ['version']).status !== 0)('ipps (needs openssl to make a certificate)', () => {
  it('prints through TLS, and stops at a certificate nobody vouches for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postwerk-ipps-'));
    const [keyPath, certPath] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '1',
        '-subj',
        '/CN=printer.example',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-keyout',
        keyPath,
        '-out',
        certPath,
      ],
      { stdio: 'ignore' },
    );
    const tls = { key: readFileSync(keyPath, 'utf8'), cert: readFileSync(certPath, 'utf8') };
    rmSync(folder, { recursive: true });
    const printer = await startScriptedPrinter(
      (request) =>
        request.code === operations.getPrinterAttributes ? printerAnswer(request) : jobAnswer(request, jobGroup(7, 9)),
      tls,
    );
    const trusted = await printIpp({ ...job, uri: printer.uri, tls: { ca: tls.cert } });
    const distrusted = await printIpp({ ...job, uri: printer.uri });
    await printer.close();
    expect(trusted).toMatchObject({ evidence: 'printed' });
    expect(distrusted).toMatchObject({ kind: 'stop', code: 'dispatch.device-unreachable' });
    expect(distrusted.detail).toMatch(/SELF_SIGNED/);
  });
});
