import type { DeliveryNoteMessage } from '../model/deliveryNote.ts';
import type { InvoiceMessage } from '../model/invoice.ts';
import type { DocumentType, Identifier, Message, Party } from '../model/message.ts';
import type { ShippingLabelMessage } from '../model/shippingLabel.ts';

/** A message with its type, also when the two are not known to belong together by the compiler. */
export interface TypedMessage {
  readonly type: DocumentType;
  readonly message: Message['message'];
}

/** The number people call the document by: BT-1, the despatch advice's or the shipment's number. */
export function documentNumberOf({ message }: TypedMessage): string {
  return message.number;
}

/** Members in which a message says for whom the document is, first found. */
const recipientMembers = ['recipient', 'deliveryParty', 'buyer', 'shipTo'] as const;

/** The recipient's name as the document itself has it, or undefined where it has none. */
export function recipientNameOf({ type, message }: TypedMessage): string | undefined {
  if (type === 'shipping-label') return (message as ShippingLabelMessage).shipTo.name;
  const party = type === 'invoice' ? (message as InvoiceMessage).buyer : recipientOf(message);
  return party?.name ?? party?.tradingName;
}

/** Types that are only a folder of templates name their recipient by the same words as ours. */
function recipientOf(message: object): Party | undefined {
  const parties = message as Partial<Record<(typeof recipientMembers)[number], unknown>>;
  const member = recipientMembers.find((name) => typeof parties[name] === 'object' && parties[name] !== null);
  return member === undefined ? undefined : (parties[member] as Party);
}

/**
 * Everything by which a registered recipient can be found in a message, most specific first: the customer numbers
 * given to it, electronic address, VAT identifier, GLN and other identifiers, legal registration. An identifier with
 * a scheme also comes as `scheme:value` (`0088:9100000000014`). A label names its recipient by words only.
 */
export function identifiersOf({ type, message }: TypedMessage): string[] {
  const found = new Set<string>();
  if (type === 'invoice') {
    addParty(found, (message as InvoiceMessage).buyer);
  } else if (type === 'delivery-note') {
    const { deliveryParty, buyer } = message as DeliveryNoteMessage;
    if (deliveryParty.supplierAccountIdentifier !== undefined) found.add(deliveryParty.supplierAccountIdentifier);
    addParty(found, deliveryParty);
    if (deliveryParty.accountIdentifier !== undefined) found.add(deliveryParty.accountIdentifier);
    if (buyer !== undefined) addParty(found, buyer);
  } else if (type !== 'shipping-label') {
    const recipient = recipientOf(message);
    if (recipient !== undefined) addParty(found, recipient);
  }
  return [...found];
}

function addParty(found: Set<string>, party: Party): void {
  add(found, party.electronicAddress);
  if (party.vatIdentifier !== undefined) found.add(party.vatIdentifier);
  for (const identifier of party.identifiers ?? []) add(found, identifier);
  add(found, party.legalRegistration);
}

function add(found: Set<string>, identifier: Identifier | undefined): void {
  if (identifier === undefined) return;
  found.add(identifier.value);
  if (identifier.scheme !== undefined) found.add(`${identifier.scheme}:${identifier.value}`);
}
