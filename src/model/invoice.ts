import type { Address, Contact, Decimal, Identifier, IsoDate, Item, Party, Period } from './message.ts';

/** Allowance or charge: BG-20, BG-21 (document), BG-27, BG-28 (line). */
export interface AllowanceCharge {
  readonly amount: Decimal;
  readonly baseAmount?: Decimal;
  readonly percentage?: Decimal;
  readonly vatCategory?: string;
  readonly vatRate?: Decimal;
  readonly reason?: string;
  readonly reasonCode?: string;
}

/** BG-25. */
export interface InvoiceLine {
  /** BT-126. */
  readonly identifier: string;
  /**
   * The line that this one is part of (XRechnung extension BG-DEX-01, Factur-X EXTENDED BT-X-304). Its amount is
   * contained in that line's amount: only lines without parent add up to BT-106.
   */
  readonly parentIdentifier?: string;
  /** BT-127. */
  readonly note?: string;
  /** BT-128. */
  readonly objectIdentifier?: Identifier;
  /** BT-129. */
  readonly quantity?: Decimal;
  /** BT-130, UN/ECE Recommendation 20 or 21 code. */
  readonly unit?: string;
  /** BT-131. */
  readonly netAmount: Decimal;
  /** BT-132. */
  readonly orderLineReference?: string;
  /** BT-133. */
  readonly accountingReference?: string;
  /** BG-26. */
  readonly period?: Period;
  /** BG-27. */
  readonly allowances?: readonly AllowanceCharge[];
  /** BG-28. */
  readonly charges?: readonly AllowanceCharge[];
  /** BG-29. */
  readonly price?: {
    /** BT-146. */
    readonly netPrice: Decimal;
    /** BT-147. */
    readonly discount?: Decimal;
    /** BT-148. */
    readonly grossPrice?: Decimal;
    /** BT-149. */
    readonly baseQuantity?: Decimal;
    /** BT-150. */
    readonly baseQuantityUnit?: string;
  };
  /** BG-30: BT-151, BT-152. */
  readonly vat?: { readonly category: string; readonly rate?: Decimal };
  /** BG-31. */
  readonly item: Item;
}

/** BG-23. */
export interface VatBreakdown {
  /** BT-116. */
  readonly taxableAmount: Decimal;
  /** BT-117. */
  readonly taxAmount: Decimal;
  /** BT-118. */
  readonly category: string;
  /** BT-119. */
  readonly rate?: Decimal;
  /** BT-120. */
  readonly exemptionReason?: string;
  /** BT-121. */
  readonly exemptionReasonCode?: string;
}

/** BG-22. */
export interface InvoiceTotals {
  /** BT-106. */
  readonly lineNetAmount?: Decimal;
  /** BT-107. */
  readonly allowanceAmount?: Decimal;
  /** BT-108. */
  readonly chargeAmount?: Decimal;
  /** BT-109. */
  readonly netAmount?: Decimal;
  /** BT-110. */
  readonly vatAmount?: Decimal;
  /** BT-111. */
  readonly vatAmountInVatCurrency?: Decimal;
  /** BT-112. */
  readonly grossAmount?: Decimal;
  /** BT-113. */
  readonly paidAmount?: Decimal;
  /** BT-114. */
  readonly roundingAmount?: Decimal;
  /** BT-115. */
  readonly payableAmount: Decimal;
}

/** BG-16. */
export interface PaymentInstructions {
  /** BT-81, UNTDID 4461. */
  readonly meansCode?: string;
  /** BT-82. */
  readonly meansText?: string;
  /** BT-83. */
  readonly remittanceInformation?: string;
  /** BG-17: BT-84 (IBAN or other account), BT-85, BT-86 (BIC). */
  readonly creditTransfers?: readonly {
    readonly account: string;
    readonly accountName?: string;
    readonly bic?: string;
  }[];
  /** BG-18: BT-87, BT-88. */
  readonly card?: { readonly number: string; readonly holder?: string };
  /** BG-19: BT-89, BT-90, BT-91. */
  readonly directDebit?: {
    readonly mandate?: string;
    readonly creditorIdentifier?: string;
    readonly debitedAccount?: string;
  };
}

