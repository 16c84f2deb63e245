import { readFileSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';

/** A line of a file with its number, from 1. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
}

export interface SourceFiles {
  /** The line as its author wrote it, without the blanks around; '' where there is none. */
  readonly line: (file: string, line: number) => string;
  /** The line with some before and behind. */
  readonly around: (file: string, line: number) => readonly SourceLine[];
}

const before = 2;
const behind = 2;

/** Reads lines of files as errors and origins name them: `templates/…`, `locales/…`, `samples/…`. Each file is read once. */
export function createSourceFiles(folders: Readonly<Record<string, string>>): SourceFiles {
  const files = new Map<string, readonly string[]>();

  function linesOf(file: string): readonly string[] {
    const known = files.get(file);
    if (known !== undefined) return known;
    const lines = read(file);
    files.set(file, lines);
    return lines;
  }

  function read(file: string): readonly string[] {
    const slash = file.indexOf('/');
    const folder = folders[file.slice(0, slash)];
    const inside = normalize(file.slice(slash + 1));
    if (folder === undefined || inside.startsWith(`..${sep}`)) return [];
    try {
      return readFileSync(join(folder, inside), 'utf8').split('\n');
    } catch {
      // Gone since the error was made: the place is told without its line.
      return [];
    }
  }

  return {
    line: (file, line) => linesOf(file)[line - 1]?.trim() ?? '',
    around: (file, line) =>
      linesOf(file)
        .map((text, index) => ({ number: index + 1, text }))
        .slice(Math.max(0, line - 1 - before), line + behind),
  };
}
