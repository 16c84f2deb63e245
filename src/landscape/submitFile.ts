import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { DocumentResult } from '../model/job.ts';

export interface SubmitTarget {
  /** Base URL of a Postwerk server. */
  readonly server: string;
  readonly key: string;
}

/** What a server said about one file. `status` is the HTTP status, 0 where nobody answered. */
export interface FileAnswer {
  readonly file: string;
  readonly status: number;
  readonly replayed: boolean;
  readonly jobId: string | null;
  readonly documents: readonly DocumentResult[];
  readonly error: string | null;
}

/**
 * Submits one file as an ERP would: over HTTP with a key. The file's hash is the Idempotency-Key, so that after a
 * crash on either side the same file can be sent again without making its documents twice.
 */
export async function submitFile(target: SubmitTarget, file: string, again = false): Promise<FileAnswer> {
  const body = await readFile(file);
  const headers: Record<string, string> = {
    authorization: `Bearer ${target.key}`,
    'content-type': contentTypeOf(file, body),
  };
  if (!again) headers['idempotency-key'] = `file:${createHash('sha256').update(body).digest('hex')}`;
  try {
    const response = await fetch(new URL('/v1/jobs', target.server), { method: 'POST', headers, body });
    return await readAnswer(basename(file), response);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    const text = `${target.server} did not answer${cause}`;
    return { file: basename(file), status: 0, replayed: false, jobId: null, documents: [], error: text };
  }
}

interface AnswerBody {
  readonly jobId?: string;
  readonly documents?: readonly DocumentResult[];
  readonly code?: string;
  readonly detail?: string;
  readonly title?: string;
}

async function readAnswer(file: string, response: Response): Promise<FileAnswer> {
  const text = await response.text();
  let body: AnswerBody = {};
  try {
    body = JSON.parse(text) as AnswerBody;
  } catch {
    // Not ours: a proxy's page, say. The status tells.
  }
  const { jobId = null, documents = [] } = body;
  const refused = documents.length === 0 && !response.ok;
  return {
    file,
    status: response.status,
    replayed: response.headers.get('idempotency-replayed') === 'true',
    jobId,
    documents,
    error: refused ? [body.code, body.detail ?? body.title ?? text.slice(0, 200)].filter(Boolean).join(': ') : null,
  };
}

function contentTypeOf(file: string, body: Buffer): string {
  const extension = extname(file).toLowerCase();
  if (extension === '.ndjson' || extension === '.jsonl') return 'application/x-ndjson';
  if (
    extension === '.xml' ||
    /^\s*</.test(
      body
        .subarray(0, 64)
        .toString('latin1')
        .replace(/^\xef\xbb\xbf/, ''),
    )
  ) {
    return 'application/xml';
  }
  return 'application/json';
}
