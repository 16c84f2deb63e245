import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { PostwerkError } from '../errors.ts';

/** The templates that come with the program; the same path from `src` and from `dist`. */
export const ownTemplatesDir = fileURLToPath(new URL('../../templates', import.meta.url));
export const ownLocalesDir = fileURLToPath(new URL('../../locales', import.meta.url));

/** `message.schema.json` of every document type under `templatesDir`, by type: a new type is a new folder. */
export function readMessageSchemas(templatesDir: string): ReadonlyMap<string, AnySchemaObject> {
  const schemas = new Map<string, AnySchemaObject>();
  for (const entry of readdirSync(templatesDir, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name))) {
    if (!entry.isDirectory() || entry.name.startsWith('_')) continue;
    const file = `${entry.name}/message.schema.json`;
    const schema = readSchema(join(templatesDir, file), `templates/${file}`);
    // People, pages and the store call every document by its number.
    if (!((schema['required'] ?? []) as readonly string[]).includes('number')) {
      throw new PostwerkError('compose.template-invalid', `templates/${file}: "number" must be required`);
    }
    schemas.set(entry.name, schema);
  }
  return schemas;
}

function readSchema(path: string, name: string): AnySchemaObject {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as AnySchemaObject;
  } catch (error) {
    throw new PostwerkError('compose.template-invalid', `${name}: ${(error as Error).message}`);
  }
}

/** Languages under `localesDir`, one folder each. */
export function readLanguages(localesDir: string): readonly string[] {
  return readdirSync(localesDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
    .sort();
}
