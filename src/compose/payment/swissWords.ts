/** Words of the payment part in the languages it may have (Style guide QR-bill, Annex A); they are not translated else. */
export interface SwissWords {
  readonly receipt: string;
  readonly payment: string;
  readonly account: string;
  readonly reference: string;
  readonly information: string;
  readonly payer: string;
  readonly payerBlank: string;
  readonly currency: string;
  readonly amount: string;
  readonly acceptance: string;
  /** Stands above the line where no scissors are drawn (Implementation Guidelines §3.7). */
  readonly separate: string;
}

const words = {
  de: {
    receipt: 'Empfangsschein',
    payment: 'Zahlteil',
    account: 'Konto / Zahlbar an',
    reference: 'Referenz',
    information: 'Zusätzliche Informationen',
    payer: 'Zahlbar durch',
    payerBlank: 'Zahlbar durch (Name/Adresse)',
    currency: 'Währung',
    amount: 'Betrag',
    acceptance: 'Annahmestelle',
    separate: 'Vor der Einzahlung abzutrennen',
  },
  fr: {
    receipt: 'Récépissé',
    payment: 'Section paiement',
    account: 'Compte / Payable à',
    reference: 'Référence',
    information: 'Informations supplémentaires',
    payer: 'Payable par',
    payerBlank: 'Payable par (nom/adresse)',
    currency: 'Monnaie',
    amount: 'Montant',
    acceptance: 'Point de dépôt',
    separate: 'A détacher avant le versement',
  },
  it: {
    receipt: 'Ricevuta',
    payment: 'Sezione pagamento',
    account: 'Conto / Pagabile a',
    reference: 'Riferimento',
    information: 'Informazioni supplementari',
    payer: 'Pagabile da',
    payerBlank: 'Pagabile da (nome/indirizzo)',
    currency: 'Valuta',
    amount: 'Importo',
    acceptance: 'Punto di accettazione',
    separate: 'Da staccare prima del versamento',
  },
  en: {
    receipt: 'Receipt',
    payment: 'Payment part',
    account: 'Account / Payable to',
    reference: 'Reference',
    information: 'Additional information',
    payer: 'Payable by',
    payerBlank: 'Payable by (name/address)',
    currency: 'Currency',
    amount: 'Amount',
    acceptance: 'Acceptance point',
    separate: 'Separate before paying in',
  },
} as const satisfies Record<string, SwissWords>;

/** @param locale a document in another language has the English payment part. */
export function swissWords(locale: string): SwissWords & { readonly language: string } {
  const [language = 'en'] = locale.split('-');
  const known = Object.hasOwn(words, language) ? (language as keyof typeof words) : 'en';
  return { ...words[known], language: known };
}
