/** A name object (ISO 32000-1 §7.3.5), without its slash and with #xx resolved. */
export class PdfName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A string object (§7.3.4): bytes, whatever they mean. */
export class PdfString {
  readonly bytes: Buffer;
  /** It was written in an odd number of hexadecimal digits, the last of which a reader must guess. */
  readonly isOdd: boolean;

  constructor(bytes: Buffer, isOdd = false) {
    this.bytes = bytes;
    this.isOdd = isOdd;
  }

  /** As a text string (§7.9.2.2): UTF-16BE, UTF-8 or PDFDocEncoding, whose ASCII part is enough here. */
  get text(): string {
    const { bytes } = this;
    if (bytes[0] === 0xfe && bytes[1] === 0xff) {
      return Buffer.from(bytes.subarray(2, bytes.length & ~1))
        .swap16()
        .toString('utf16le');
    }
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8');
    return bytes.toString('latin1');
  }
}

/** An indirect reference (§7.3.10). */
export class PdfReference {
  readonly id: number;
  readonly generation: number;

  constructor(id: number, generation: number) {
    this.id = id;
    this.generation = generation;
  }
}

/** A stream object (§7.3.8): its dictionary and its bytes as they stand in the file. */
export class PdfStream {
  readonly dictionary: PdfDictionary;
  readonly raw: Buffer;

  constructor(dictionary: PdfDictionary, raw: Buffer) {
    this.dictionary = dictionary;
    this.raw = raw;
  }
}

/** An operator of a content stream, or a word such as obj. */
export class PdfKeyword {
  readonly word: string;

  constructor(word: string) {
    this.word = word;
  }
}

export type PdfDictionary = ReadonlyMap<string, PdfValue>;
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfReference
  | PdfStream
  | PdfKeyword
  | readonly PdfValue[]
  | PdfDictionary;

export function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return value instanceof Map;
}

export function nameOf(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.name : undefined;
}
