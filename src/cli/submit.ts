import { PostwerkError } from '../errors.ts';
import { type FileAnswer, submitFile } from '../landscape/submitFile.ts';
import { print, say, table } from './print.ts';

interface SubmitOptions {
  readonly server: string;
  readonly key?: string;
  readonly again?: boolean;
  readonly json?: boolean;
}

/** `postwerk submit FILE…`. Exit code 0 when every document was accepted, 1 when something was refused. */
export async function submitFiles(files: readonly string[], options: SubmitOptions): Promise<number> {
  if (!options.key) {
    throw new PostwerkError(
      'cli.invalid-setting',
      'No API key: give --key or set POSTWERK_KEY (postwerk keys create).',
    );
  }
  const answers: FileAnswer[] = [];
  for (const [index, file] of files.entries()) {
    if (process.stderr.isTTY) say(`submitting ${index + 1} of ${files.length}: ${file}`);
    answers.push(await submitFile({ server: options.server, key: options.key }, file, options.again));
  }
  if (options.json) print(JSON.stringify(answers));
  else print(table(['file', 'line', 'number', 'result', 'document or reason'], answers.flatMap(rowsOf)));
  const allAccepted = answers.every(
    (answer) => answer.error === null && answer.documents.every(({ status }) => status === 'accepted'),
  );
  return allAccepted ? 0 : 1;
}

export function rowsOf(answer: FileAnswer): string[][] {
  if (answer.error !== null) return [[answer.file, '', '', `failed ${answer.status || ''}`.trim(), answer.error]];
  return answer.documents.map((document) =>
    document.status === 'accepted'
      ? [
          answer.file,
          String(document.position),
          document.number,
          answer.replayed ? 'known' : 'accepted',
          document.documentId,
        ]
      : [
          answer.file,
          String(document.position),
          document.reference ?? '',
          'refused',
          `${document.code}${document.field ? ` ${document.field}` : ''}: ${document.detail}`,
        ],
  );
}
