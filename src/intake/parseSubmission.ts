import type { Job } from '../model/job.ts';
import { convertXml, documentsIn } from './convertBytes.ts';
import { decodeUtf8 } from './formats/decodeText.ts';
import { parseJson } from './formats/jsonSyntax.ts';

/** One value of a submission that should become a document; `position` counts from 1. */
export interface SubmittedValue {
  readonly position: number;
  readonly value: unknown;
}

/**
 * The values of a job that is in memory: the documents of a JSON job (or a single document, or an array), or the one
 * message of an XML document. The values themselves are not checked yet.
 *
 * @throws PostwerkError every `intake.*` error of decoding, parsing and recognising
 */
export function parseSubmission(
  format: 'json' | 'xml',
  body: Uint8Array,
): { readonly format: Job['format']; readonly candidates: readonly SubmittedValue[] } {
  if (format === 'xml') {
    const converted = convertXml(body);
    return { format: converted.format, candidates: [{ position: 1, value: converted.message }] };
  }
  const values = documentsIn(parseJson(decodeUtf8(body)));
  return { format: 'json', candidates: values.map(({ value }, index) => ({ position: index + 1, value })) };
}