/** EN 16931-1 semantic model of an invoice or credit note; names are the business terms' names. */
export interface InvoiceMessage {
  /** BT-1. */
  readonly number: string;
  /** BT-2. */
  readonly issueDate: IsoDate;
  /** BT-3, UNTDID 1001: 380 invoice, 381 credit note, … */
  readonly typeCode: string;
  /** BT-5, ISO 4217. */
  readonly currency: string;
  /** BT-6. */
  readonly vatCurrency?: string;
  /** BT-7. */
  readonly taxPointDate?: IsoDate;
  /** BT-8. */
  readonly taxPointDateCode?: string;
  /** BT-9. */
  readonly dueDate?: IsoDate;
  /** BT-10. */
  readonly buyerReference?: string;
  /** BT-11. */
  readonly projectReference?: string;
  /** BT-12. */
  readonly contractReference?: string;
  /** BT-13. */
  readonly purchaseOrderReference?: string;
  /** BT-14. */
  readonly salesOrderReference?: string;
  /** BT-15. */
  readonly receivingAdviceReference?: string;
  /** BT-16. */
  readonly despatchAdviceReference?: string;
  /** BT-17. */
  readonly tenderReference?: string;
  /** BT-18. */
  readonly invoicedObject?: Identifier;
  /** BT-19. */
  readonly buyerAccountingReference?: string;
  /** BT-20. */
  readonly paymentTerms?: string;
  /** BG-1: BT-21, BT-22. */
  readonly notes?: readonly { readonly subjectCode?: string; readonly text: string }[];
  /** BT-23. */
  readonly businessProcess?: string;
  /** BT-24. */
  readonly specification?: string;
  /** BG-3: BT-25, BT-26. */
  readonly precedingInvoices?: readonly { readonly number: string; readonly issueDate?: IsoDate }[];
  /** BG-4. */
  readonly seller: Party;
  /** BG-7. */
  readonly buyer: Party;
  /** BG-10: BT-59, BT-60, BT-61. */
  readonly payee?: {
    readonly name?: string;
    readonly identifier?: Identifier;
    readonly legalRegistration?: Identifier;
  };
  /** BG-11. */
  readonly sellerTaxRepresentative?: {
    readonly name?: string;
    readonly vatIdentifier?: string;
    readonly address?: Address;
  };
  /** BG-13: BT-70, BT-71, BT-72, BG-15. */
  readonly delivery?: {
    readonly name?: string;
    readonly locationIdentifier?: Identifier;
    readonly date?: IsoDate;
    readonly address?: Address;
  };
  /** BG-14. */
  readonly invoicingPeriod?: Period;
  /** BG-16. */
  readonly payment?: PaymentInstructions;
  /** BG-20. */
  readonly allowances?: readonly AllowanceCharge[];
  /** BG-21. */
  readonly charges?: readonly AllowanceCharge[];
  /** XRechnung extension BG-DEX-09: BT-DEX-001 to BT-DEX-003. Their amounts are part of BT-115. */
  readonly thirdPartyPayments?: readonly {
    readonly type?: string;
    readonly amount: Decimal;
    readonly description?: string;
  }[];
  /** BG-22. */
  readonly totals: InvoiceTotals;
  /** BG-23. */
  readonly vatBreakdown: readonly VatBreakdown[];
  /** BG-24: BT-122 to BT-125 (the attached bytes stay in the source; name and type are kept). */
  readonly supportingDocuments?: readonly {
    readonly reference: string;
    readonly description?: string;
    readonly location?: string;
    readonly fileName?: string;
    readonly mimeType?: string;
  }[];
  /** The person to turn to, with direct line and e-mail; absent, the seller's contact (BG-6) is printed. */
  readonly responsible?: Contact;
  /** BG-25. */
  readonly lines: readonly InvoiceLine[];
}
