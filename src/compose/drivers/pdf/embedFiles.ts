import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { type SyncDocument, verbatim } from './syncDocument.ts';
import { dateString, nameObject, textString } from './textString.ts';

/** A file inside the PDF (ISO 32000-1 §7.11.4), as PDF/A-3 wants it described. */
export interface Attachment {
  /** File name without folders. */
  readonly name: string;
  /** Such as text/xml. */
  readonly mimeType: string;
  /** What it is to the document (ISO 19005-3 annex E): an e-invoice is its Alternative. */
  readonly relationship: 'Source' | 'Data' | 'Alternative' | 'Supplement' | 'Unspecified';
  readonly description: string;
  readonly bytes: Uint8Array;
  readonly modified: Date;
}

/** Embeds files and names them in the catalog: AF for PDF/A-3, EmbeddedFiles for everyone (ISO 19005-3 §6.8). */
export function embedFiles(document: SyncDocument, attachments: readonly Attachment[]): void {
  if (attachments.length === 0) return;
  // A name tree is in the order of its keys (ISO 32000-1 §7.9.6).
  const sorted = [...attachments].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const files = sorted.map((attachment) => ({ name: attachment.name, id: embedFile(document, attachment) }));
  const names = files.map(({ name, id }) => `${textString(name)} ${id} 0 R`).join(' ');
  document.names['EmbeddedFiles'] = verbatim(`<</Names[${names}]>>`);
  document.catalog['AF'] = verbatim(`[${files.map(({ id }) => `${id} 0 R`).join(' ')}]`);
}

function embedFile(document: SyncDocument, attachment: Attachment): number {
  const { name, mimeType, relationship, description, bytes, modified } = attachment;
  // An object of its own, so that its strings are protected with the file (a stream's dictionary would not be).
  const parameters = document.add(
    `<</Size ${bytes.length}/ModDate${dateString(modified)}/CheckSum<${createHash('md5').update(bytes).digest('hex')}>>>`,
  );
  const file = document.addStream(
    `/Type/EmbeddedFile/Subtype${nameObject(mimeType)}/Params ${parameters} 0 R/Filter/FlateDecode`,
    deflateSync(bytes, { level: 6 }),
  );
  const title = textString(name);
  return document.add(
    `<</Type/Filespec/F${title}/UF${title}/AFRelationship/${relationship}/Desc${textString(description)}` +
      `/EF<</F ${file} 0 R/UF ${file} 0 R>>>>`,
  );
}
