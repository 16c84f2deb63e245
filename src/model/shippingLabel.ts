import type { Address, Decimal, IsoDate } from './message.ts';
import type { Measure } from './deliveryNote.ts';

/** One end of a shipment as it stands on a label. */
export interface LabelParty {
  readonly name: string;
  readonly contact?: string;
  readonly phone?: string;
  readonly address: Address;
}

/** GS1 logistic label: one handling unit, identified by its SSCC (GS1 Logistic Label Guideline). */
export interface ShippingLabelMessage {
  /** The shipment's number as people say it. */
  readonly number: string;
  /** 18 digits with valid check digit, AI (00). */
  readonly sscc: string;
  readonly shipFrom: LabelParty;
  readonly shipTo: LabelParty;
  readonly deliveryNoteNumber?: string;
  readonly purchaseOrderReference?: string;
  readonly shipDate?: IsoDate;
  readonly carrier?: string;
  readonly service?: string;
  /** Routing code, AI (403). */
  readonly route?: string;
  readonly grossWeight?: Measure;
  /** This unit's place in the shipment. */
  readonly unit?: { readonly index: number; readonly count: number };
  readonly content?: {
    readonly description?: string;
    /** GTIN of the contained trade items, AI (02), 14 digits. */
    readonly gtin?: string;
    /** AI (37). */
    readonly count?: Decimal;
    /** AI (10). */
    readonly batch?: string;
    /** AI (15). */
    readonly bestBefore?: IsoDate;
  };
}
