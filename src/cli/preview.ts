import { createPreviewDesk } from '../preview/previewDesk.ts';
import { startPreviewServer } from '../preview/previewServer.ts';
import { createSourceFiles } from '../preview/sourceLines.ts';
import { watchFolders } from '../preview/watchFolders.ts';
import type { Config } from '../config.ts';
import { readSamples } from './readSamples.ts';
import { untilSignal } from './untilSignal.ts';

/** Longest time one document may take before it is ended, ms. */
const timeoutMs = 8_000;

/** `postwerk preview`: a page on this machine that shows templates with samples, anew whenever a file is saved. */
export async function preview(config: Config, options: { readonly port?: number }): Promise<void> {
  const { templatesDir, localesDir, samplesDir } = config;
  const ended = untilSignal();
  const desk = createPreviewDesk({ templatesDir, localesDir }, () => readSamples(config), timeoutMs);
  const newSources = () => createSourceFiles({ templates: templatesDir, locales: localesDir, samples: samplesDir });
  let sources = newSources();
  const server = await startPreviewServer(desk, () => sources, options.port ?? 0);
  const stopWatching = watchFolders([templatesDir, localesDir, samplesDir], () => {
    sources = newSources();
    void desk.reload().then(server.tell);
  });
  try {
    await desk.reload();
    process.stdout.write(`The preview is at ${server.url} and follows every file you save. Ctrl-C ends it.\n`);
    await ended;
  } finally {
    stopWatching();
    await server.close();
    await desk.close();
  }
}
