import { PostwerkError } from '../../errors.ts';
import { decodeUtf8 } from './decodeText.ts';

/** Single-byte encodings that ERP systems still declare, besides ISO-8859-1, by their WHATWG label. */
const singleByteLabels = new Map([
  ['iso-8859-2', 'iso-8859-2'],
  ['iso-8859-5', 'iso-8859-5'],
  ['iso-8859-7', 'iso-8859-7'],
  ['iso-8859-15', 'iso-8859-15'],
  ['windows-1250', 'windows-1250'],
  ['windows-1251', 'windows-1251'],
]);

/** What bytes 0x80 to 0x9F mean in windows-1252; five of them mean nothing. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * The text of an XML file by its encoding: a byte order mark decides first, then the declaration, else UTF-8
 * (XML 1.0 appendix F).
 *
 * @throws PostwerkError intake.invalid-utf8; intake.invalid-xml for an encoding that we do not read
 */
export function decodeXml(bytes: Uint8Array): string {
  const [b0, b1] = bytes;
  if (b0 === 0xfe && b1 === 0xff) return decodeUtf16(bytes.subarray(2), 'utf-16be');
  if (b0 === 0xff && b1 === 0xfe) return decodeUtf16(bytes.subarray(2), 'utf-16le');
  if (b0 === 0x00 && b1 === 0x3c) return decodeUtf16(bytes, 'utf-16be');
  if (b0 === 0x3c && b1 === 0x00) return decodeUtf16(bytes, 'utf-16le');
  if (b0 === 0xef && b1 === 0xbb) return decodeUtf8(bytes);
  const declared = declaredEncoding(bytes);
  if (declared === undefined || declared === 'utf-8' || declared === 'utf8' || declared === 'us-ascii') {
    return decodeUtf8(bytes);
  }
  // Files that declare ISO-8859-1 hold windows-1252 in practice; a C1 control in a document never is one (WHATWG Encoding).
  if (declared === 'iso-8859-1' || declared === 'latin1' || declared === 'windows-1252') return decodeLatin1(bytes);
  const label = singleByteLabels.get(declared);
  if (label !== undefined) return new TextDecoder(label).decode(bytes);
  const known = ['UTF-8', 'UTF-16', 'ISO-8859-1', 'WINDOWS-1252', ...singleByteLabels.keys()].join(', ').toUpperCase();
  const detail = `The encoding "${declared}" is not read here. Send the file as UTF-8; also read are ${known}.`;
  throw new PostwerkError('intake.invalid-xml', detail, { line: 1, column: 1 });
}

/** The declaration is ASCII in every encoding we read without a byte order mark. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 256)).toString('latin1');
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/u.exec(head)?.[1]?.toLowerCase();
}

function decodeUtf16(bytes: Uint8Array, label: 'utf-16le' | 'utf-16be'): string {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    const detail = 'The bytes are not valid UTF-16: a surrogate stands alone or the last byte is missing.';
    throw new PostwerkError('intake.invalid-xml', detail, {}, { cause: error });
  }
}

function decodeLatin1(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // oxlint-disable-next-line no-control-regex -- C1 controls are what is replaced
  return text.replace(/[\u0080-\u009f]/gu, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control);
}
