import type { InvoiceMessage } from '../../model/invoice.ts';
import type { XmlElement } from './xml.ts';
import { all, attribute, first, identifier, isoDate, joinedText, present, text, told } from './xmlTerms.ts';

type SupportingDocument = NonNullable<InvoiceMessage['supportingDocuments']>[number];
type PrecedingInvoice = NonNullable<InvoiceMessage['precedingInvoices']>[number];

/** UNTDID 1001 codes by which cac:AdditionalDocumentReference means something else than a supporting document. */
const invoicedObject = '130';
const project = '50';

/** BT-18. */
export function ublInvoicedObject(root: XmlElement): InvoiceMessage['invoicedObject'] {
  return identifier(first(additional(root, invoicedObject)[0], 'cbc:ID'));
}

/** BT-11: a credit note has no cac:ProjectReference and uses a reference of type 50 (CEN/TS 16931-3-2). */
export function ublProject(root: XmlElement): string | undefined {
  return text(root, 'cac:ProjectReference/cbc:ID') ?? text(additional(root, project)[0], 'cbc:ID');
}

function additional(root: XmlElement, typeCode: string): XmlElement[] {
  return all(root, 'cac:AdditionalDocumentReference').filter(
    (reference) => text(reference, 'cbc:DocumentTypeCode') === typeCode,
  );
}

/** BG-24. The attached bytes stay in the file; only their name and type are kept. */
export function ublSupportingDocuments(root: XmlElement): SupportingDocument[] {
  return all(root, 'cac:AdditionalDocumentReference').flatMap((reference) => {
    const typeCode = text(reference, 'cbc:DocumentTypeCode');
    const number = text(reference, 'cbc:ID');
    const taken = typeCode === invoicedObject || (typeCode === project && root.local === 'CreditNote');
    if (taken || number === undefined) return [];
    const attached = first(reference, 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject');
    return [
      told<SupportingDocument>({
        reference: number,
        description: joinedText(reference, 'cbc:DocumentDescription') ?? text(reference, 'cbc:DocumentType'),
        location: text(reference, 'cac:Attachment/cac:ExternalReference/cbc:URI'),
        fileName:
          attribute(attached, 'filename') ?? text(reference, 'cac:Attachment/cac:ExternalReference/cbc:FileName'),
        mimeType: attribute(attached, 'mimeCode'),
      }),
    ];
  });
}

/** BG-3. Plain UBL may also refer to a credit note or a self-billed invoice. */
export function ublPrecedingInvoices(root: XmlElement): PrecedingInvoice[] {
  const kinds = ['Invoice', 'SelfBilledInvoice', 'CreditNote', 'SelfBilledCreditNote'];
  return all(root, 'cac:BillingReference').flatMap((reference) =>
    kinds.flatMap((kind) =>
      all(reference, `cac:${kind}DocumentReference`).flatMap((document) => {
        const number = text(document, 'cbc:ID');
        const issueDate = isoDate(document, 'cbc:IssueDate', 'BT-26 Preceding invoice issue date');
        return number === undefined ? [] : [told<PrecedingInvoice>({ number, issueDate })];
      }),
    ),
  );
}

/** BG-1: BT-21 stands before the text as `#CODE#` (CEN/TS 16931-3-2). */
export function ublNotes(root: XmlElement): { subjectCode?: string; text: string }[] {
  return all(root, 'cbc:Note').flatMap((element) => {
    const note = present(element);
    if (note === undefined) return [];
    const [, subjectCode, rest] = /^#([A-Z]{3})#([\s\S]*)$/u.exec(note) ?? [];
    return subjectCode === undefined || rest === undefined ? [{ text: note }] : [{ subjectCode, text: rest.trim() }];
  });
}
