import type { Address, Decimal, IsoDate } from './message.ts';
import type { Measure } from './deliveryNote.ts';

/** Width and height in millimetres, or 4 × 6 inches. */
export type LabelSize = '105x148' | '148x210' | '4x6';

/**
 * What carries everything but the SSCC, which always stands below as GS1-128: bars, a GS1 DataMatrix, or a QR code with
 * a GS1 Digital Link; the latter two hold the SSCC as well.
 */
export type LabelSymbology = 'gs1-128' | 'gs1-datamatrix' | 'gs1-digital-link';

/** One end of a shipment as it stands on a label. */
export interface LabelParty {
  readonly name: string;
  /** GLN, 13 digits; of the receiver it is AI (410). */
  readonly gln?: string;
  readonly contact?: string;
  readonly phone?: string;
  readonly address: Address;
}

/** GS1 logistic label: one handling unit, identified by its SSCC (GS1 Logistic Label Guideline). */
export interface ShippingLabelMessage {
  /** Where it is not said, what lies in the printer, or else 105x148. */
  readonly size?: LabelSize;
  /** gs1-128 where it is not said. */
  readonly symbology?: LabelSymbology;
  /** Beginning of Digital Link URIs, `https://id.gs1.org` where it is not said. */
  readonly digitalLink?: string;
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
  /** Number of the consignment (GINC), AI (401). */
  readonly consignment?: string;
  /** Number of the shipment for customs and carriers (GSIN), AI (402), 17 digits with valid check digit. */
  readonly gsin?: string;
  /** AI (330n) in kilograms, (340n) in pounds. */
  readonly grossWeight?: Measure;
  /** GTIN of the unit itself where it is sold as a whole, AI (01), 14 digits; then `content` has none. */
  readonly gtin?: string;
  /** This unit's place in the shipment. */
  readonly unit?: { readonly index: number; readonly count: number };
  readonly content?: {
    readonly description?: string;
    /** GTIN of the contained trade items, AI (02), 14 digits. */
    readonly gtin?: string;
    /** AI (37). */
    readonly count?: Decimal;
    /** Number of pieces where the GTIN is one of variable measure, AI (30). */
    readonly variableCount?: Decimal;
    /** AI (310n) in kilograms, (320n) in pounds, where the GTIN is one of variable measure. */
    readonly netWeight?: Measure;
    /** AI (10). */
    readonly batch?: string;
    /** AI (11). */
    readonly productionDate?: IsoDate;
    /** AI (15). */
    readonly bestBefore?: IsoDate;
    /** AI (17): not to be used or sold after. */
    readonly expiryDate?: IsoDate;
  };
}
