import Pdfkit from 'pdfkit';

/** An object of the file (ISO 32000-2 §7.3.10). */
export interface PdfReference {
  readonly data: Record<string, unknown>;
  end(chunk?: Uint8Array | string): void;
}

/** The parts of a pdfkit 0.20.2 page that its types leave out. */
interface PdfkitPage {
  readonly content: PdfReference & { compress: boolean; buffer: Uint8Array[] };
  readonly resources: PdfReference;
  readonly fonts: Record<string, PdfReference>;
  readonly xobjects: Record<string, PdfReference>;
}

export interface DocumentOptions {
  readonly title: string;
  readonly lang: string;
  /** Creation date, the file's only date; null leaves it out. */
  readonly date: Date | null;
}

/**
 * pdfkit as the writer of objects, cross references and trailer. It collects its bytes directly instead of passing
 * them through a stream, and takes finished page contents; its text, line wrapper and fonts are not used
 * (docs/performance.md says what each of them costs).
 */
export class SyncDocument extends Pdfkit {
  // Field initialisers run after pdfkit's constructor has already written the header, so there is none here.
  declare chunks: Uint8Array[] | undefined;

  constructor(options: DocumentOptions) {
    super({
      pdfVersion: '1.7',
      lang: options.lang,
      displayTitle: true,
      autoFirstPage: false,
      bufferPages: true,
      margin: 0,
      // pdfkit opens Helvetica unless told that there is no default font.
      font: null as unknown as string,
      // The date goes into the file's ID too, which pdfkit makes here.
      info: {
        Title: options.title,
        Producer: 'Postwerk',
        Creator: 'Postwerk',
        CreationDate: options.date ?? new Date(0),
      },
    });
    if (options.date === null) delete this.info.CreationDate;
  }

  override push(chunk: Uint8Array | null): boolean {
    if (chunk !== null) (this.chunks ??= []).push(chunk);
    return true;
  }

  /** A new indirect object. */
  object(data: Record<string, unknown>): PdfReference {
    return this.ref(data);
  }

  /** Adds a page of `width` × `height` points with its finished content stream (already deflated). */
  addDrawnPage(width: number, height: number, deflated: Uint8Array): PdfkitPage {
    this.addPage({ size: [width, height], margin: 0 });
    const page = this.page as unknown as PdfkitPage;
    // pdfkit has begun the stream with a flip of the y axis; the finished content does not want it.
    page.content.compress = false;
    page.content.buffer = [deflated];
    Object.assign(page.content.data, { Filter: 'FlateDecode', Length: deflated.length });
    return page;
  }

  /** Ends the document and gives the file. */
  finish(): Uint8Array<ArrayBuffer> {
    this.end();
    return Buffer.concat(this.chunks ?? []);
  }

  /** pdfkit's own writes texts into XMP without escaping them; called by its `end`. */
  override endMetadata(): void {
    const info = this.info as { Title: string; CreationDate?: Date };
    const metadata = this.object({ Type: 'Metadata', Subtype: 'XML' }) as PdfReference & { compress: boolean };
    metadata.compress = false;
    metadata.end(Buffer.from(xmp(info.Title, info.CreationDate)));
    (this as unknown as { readonly _root: PdfReference })['_root'].data['Metadata'] = metadata;
  }
}

/** Text that goes into an object as it stands; pdfkit would take a plain string for a name. */
export function verbatim(text: string): object {
  return { [Symbol.toStringTag]: 'Verbatim', toString: () => text };
}

/** Extensible metadata (ISO 16684-1) with the same values as the information dictionary. */
function xmp(title: string, date: Date | undefined): string {
  const created = date === undefined ? '' : `<xmp:CreateDate>${date.toISOString().slice(0, 19)}Z</xmp:CreateDate>`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
${created}<xmp:CreatorTool>Postwerk</xmp:CreatorTool>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>Postwerk</pdf:Producer>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
