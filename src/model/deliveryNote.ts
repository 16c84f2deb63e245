import type { Address, Contact, Decimal, Identifier, IsoDate, Item, Party, Period } from './message.ts';

/** UBL cac:DespatchLine. */
export interface DeliveryNoteLine {
  readonly identifier: string;
  readonly note?: string;
  readonly deliveredQuantity?: Decimal;
  /** UN/ECE Recommendation 20 or 21 code. */
  readonly unit?: string;
  readonly backorderQuantity?: Decimal;
  readonly backorderReason?: string;
  readonly outstandingQuantity?: Decimal;
  readonly orderReference?: string;
  readonly orderLineReference?: string;
  readonly salesOrderLineReference?: string;
  readonly item: Item;
  readonly lots?: readonly { readonly number: string; readonly expiryDate?: IsoDate }[];
  readonly serialNumbers?: readonly string[];
}

/** A pallet, box or other handling unit with its SSCC. */
export interface HandlingUnit {
  /** 18 digits with valid check digit (GS1 General Specifications §3.2, AI (00)). */
  readonly sscc?: string;
  /** UN/ECE Recommendation 21 package code. */
  readonly packageType?: string;
  readonly quantity?: Decimal;
  readonly grossWeight?: Measure;
}

export interface Measure {
  readonly value: Decimal;
  /** UN/ECE Recommendation 20 code, KGM for kilograms. */
  readonly unit: string;
}

/** UBL DespatchAdvice, the delivery note's data. */
export interface DeliveryNoteMessage {
  readonly number: string;
  readonly issueDate: IsoDate;
  readonly issueTime?: string;
  readonly typeCode?: string;
  readonly notes?: readonly { readonly text: string }[];
  readonly orderReferences?: readonly {
    readonly number: string;
    readonly salesOrder?: string;
    readonly issueDate?: IsoDate;
  }[];
  /** cac:DespatchSupplierParty. */
  readonly despatchParty: Party & { readonly accountIdentifier?: string };
  /** cac:DeliveryCustomerParty. */
  readonly deliveryParty: Party & { readonly accountIdentifier?: string; readonly supplierAccountIdentifier?: string };
  /** cac:BuyerCustomerParty, cac:SellerSupplierParty, cac:OriginatorCustomerParty where they differ. */
  readonly buyer?: Party;
  readonly seller?: Party;
  readonly shipment?: {
    readonly identifier?: string;
    readonly consignment?: string;
    readonly grossWeight?: Measure;
    readonly netWeight?: Measure;
    readonly volume?: Measure;
    readonly packageCount?: Decimal;
    readonly deliveryTerms?: string;
    readonly despatchDate?: IsoDate;
    readonly deliveryDate?: IsoDate;
    readonly requestedPeriod?: Period;
    readonly despatchAddress?: Address;
    readonly deliveryAddress?: Address;
    readonly carrier?: Party;
    readonly vehicle?: string;
    readonly trackingIdentifier?: Identifier;
    readonly handlingUnits?: readonly HandlingUnit[];
  };
  readonly responsible?: Contact;
  readonly lines: readonly DeliveryNoteLine[];
}
