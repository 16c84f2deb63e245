import type { InvoiceMessage, PaymentInstructions } from '../../model/invoice.ts';
import { sepaIdentifier } from './ublParty.ts';
import type { XmlElement } from './xml.ts';
import {
  all,
  attribute,
  decimal,
  first,
  joinedText,
  listOrAbsent,
  required,
  text,
  told,
  toldOrAbsent,
} from './xmlTerms.ts';

type CreditTransfer = NonNullable<PaymentInstructions['creditTransfers']>[number];
type ThirdPartyPayment = NonNullable<InvoiceMessage['thirdPartyPayments']>[number];

/** BG-16 from all cac:PaymentMeans (CEN/TS 16931-3-2): each further one adds an account to the first. */
export function ublPayment(root: XmlElement): PaymentInstructions | undefined {
  const means = all(root, 'cac:PaymentMeans');
  return toldOrAbsent<PaymentInstructions>({
    meansCode: told1(means, (one) => text(one, 'cbc:PaymentMeansCode')),
    meansText: told1(
      means,
      (one) => attribute(first(one, 'cbc:PaymentMeansCode'), 'name') ?? joinedText(one, 'cbc:InstructionNote'),
    ),
    remittanceInformation: told1(means, (one) => text(one, 'cbc:PaymentID')),
    creditTransfers: listOrAbsent(means.flatMap(creditTransfer)),
    card: told1(means, card),
    directDebit: directDebit(root, means),
  });
}

function told1<T>(means: readonly XmlElement[], read: (one: XmlElement) => T | undefined): T | undefined {
  for (const one of means) {
    const value = read(one);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** BG-17. */
function creditTransfer(means: XmlElement): CreditTransfer[] {
  const element = first(means, 'cac:PayeeFinancialAccount');
  const account = text(element, 'cbc:ID');
  if (account === undefined) return [];
  return [told<CreditTransfer>({ account, accountName: text(element, 'cbc:Name'), bic: bic(element) })];
}

/** BT-86. Plain UBL may have a sort code as the branch and the BIC one level deeper. */
function bic(account: XmlElement | undefined): string | undefined {
  const branch = text(account, 'cac:FinancialInstitutionBranch/cbc:ID');
  const institution = text(account, 'cac:FinancialInstitutionBranch/cac:FinancialInstitution/cbc:ID');
  const looksLikeBic = (code: string | undefined) =>
    code !== undefined && /^[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?$/iu.test(code);
  return looksLikeBic(institution) && !looksLikeBic(branch) ? institution : (branch ?? institution);
}

/** BG-18. */
function card(means: XmlElement): PaymentInstructions['card'] {
  const account = first(means, 'cac:CardAccount');
  const number = text(account, 'cbc:PrimaryAccountNumberID');
  if (number === undefined) return undefined;
  return told<NonNullable<PaymentInstructions['card']>>({ number, holder: text(account, 'cbc:HolderName') });
}

/** BG-19; BT-90 is an identifier of the seller or of the payee with scheme SEPA. */
function directDebit(root: XmlElement, means: readonly XmlElement[]): PaymentInstructions['directDebit'] {
  return toldOrAbsent<NonNullable<PaymentInstructions['directDebit']>>({
    mandate: told1(means, (one) => text(one, 'cac:PaymentMandate/cbc:ID')),
    creditorIdentifier:
      sepaIdentifier(first(root, 'cac:PayeeParty')) ??
      sepaIdentifier(first(root, 'cac:AccountingSupplierParty/cac:Party')),
    debitedAccount: told1(
      means,
      (one) =>
        text(one, 'cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID') ??
        text(one, 'cac:PayerFinancialAccount/cbc:ID'),
    ),
  });
}

/** BG-DEX-09: payments by third parties, XRechnung extension. */
export function ublThirdPartyPayments(root: XmlElement): ThirdPartyPayment[] {
  return all(root, 'cac:PrepaidPayment').flatMap((payment) => {
    // Only the extension has an instruction here; elsewhere the element lists what BT-113 already contains.
    const description = text(payment, 'cbc:InstructionID');
    if (description === undefined) return [];
    const amount = decimal(payment, 'cbc:PaidAmount', 'BT-DEX-002 Third party payment amount');
    return [
      told<ThirdPartyPayment>({
        type: text(payment, 'cbc:ID'),
        amount: required(amount, payment, 'cbc:PaidAmount', 'BT-DEX-002 Third party payment amount'),
        description,
      }),
    ];
  });
}
