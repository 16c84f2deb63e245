import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAssets } from '../../../../src/compose/assets/assetLibrary.ts';

const drawing = '<svg viewBox="0 0 4 2"><path d="M0 0h1v1z"/></svg>';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assets-'));
  mkdirSync(join(folder, '_shared'));
  mkdirSync(join(folder, 'invoice'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('readAssets', () => {
  it('names shared pictures by file and those of a type with its folder', () => {
    writeFileSync(join(folder, '_shared', 'logo.svg'), drawing);
    writeFileSync(join(folder, 'invoice', 'seal.svg'), drawing);
    writeFileSync(join(folder, 'invoice', 'page.hbs'), '');
    const library = readAssets(folder);
    expect([...library.names].sort()).toEqual(['invoice/seal.svg', 'logo.svg']);
    expect(library.asset('invoice/seal.svg')).toMatchObject({ kind: 'vector', width: 4, height: 2 });
  });

  it('suggests the nearest name for one that is not there', () => {
    writeFileSync(join(folder, '_shared', 'logo.svg'), drawing);
    expect(() => readAssets(folder).asset('logo.png', 7)).toThrow(
      expect.objectContaining({
        code: 'compose.unknown-picture',
        place: { line: 7 },
        detail: expect.stringContaining('did you mean "logo.svg"?') as string,
      }),
    );
  });

  it('says that there are none', () => {
    expect(() => readAssets(folder).asset('logo.svg')).toThrow('there are none');
  });

  it('names file and line of a picture that cannot be taken', () => {
    writeFileSync(join(folder, 'invoice', 'bad.svg'), '<svg viewBox="0 0 1 1">\n<text/></svg>');
    expect(() => readAssets(folder)).toThrow(
      expect.objectContaining({
        code: 'compose.template-invalid',
        detail: expect.stringContaining('templates/invoice/bad.svg, line 2: <text> is not taken') as string,
      }),
    );
  });

  it('refuses a file whose name says another format', () => {
    writeFileSync(join(folder, 'invoice', 'photo.png'), drawing);
    expect(() => readAssets(folder)).toThrow('templates/invoice/photo.png: it is no PNG');
  });

  it('takes every picture of the templates of this project', () => {
    const library = readAssets(fileURLToPath(new URL('../../../../templates', import.meta.url)));
    expect(library.asset('alpenfracht.svg')).toMatchObject({ kind: 'vector' });
  });
});
