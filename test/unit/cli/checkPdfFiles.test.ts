import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkPdfFiles } from '../../../src/cli/checkPdfFiles.ts';
import { rules } from '../../../src/compose/conformance/checkPdf.ts';
import { drawGood } from '../compose/conformance/goodPdf.ts';

const folder = mkdtempSync(join(tmpdir(), 'postwerk-check-'));
const good = join(folder, 'good.pdf');
const bad = join(folder, 'bad.pdf');
writeFileSync(good, drawGood());
writeFileSync(bad, Buffer.from(drawGood().slice(0, 4000)));
afterAll(() => rmSync(folder, { recursive: true }));

let said = '';
beforeEach(() => {
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('checkPdfFiles', () => {
  it('says that nothing was found', async () => {
    expect(await checkPdfFiles([good], {})).toBe(0);
    expect(said).toBe(`1 file: nothing found by ${rules.length} rules of PDF/A-3a and PDF/UA-1\n`);
  });

  it('prints what was found with its clause', async () => {
    expect(await checkPdfFiles([good, bad], {})).toBe(1);
    expect(said).toMatch(/bad\.pdf\nrule +what was found +clause\n[- ]+\nsyntax +no startxref.* +ISO 32000-1 §7\n/);
    expect(said).toMatch(/\n1 of 2 files with findings\n$/);
  });

  it('prints JSON', async () => {
    expect(await checkPdfFiles([bad], { json: true })).toBe(1);
    expect(JSON.parse(said)).toMatchObject([{ file: bad, findings: [{ rule: 'syntax', clause: 'ISO 32000-1 §7' }] }]);
  });

  it('lists the rules', async () => {
    expect(await checkPdfFiles([], { rules: true })).toBe(0);
    expect(said.trim().split('\n')).toHaveLength(rules.length + 2);
  });

  it('says which file cannot be read', async () => {
    await expect(checkPdfFiles([join(folder, 'none.pdf')], {})).rejects.toMatchObject({ code: 'cli.unreadable-file' });
  });
});
