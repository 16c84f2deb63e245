export interface DocumentFacts {
  readonly title: string;
  /** BCP 47. */
  readonly lang: string;
  /** The document's own date, null when it has none. */
  readonly date: Date | null;
}

const start = Buffer.from(`<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdf:Producer="Postwerk" xmp:CreatorTool="Postwerk"`);

/**
 * PDF/A knows the schemas of its edition of XMP; that of PDF/UA must be described in the packet itself
 * (ISO 19005-3 §6.6.2.3).
 */
const uaSchema = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>`;

const end = `</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;
const ends = { claimed: Buffer.from(uaSchema + end), unclaimed: Buffer.from(end) };

/**
 * The metadata packet (ISO 16684-1) with the same values as the information dictionary, and which standards the file
 * claims to follow: PDF/UA-1, and PDF/A-3 level A unless it is protected, which PDF/A forbids.
 */
export function xmpPacket({ title, lang, date }: DocumentFacts, claimsPdfA: boolean): Buffer {
  const time = date === null ? '' : `${date.toISOString().slice(0, 19)}Z`;
  const facts = Buffer.from(
    (time === '' ? '' : ` xmp:CreateDate="${time}"`) +
      `${claimsPdfA ? ' pdfaid:part="3" pdfaid:conformance="A"' : ''} pdfuaid:part="1">` +
      `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>` +
      `<dc:language><rdf:Bag><rdf:li>${escapeXml(lang)}</rdf:li></rdf:Bag></dc:language></rdf:Description>`,
  );
  return Buffer.concat([start, facts, claimsPdfA ? ends.claimed : ends.unclaimed]);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
