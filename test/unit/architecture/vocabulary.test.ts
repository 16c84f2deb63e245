import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { channels, evidences, states, storedFormats } from '../../../src/model/states.ts';
import { filesBelow, type SourceFile } from './sourceFiles.ts';

const sources = filesBelow('src', '.ts');
const migrations = filesBelow('src/store/migrations', '.sql');
const pages = filesBelow('docs', '.md');
const tests = filesBelow('test', '.ts').filter(({ path }) => !path.startsWith('test/unit/architecture/'));

/** `path:line text` of every line that matches. */
const linesWith = (files: readonly SourceFile[], pattern: RegExp): string[] =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .map((line, index) => ({ line, at: `${path}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, at }) => `${at} ${line.trim()}`),
  );

describe('names', () => {
  test('no file is named after nothing in particular', () => {
    const vague = /^(?:utils?|helpers?|common|shared|misc|types|interfaces|constants|index)\.ts$/i;
    // Handlebars calls a function of a template a helper; there the word means something.
    const handlebars = 'src/compose/templates/helpers/helper.ts';
    expect(sources.map(({ path }) => path).filter((path) => vague.test(basename(path)) && path !== handlebars)).toEqual(
      [],
    );
  });

  test('no folder is named after nothing in particular', () => {
    const vague = /(?:^|\/)(?:utils?|helpers?|common|shared|misc|lib)\//i;
    const handlebars = 'src/compose/templates/helpers/';
    expect(sources.map(({ path }) => path).filter((path) => vague.test(path) && !path.startsWith(handlebars))).toEqual(
      [],
    );
  });

  test('files are named in camelCase', () => {
    expect(
      sources.map(({ path }) => basename(path)).filter((name) => !/^[a-z][A-Za-z0-9]*(?:\.d)?\.ts$/.test(name)),
    ).toEqual([]);
  });

  test('nothing is a Manager', () => {
    expect(linesWith(sources, /\b[A-Z]?\w*Manager\b/)).toEqual([]);
  });

  test('everything is exported by name', () => {
    // piscina calls the default export of a worker file.
    const ours = sources.filter(({ path }) => path !== 'src/compose/worker.ts');
    expect(linesWith(ours, /^export default\b|^export \* from\b/)).toEqual([]);
  });
});

describe('the words of the trade', () => {
  /** Another word for something that has a name: what is written, what it is called. */
  const otherWords: readonly [pattern: RegExp, word: string][] = [
    [/\b(?:printer|spool) jobs?\b/i, 'delivery'],
    [/\b(?:queue|bullmq|background) jobs?\b/i, 'task'],
    [/\bprinter queues?\b/i, 'output queue'],
    [/\b(?:re-?print|re-?send)ing? attempts?\b/i, 'resend'],
    [/\bbranch offices?\b/i, 'site'],
  ];

  test.each(otherWords)('%s is called %s', (pattern, _word) => {
    // The page that explains the words, and the note on BullMQ, say what a word is not.
    const prose = pages.filter(({ path }) => !path.startsWith('docs/decisions/'));
    expect(linesWith([...sources, ...tests, ...prose], pattern)).toEqual([]);
  });
});

describe('the database speaks of the same states as the model', () => {
  const schema = migrations.map(({ text }) => text).join('\n');
  const quoted = (list: string): string[] => [...list.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '');
  const enumOf = (name: string): string[] =>
    quoted(new RegExp(`CREATE TYPE ${name} AS ENUM \\(([^)]*)\\)`).exec(schema)?.[1] ?? '');

  test.each([
    ['state', states],
    ['channel', channels],
    ['evidence', evidences],
  ])('type %s', (name, values) => {
    expect(enumOf(name)).toEqual([...values]);
  });

  test('rendition formats', () => {
    const checks = [...schema.matchAll(/TABLE renditions[^;]*?format IN \(([^)]*)\)/g)];
    expect(quoted(checks.at(-1)?.[1] ?? '')).toEqual([...storedFormats]);
  });

  test('a state in SQL is one of the model', () => {
    const known = new Set<string>([...states, 'idle']);
    const inSql = /\bstate\s*(?:=|<>|IN\s*\()\s*((?:'[a-z-]+'[,\s]*)+)/g;
    const unknown = [...sources, ...migrations].flatMap(({ path, text }) =>
      [...text.matchAll(inSql)]
        .flatMap((match) => quoted(match[1] ?? ''))
        .filter((state) => !known.has(state))
        .map((state) => `${path}: ${state}`),
    );
    expect(unknown).toEqual([]);
  });
});
