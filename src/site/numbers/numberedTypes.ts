import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Document types whose message must have an SSCC: those that are numbered here where the sender has not. */
export function numberedTypes(templatesDir: string): ReadonlySet<string> {
  return new Set(
    readdirSync(templatesDir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && requiresSscc(join(templatesDir, entry.name, 'message.schema.json')))
      .map(({ name }) => name),
  );
}

function requiresSscc(schemaPath: string): boolean {
  try {
    const { required } = JSON.parse(readFileSync(schemaPath, 'utf8')) as { required?: readonly string[] };
    return required?.includes('sscc') ?? false;
  } catch {
    return false;
  }
}
