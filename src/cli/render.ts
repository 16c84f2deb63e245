import { writeFile } from 'node:fs/promises';
import { createComposer } from '../compose/composeDocument.ts';
import { listDisplayItems } from '../compose/drivers/text/listDisplayItems.ts';
import type { Config } from '../config.ts';
import { PostwerkError } from '../errors.ts';
import { validateDocument } from '../intake/validateDocument.ts';
import { readInput } from './readInput.ts';

interface RenderOptions {
  readonly type: string;
  readonly message: string;
  readonly locale: string;
  readonly format: 'pdf' | 'zpl' | 'tspl' | 'layout';
  readonly dpi: number;
  readonly out: string;
}

/** `postwerk render`: one message to PDF, ZPL or the display list as text, without store or server. */
export async function renderFile(config: Config, options: RenderOptions): Promise<void> {
  const document = validateDocument({ type: options.type, message: parseJson(await readInput(options.message)) });
  const composer = await createComposer({ templatesDir: config.templatesDir, localesDir: config.localesDir });
  const locale = composer.library.resolveLocale(options.locale);
  if (locale === null) {
    throw new PostwerkError(
      'intake.unknown-locale',
      `"${options.locale}" is not among the released locales: ${composer.library.locales.join(', ')}.`,
    );
  }
  const common = { ...document, locale, sender: null, dpi: options.dpi };
  if (options.format === 'layout') {
    await output(options.out, Buffer.from(listDisplayItems(composer.layOut({ ...common, formats: ['pdf'] }))));
    return;
  }
  const { renditions } = await composer.compose({ ...common, formats: [options.format] });
  const rendition = renditions.find(({ format }) => format === options.format);
  if (!rendition) throw new PostwerkError('internal.unexpected', `No rendition in format ${options.format} was made.`);
  await output(options.out, rendition.bytes);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new PostwerkError('intake.invalid-json', (error as Error).message, {}, { cause: error });
  }
}

async function output(file: string, bytes: Uint8Array): Promise<void> {
  if (file === '-') process.stdout.write(bytes);
  else await writeFile(file, bytes);
}
