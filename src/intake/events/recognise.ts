import { PostwerkError } from '../../errors.ts';
import { decodeUtf8 } from '../formats/decodeText.ts';
import { readXmlRoot, type XmlElement } from '../formats/xml.ts';

export const ublDocuments = ['Invoice', 'CreditNote', 'DespatchAdvice'] as const;
export type UblDocument = (typeof ublDocuments)[number];

/** What a file is, by its content alone. */
export type Recognised =
  | { readonly format: 'ubl'; readonly document: UblDocument }
  | { readonly format: 'cii'; readonly document: 'CrossIndustryInvoice' }
  | { readonly format: 'json' }
  | { readonly format: 'ndjson' };

const ublNamespace = 'urn:oasis:names:specification:ubl:schema:xsd:';
const ciiNamespace = 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100';

/** First bytes of files that people submit by mistake. */
const magics: readonly (readonly [string, string])[] = [
  ['%PDF-', 'a PDF file'],
  ['PK\u0003\u0004', 'a ZIP archive or an Office file'],
  ['\u001f\u008b', 'a gzip file'],
  ['UNA', 'an EDIFACT interchange'],
  ['UNB+', 'an EDIFACT interchange'],
  ['^XA', 'ZPL for a label printer'],
];

/**
 * Says which supported format the bytes are. Reads no more of an XML file than its root element.
 *
 * @param fileName where there is one: `.ndjson` or `.jsonl` decides what content alone leaves open
 * @throws PostwerkError intake.unknown-format naming what was found; intake.invalid-xml and intake.xml-forbidden when
 *   the file breaks before its root element; intake.invalid-utf8
 */
export function recognise(bytes: Uint8Array, fileName = ''): Recognised {
  const first = firstCharacter(bytes);
  if (first === '<') return recogniseRoot(readXmlRoot(bytes));
  if (first === '{' || first === '[') return recogniseJson(bytes, fileName);
  throw new PostwerkError('intake.unknown-format', `Found ${describe(bytes)}; neither XML nor JSON.`);
}

/**
 * Which document an XML root element stands for.
 *
 * @throws PostwerkError intake.unknown-format naming element and namespace
 */
export function recogniseRoot(root: XmlElement): Extract<Recognised, { format: 'ubl' | 'cii' }> {
  const ubl = ublDocuments.find((name) => root.local === name && root.namespace === `${ublNamespace}${name}-2`);
  if (ubl !== undefined) return { format: 'ubl', document: ubl };
  if (root.local === 'CrossIndustryInvoice' && root.namespace === ciiNamespace) {
    return { format: 'cii', document: 'CrossIndustryInvoice' };
  }
  const namespace = root.namespace === '' ? 'without namespace' : `in namespace "${root.namespace}"`;
  const detail = `The root element <${root.local}> ${namespace} is no document that is read here${near(root)}.`;
  throw new PostwerkError('intake.unknown-format', detail, { line: root.line, column: root.column });
}

/** A word about formats that look like ours. */
function near({ local, namespace }: XmlElement): string {
  if (namespace.startsWith('urn:ferd:')) return ' (it is ZUGFeRD 1.0; ZUGFeRD 2 and Factur-X are read)';
  if (namespace.startsWith(ublNamespace)) return ` (of UBL 2, ${ublDocuments.join(', ')} are read)`;
  if (local === 'CrossIndustryInvoice') return ` (expected namespace "${ciiNamespace}")`;
  return '';
}

function recogniseJson(bytes: Uint8Array, fileName: string): Recognised {
  if (/\.(?:ndjson|jsonl)$/iu.test(fileName)) return { format: 'ndjson' };
  const text = decodeUtf8(bytes);
  const end = text.indexOf('\n');
  if (!text.trimStart().startsWith('{') || end === -1 || text.slice(end).trim() === '') return { format: 'json' };
  // A job over several lines never has its first line complete; NDJSON always has, unless that very line is broken:
  // then what follows tells, as no line inside one JSON text is an object beginning at column 1 after a closed one.
  if (isJson(text.slice(0, end))) return { format: 'ndjson' };
  return /\}\s*\n\s*\{/u.test(text) && !isJson(text) ? { format: 'ndjson' } : { format: 'json' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** First character after byte order mark and white space, of UTF-16 too. */
function firstCharacter(bytes: Uint8Array): string {
  for (const byte of bytes.subarray(0, 4096)) {
    if (byte === 0xef || byte === 0xbb || byte === 0xbf || byte === 0xfe || byte === 0xff || byte === 0x00) continue;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return String.fromCharCode(byte);
  }
  return '';
}

function describe(bytes: Uint8Array): string {
  if (firstCharacter(bytes) === '') return 'an empty file';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 40)).toString('latin1');
  const magic = magics.find(([start]) => head.startsWith(start));
  if (magic) return magic[1];
  // oxlint-disable-next-line no-control-regex -- only what can be shown is shown
  return `"${head.replace(/[^\u0020-\u007e]/gu, '·')}${bytes.byteLength > 40 ? '…' : ''}"`;
}
