import type { DeliveryNoteMessage } from './deliveryNote.ts';
import type { InvoiceMessage } from './invoice.ts';
import type { ShippingLabelMessage } from './shippingLabel.ts';

/** The neutral data of one document, with its type. */
export type Message =
  | { readonly type: 'invoice'; readonly message: InvoiceMessage }
  | { readonly type: 'delivery-note'; readonly message: DeliveryNoteMessage }
  | { readonly type: 'shipping-label'; readonly message: ShippingLabelMessage };

export type DocumentType = Message['type'];

/**
 * A decimal number exactly as the source wrote it, '.' as decimal mark, no grouping ("229.60"). Text, because
 * amounts must reach paper unchanged; own JSON may also send a JSON number, which intake turns into text.
 */
export type Decimal = string;

/** A calendar date, ISO 8601 `YYYY-MM-DD`. */
export type IsoDate = string;

export interface Identifier {
  readonly value: string;
  /** Scheme (ISO 6523 ICD, EAS code or the source's own), where the source says one. */
  readonly scheme?: string;
}

/** Postal address: EN 16931 BG-5, BG-8, BG-12, BG-15. */
export interface Address {
  readonly line1?: string;
  readonly line2?: string;
  readonly line3?: string;
  readonly city?: string;
  readonly postCode?: string;
  readonly subdivision?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

/** EN 16931 BG-6, BG-9. */
export interface Contact {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
}

/** Seller (BG-4), Buyer (BG-7) and the parties of a delivery. */
export interface Party {
  /** BT-27, BT-44. */
  readonly name?: string;
  /** BT-28, BT-45. */
  readonly tradingName?: string;
  /** BT-29, BT-46. */
  readonly identifiers?: readonly Identifier[];
  /** BT-30, BT-47. */
  readonly legalRegistration?: Identifier;
  /** BT-31, BT-48. */
  readonly vatIdentifier?: string;
  /** BT-32. */
  readonly taxRegistration?: string;
  /** BT-33. */
  readonly additionalLegalInformation?: string;
  /** BT-34, BT-49. */
  readonly electronicAddress?: Identifier;
  readonly address?: Address;
  readonly contact?: Contact;
}

export interface Period {
  readonly startDate?: IsoDate;
  readonly endDate?: IsoDate;
}

/** Item: EN 16931 BG-31, UBL cac:Item. */
export interface Item {
  /** BT-153. */
  readonly name?: string;
  /** BT-154. */
  readonly description?: string;
  /** BT-155. */
  readonly sellerIdentifier?: string;
  /** BT-156. */
  readonly buyerIdentifier?: string;
  /** BT-157, a GTIN as a rule. */
  readonly standardIdentifier?: Identifier;
  /** BT-158. */
  readonly classifications?: readonly Identifier[];
  /** BT-159. */
  readonly originCountry?: string;
  /** BG-32. */
  readonly attributes?: readonly { readonly name: string; readonly value: string }[];
}
