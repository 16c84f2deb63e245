import { PostwerkError } from '../errors.ts';
import type { Message } from '../model/message.ts';
import { recognise, recogniseRoot } from './events/recognise.ts';
import { ciiInvoice } from './formats/ciiInvoice.ts';
import { decodeUtf8 } from './formats/decodeText.ts';
import { parseJson } from './formats/jsonSyntax.ts';
import { ublDespatchAdvice } from './formats/ublDespatchAdvice.ts';
import { ublInvoice } from './formats/ublInvoice.ts';
import { readXml } from './formats/xml.ts';
import { pointerStep } from './jsonPointer.ts';
import { type DocumentValidator, validateDocument } from './validateDocument.ts';

/**
 * The messages in a file of any supported format, recognised by content: one for an XML document, all of our own JSON
 * (a document, a job with `documents`, an array) or NDJSON. Own JSON is validated like a submission; one broken
 * document fails the file.
 *
 * @param fileName its ending tells NDJSON from JSON where the content does not
 * @param validate judges own JSON; by the types and languages of this program's own folders unless given
 * @throws PostwerkError every `intake.*` error of recognising, reading, mapping and validating
 */
export function convertBytes(
  bytes: Uint8Array,
  fileName: string,
  validate: DocumentValidator = validateDocument,
): Message[] {
  const recognised = recognise(bytes, fileName);
  if (recognised.format === 'ubl' || recognised.format === 'cii') return [convertXml(bytes).message];
  const values = recognised.format === 'json' ? documentsIn(parseJson(decodeUtf8(bytes))) : ndjsonValues(bytes);
  return values.map(({ value, place }) => {
    const { type, message } = naming(place, () => validate(value));
    return { type, message } as Message;
  });
}

/**
 * One XML document of ours to its message.
 *
 * @throws PostwerkError intake.unknown-format, and those of reading and mapping
 */
export function convertXml(bytes: Uint8Array): { readonly format: 'ubl' | 'cii'; readonly message: Message } {
  const root = readXml(bytes);
  const { format, document } = recogniseRoot(root);
  if (format === 'cii') return { format, message: { type: 'invoice', message: ciiInvoice(root) } };
  if (document === 'DespatchAdvice') {
    return { format, message: { type: 'delivery-note', message: ublDespatchAdvice(root) } };
  }
  return { format, message: { type: 'invoice', message: ublInvoice(root) } };
}

/** A value of own JSON that should be a submitted document, and where it stands ('' for the file itself). */
export interface PlacedValue {
  readonly value: unknown;
  readonly place: string;
}

/**
 * The documents of one JSON text: a single one, a job with `documents`, or an array. A job has no other members:
 * what is meant for all its documents would otherwise be passed over in silence.
 *
 * @throws PostwerkError intake.invalid-message when it is none of these, has no document or another member
 */
export function documentsIn(json: unknown): PlacedValue[] {
  const list = Array.isArray(json) ? json : (json as { documents?: unknown } | null)?.documents;
  const under = Array.isArray(json) ? '' : '/documents';
  if (list === undefined) return [{ value: json, place: '' }];
  if (!Array.isArray(list) || list.length === 0) {
    const detail = `${under === '' ? 'The array' : '"documents"'} holds no documents; expected an array of at least one.`;
    throw new PostwerkError('intake.invalid-message', detail, { field: under });
  }
  const other = Array.isArray(json) ? undefined : Object.keys(json as object).find((name) => name !== 'documents');
  if (other !== undefined) {
    const field = `/${pointerStep(other)}`;
    const detail = `${field} is not known in a job; it has "documents" only, and each document says its own.`;
    throw new PostwerkError('intake.invalid-message', detail, { field });
  }
  return list.map((value: unknown, index) => ({ value, place: `${under}/${index}` }));
}

function ndjsonValues(bytes: Uint8Array): PlacedValue[] {
  return decodeUtf8(bytes)
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      const place = `line ${index + 1}`;
      return [{ value: naming(place, () => parseJson(line)), place }];
    });
}

/** The error of one document among several, with the place of that document before its detail. */
function naming<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PostwerkError) || place === '') throw error;
    const line = /^line (\d+)$/u.exec(place)?.[1];
    const detail = `${place}: ${error.detail}`;
    throw new PostwerkError(
      error.code,
      detail,
      line === undefined ? placed(error, place) : { ...error.place, line: Number(line) },
      { cause: error },
    );
  }
}

function placed(error: PostwerkError, place: string): PostwerkError['place'] {
  return { ...error.place, field: `${place}${error.place.field ?? ''}` };
}
