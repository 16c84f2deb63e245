import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPdf } from '../../src/compose/conformance/checkPdf.ts';
import { createComposer } from '../../src/compose/composeDocument.ts';
import { convertBytes } from '../../src/intake/convertBytes.ts';
import type { SubmittedDocument } from '../../src/model/job.ts';
import { drawGood } from '../unit/compose/conformance/goodPdf.ts';
import { isInstalled } from './runningProgram.ts';

const run = promisify(execFile);
const missing = ['qpdf', 'pdffonts', 'pdfinfo', 'pdftotext'].filter((program) => !isInstalled(program));
const needs = `(needs Debian packages qpdf and poppler-utils; missing: ${missing.join(', ') || 'none'})`;
const root = new URL('../../', import.meta.url);
const samples = new URL('samples/', root);
const composer = await createComposer({
  templatesDir: fileURLToPath(new URL('templates', root)),
  localesDir: fileURLToPath(new URL('locales', root)),
});
let folder = '';
const files: string[] = [];

/** Every sample in the language of its document, as the programs of others see it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postwerk-pdf-'));
  for (const name of readdirSync(samples).filter((one) => /\.(?:json|xml)$/.test(one))) {
    const bytes = readFileSync(new URL(name, samples));
    const submitted = name.endsWith('.json')
      ? (JSON.parse(bytes.toString('utf8')) as { documents: Partial<SubmittedDocument>[] }).documents
      : [];
    for (const [index, { type, message }] of convertBytes(bytes, name).entries()) {
      const locale = composer.library.resolveLocale(submitted[index]?.locale ?? 'de') ?? 'de';
      const { renditions } = await composer.compose({ type, message, locale, sender: null, formats: ['pdf'] });
      files.push(join(folder, `${name}-${index + 1}.pdf`));
      await writeFile(files.at(-1) ?? '', renditions[0]?.bytes ?? '');
    }
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe.skipIf(missing.length > 0)(`the PDFs of all samples ${needs}`, () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  it('keep our own rules of PDF/A-3a and PDF/UA-1', () => {
    const broken = files.flatMap((file) =>
      checkPdf(readFileSync(file)).map(({ rule, detail }) => `${file.slice(folder.length + 1)}: ${rule}: ${detail}`),
    );
    expect(broken).toEqual([]);
  });

  it('are without fault for qpdf', async () => {
    for (const file of files) {
      const { stdout } = await run('qpdf', ['--check', file]);
      expect(stdout).toContain('No syntax or stream encoding errors found');
    }
  });

  it('have only embedded subsets with Unicode for poppler, and a structure', async () => {
    for (const file of files) {
      const { stdout } = await run('pdffonts', [file]);
      const fonts = stdout.split('\n').slice(2).filter(Boolean);
      expect(fonts.length).toBeGreaterThan(0);
      for (const font of fonts) expect(font).toMatch(/CID TrueType\s+Identity-H\s+yes yes yes/);
      const { stdout: info } = await run('pdfinfo', [file]);
      expect(info).toMatch(/^Tagged:\s+yes$/m);
    }
  });
});

describe.skipIf(missing.length > 0)(`a protected PDF ${needs}`, () => {
  it('is one for qpdf and poppler', async () => {
    const file = join(folder, 'protected.pdf');
    await writeFile(
      file,
      drawGood({ protection: { ownerPassword: 'Inhaber', userPassword: 'süß', permissions: ['copy'] } }),
    );
    const { stdout } = await run('qpdf', ['--check', '--password=süß', file]);
    expect(stdout).toMatch(/R = 6[^]*print high resolution: not allowed[^]*file encryption method: AESv3/);
    expect(stdout).toContain('No syntax or stream encoding errors found');
    const { stdout: text } = await run('pdftotext', ['-upw', 'süß', file, '-']);
    expect(text).toContain('in der nächsten Zeile.');
    await expect(run('pdftotext', [file, '-'])).rejects.toThrow('Incorrect password');
  });
});
