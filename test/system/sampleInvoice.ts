import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createComposer } from '../../src/compose/composeDocument.ts';
import { convertBytes } from '../../src/intake/convertBytes.ts';

const root = new URL('../../', import.meta.url);

/** The German sample invoice as PDF, for printers that are no part of this project. */
export async function sampleInvoice(): Promise<Buffer> {
  const composer = await createComposer({
    templatesDir: fileURLToPath(new URL('templates', root)),
    localesDir: fileURLToPath(new URL('locales', root)),
  });
  const name = 'invoice-de.json';
  const [document] = convertBytes(readFileSync(new URL(`samples/${name}`, root)), name);
  if (!document) throw new Error(`${name} holds no document`);
  const { type, message } = document;
  const { renditions } = await composer.compose({ type, message, locale: 'de', sender: null, formats: ['pdf'] });
  return Buffer.from(renditions[0]?.bytes ?? []);
}
