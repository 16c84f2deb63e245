import type { DeliveryNoteLine, DeliveryNoteMessage } from '../../model/deliveryNote.ts';
import { ublContact, ublParty } from './ublParty.ts';
import { ublItem } from './ublItem.ts';
import { ublShipment } from './ublShipment.ts';
import type { XmlElement } from './xml.ts';
import {
  all,
  attribute,
  decimal,
  first,
  isoDate,
  joinedText,
  listOrAbsent,
  present,
  required,
  text,
  told,
} from './xmlTerms.ts';

type OrderReference = NonNullable<DeliveryNoteMessage['orderReferences']>[number];
type Lot = NonNullable<DeliveryNoteLine['lots']>[number];

/**
 * UBL 2.0/2.1 DespatchAdvice to the delivery note message.
 *
 * @param root `DespatchAdvice`
 * @throws PostwerkError intake.missing-term, intake.invalid-term, intake.invalid-check-digit
 */
export function ublDespatchAdvice(root: XmlElement): DeliveryNoteMessage {
  const issueDate = isoDate(root, 'cbc:IssueDate', 'Issue date');
  const lines = all(root, 'cac:DespatchLine').map(despatchLine);
  const supplier = first(root, 'cac:DespatchSupplierParty');
  const customer = first(root, 'cac:DeliveryCustomerParty');
  return told<DeliveryNoteMessage>({
    number: required(text(root, 'cbc:ID'), root, 'cbc:ID', 'The number of the despatch advice'),
    issueDate: required(issueDate, root, 'cbc:IssueDate', 'The issue date of the despatch advice'),
    issueTime: text(root, 'cbc:IssueTime'),
    typeCode: text(root, 'cbc:DespatchAdviceTypeCode'),
    notes: listOrAbsent(
      all(root, 'cbc:Note').flatMap((note) => (present(note) === undefined ? [] : [{ text: note.text }])),
    ),
    orderReferences: listOrAbsent(all(root, 'cac:OrderReference').flatMap(orderReference)),
    despatchParty: {
      ...ublParty(first(supplier, 'cac:Party'), supplier),
      ...told<{ accountIdentifier?: string }>({ accountIdentifier: text(supplier, 'cbc:CustomerAssignedAccountID') }),
    },
    deliveryParty: {
      ...ublParty(first(customer, 'cac:Party'), customer),
      ...told<{ accountIdentifier?: string; supplierAccountIdentifier?: string }>({
        accountIdentifier: text(customer, 'cbc:CustomerAssignedAccountID'),
        supplierAccountIdentifier: text(customer, 'cbc:SupplierAssignedAccountID'),
      }),
    },
    buyer: roleParty(first(root, 'cac:BuyerCustomerParty') ?? first(root, 'cac:OriginatorCustomerParty')),
    seller: roleParty(first(root, 'cac:SellerSupplierParty')),
    shipment: ublShipment(first(root, 'cac:Shipment')),
    responsible: ublContact(first(supplier, 'cac:DespatchContact')),
    lines: required(lines.length === 0 ? undefined : lines, root, 'cac:DespatchLine', 'The despatch line'),
  });
}

function roleParty(role: XmlElement | undefined): DeliveryNoteMessage['buyer'] {
  const party = first(role, 'cac:Party');
  return party === undefined ? undefined : ublParty(party, role);
}

function orderReference(element: XmlElement): OrderReference[] {
  const number = text(element, 'cbc:ID');
  if (number === undefined) return [];
  return [
    told<OrderReference>({
      number,
      salesOrder: text(element, 'cbc:SalesOrderID'),
      issueDate: isoDate(element, 'cbc:IssueDate', 'Issue date of the order'),
    }),
  ];
}

function despatchLine(line: XmlElement): DeliveryNoteLine {
  const item = first(line, 'cac:Item');
  const quantity = first(line, 'cbc:DeliveredQuantity') ?? first(line, 'cbc:BackorderQuantity');
  return told<DeliveryNoteLine>({
    identifier: required(text(line, 'cbc:ID'), line, 'cbc:ID', 'The identifier of the despatch line'),
    note: joinedText(line, 'cbc:Note'),
    deliveredQuantity: decimal(line, 'cbc:DeliveredQuantity', 'Delivered quantity'),
    unit: attribute(quantity, 'unitCode'),
    backorderQuantity: decimal(line, 'cbc:BackorderQuantity', 'Backorder quantity'),
    backorderReason: joinedText(line, 'cbc:BackorderReason'),
    outstandingQuantity: decimal(line, 'cbc:OutstandingQuantity', 'Outstanding quantity'),
    orderReference: text(line, 'cac:OrderLineReference/cac:OrderReference/cbc:ID'),
    orderLineReference: text(line, 'cac:OrderLineReference/cbc:LineID'),
    salesOrderLineReference: text(line, 'cac:OrderLineReference/cbc:SalesOrderLineID'),
    item: ublItem(item),
    lots: listOrAbsent(all(item, 'cac:ItemInstance/cac:LotIdentification').flatMap(lot)),
    serialNumbers: listOrAbsent(all(item, 'cac:ItemInstance/cbc:SerialID').flatMap((id) => present(id) ?? [])),
  });
}

function lot(element: XmlElement): Lot[] {
  const number = text(element, 'cbc:LotNumberID');
  if (number === undefined) return [];
  return [told<Lot>({ number, expiryDate: isoDate(element, 'cbc:ExpiryDate', 'Expiry date of the lot') })];
}
