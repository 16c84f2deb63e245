import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../src/config.ts';
import { preview } from '../../src/cli/preview.ts';
import { type BenchRow, measure } from './measure.ts';

/**
 * From the saving of a template until `postwerk preview` has served the page and its first picture: what an author
 * waits for, without the browser's own time. Seconds a reload are 1 / the figure of the column documents/s.
 */
export async function benchPreview({ seconds }: { readonly seconds: number }): Promise<{ results: BenchRow[] }> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'postwerk-bench-preview-'));
  try {
    for (const name of ['templates', 'locales', 'samples']) {
      await cp(join(root, name), join(folder, name), { recursive: true });
    }
    const said = new Promise<string>((resolve) => {
      const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (text: string) => {
        const url = /http:\S+/.exec(text)?.[0];
        if (url === undefined) return write(text);
        process.stdout.write = write;
        resolve(url);
        return true;
      };
    });
    const config = readConfig({
      POSTWERK_TEMPLATES: join(folder, 'templates'),
      POSTWERK_LOCALES: join(folder, 'locales'),
      POSTWERK_SAMPLES: join(folder, 'samples'),
    });
    void preview(config, {});
    const url = await said;
    const events = (await fetch(`${url}events`)).body?.getReader();
    if (events === undefined) throw new Error('the preview tells nothing');
    await events.read();
    const file = join(folder, 'templates/invoice/page.hbs');
    const template = await readFile(file, 'utf8');
    const reload = async (seed: number): Promise<number> => {
      await writeFile(file, template.replace('<h1>', `<h1>Save${seed} `));
      await events.read();
      const page = await (await fetch(`${url}?type=invoice&sample=invoice-de&locale=de`)).text();
      if (!page.includes(`aria-label="Save${seed};`)) throw new Error(`the page does not show change ${seed}`);
      const picture = /\/(page-1\.png\?[^"]+)/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const bytes = await (await fetch(url + picture)).arrayBuffer();
      return page.length + bytes.byteLength;
    };
    return { results: [await measure('postwerk', 'preview-reload', seconds, (seed) => seed, reload)] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
