import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const submittable = /\.(?:json|ndjson|jsonl|xml)$/i;

/** All files below a folder that can be submitted, in the order of their paths. Hidden ones are passed over. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && submittable.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
