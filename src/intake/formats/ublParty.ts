import type { Address, Contact, Identifier, Party } from '../../model/message.ts';
import type { XmlElement } from './xml.ts';
import { all, first, identifier, joinedText, listOrAbsent, text, told, toldOrAbsent } from './xmlTerms.ts';

/**
 * cac:Party as in CEN/TS 16931-3-2 (BG-4, BG-7). Where plain UBL has no registered name, the name the party goes by
 * is its name.
 *
 * @param role element around cac:Party, whose own contact (UBL cac:AccountingContact and the like) is used when
 *   cac:Party has none
 */
export function ublParty(party: XmlElement | undefined, role?: XmlElement): Party {
  const registeredName = text(party, 'cac:PartyLegalEntity/cbc:RegistrationName');
  const tradingName = text(party, 'cac:PartyName/cbc:Name');
  const name =
    registeredName ?? tradingName ?? text(party, 'cac:PartyTaxScheme/cbc:RegistrationName') ?? personName(party);
  return told<Party>({
    name,
    tradingName: registeredName === undefined ? undefined : tradingName,
    identifiers: listOrAbsent(partyIdentifiers(party)),
    legalRegistration: identifier(first(party, 'cac:PartyLegalEntity/cbc:CompanyID')),
    vatIdentifier: taxIdentifier(party, true),
    taxRegistration: taxIdentifier(party, false),
    additionalLegalInformation: text(party, 'cac:PartyLegalEntity/cbc:CompanyLegalForm'),
    electronicAddress: identifier(first(party, 'cbc:EndpointID')),
    address:
      ublAddress(first(party, 'cac:PostalAddress')) ??
      ublAddress(first(party, 'cac:PartyLegalEntity/cac:RegistrationAddress')),
    contact: partyContact(party, role),
  });
}

/** BT-29, BT-46, BT-60. The creditor identifier (BT-90) stands among them with scheme SEPA and is none. */
export function partyIdentifiers(party: XmlElement | undefined): Identifier[] {
  return all(party, 'cac:PartyIdentification/cbc:ID').flatMap((element) => {
    const own = identifier(element);
    return own === undefined || own.scheme === 'SEPA' ? [] : [own];
  });
}

/** BT-90: the bank-assigned creditor identifier of a party. */
export function sepaIdentifier(party: XmlElement | undefined): string | undefined {
  return all(party, 'cac:PartyIdentification/cbc:ID')
    .map((element) => identifier(element))
    .find((own) => own?.scheme === 'SEPA')?.value;
}

/** BT-31 and BT-48 have the tax scheme VAT, BT-32 any other. Plain UBL may say it in cbc:TaxTypeCode only. */
export function taxIdentifier(party: XmlElement | undefined, vat: boolean): string | undefined {
  for (const scheme of all(party, 'cac:PartyTaxScheme')) {
    const isVat =
      text(scheme, 'cac:TaxScheme/cbc:ID')?.toUpperCase() === 'VAT' ||
      text(scheme, 'cac:TaxScheme/cbc:TaxTypeCode')?.toUpperCase() === 'VAT';
    const value = text(scheme, 'cbc:CompanyID');
    if (isVat === vat && value !== undefined) return value;
  }
  return undefined;
}

const roleContacts = ['cac:AccountingContact', 'cac:SellerContact', 'cac:DespatchContact', 'cac:BuyerContact'];

function partyContact(party: XmlElement | undefined, role: XmlElement | undefined): Contact | undefined {
  const own = ublContact(first(party, 'cac:Contact'));
  const person = personName(party);
  if (own !== undefined) return own.name === undefined && person !== undefined ? { name: person, ...own } : own;
  for (const path of [...roleContacts, 'cac:DeliveryContact']) {
    const contact = ublContact(first(role, path));
    if (contact !== undefined) return contact;
  }
  return undefined;
}

/** cac:Contact (BG-6, BG-9). */
export function ublContact(contact: XmlElement | undefined): Contact | undefined {
  return toldOrAbsent<Contact>({
    name: text(contact, 'cbc:Name'),
    phone: text(contact, 'cbc:Telephone'),
    email: text(contact, 'cbc:ElectronicMail'),
  });
}

function personName(party: XmlElement | undefined): string | undefined {
  const person = first(party, 'cac:Person');
  const parts = ['cbc:Title', 'cbc:FirstName', 'cbc:MiddleName', 'cbc:FamilyName'].map((path) => text(person, path));
  return parts.filter((part) => part !== undefined).join(' ') || undefined;
}

/**
 * cac:PostalAddress and its like (BG-5, BG-8, BG-12, BG-15). Lines 1 to 3 are the standard's elements; what plain UBL
 * has beside them (house number, building, department, box) goes where a line is free, so that the letter arrives.
 */
export function ublAddress(address: XmlElement | undefined): Address | undefined {
  if (address === undefined) return undefined;
  const countryText = text(address, 'cac:Country/cbc:IdentificationCode') ?? text(address, 'cac:Country/cbc:Name');
  const country = countryCode(countryText);
  const postbox = text(address, 'cbc:Postbox');
  const extra = [
    text(address, 'cbc:Department'),
    text(address, 'cbc:BuildingName'),
    text(address, 'cbc:Floor'),
    text(address, 'cbc:Room'),
    text(address, 'cbc:CitySubdivisionName'),
    postbox !== undefined && /^\d+$/u.test(postbox) ? `PO Box ${postbox}` : postbox,
    country === undefined ? countryText : undefined,
  ].filter((part) => part !== undefined);
  const lines = [
    streetLine(address, country),
    text(address, 'cbc:AdditionalStreetName'),
    joinedText(address, 'cac:AddressLine/cbc:Line')?.replaceAll('\n', ', '),
  ];
  placeExtra(lines, extra);
  return toldOrAbsent<Address>({
    line1: lines[0],
    line2: lines[1],
    line3: lines[2],
    city: text(address, 'cbc:CityName'),
    postCode: text(address, 'cbc:PostalZone'),
    subdivision: text(address, 'cbc:CountrySubentity') ?? text(address, 'cbc:CountrySubentityCode'),
    country,
  });
}

/** An ISO 3166-1 alpha-2 code; a country written in another way is a line of the address. */
export function countryCode(country: string | undefined): string | undefined {
  return country !== undefined && /^[A-Z]{2}$/iu.test(country) ? country.toUpperCase() : undefined;
}

/** Countries that write the house number before the street. */
const numberFirst = new Set(['AU', 'CA', 'FR', 'GB', 'IE', 'IN', 'LU', 'NZ', 'SG', 'US', 'ZA']);

function streetLine(address: XmlElement, country: string | undefined): string | undefined {
  const street = text(address, 'cbc:StreetName');
  const number = text(address, 'cbc:BuildingNumber');
  if (street === undefined || number === undefined) return street ?? number;
  return country !== undefined && numberFirst.has(country) ? `${number} ${street}` : `${street} ${number}`;
}

/** Puts what has no line of its own on the free ones; what is left joins the last. */
export function placeExtra(lines: (string | undefined)[], extra: string[]): void {
  for (let index = 0; index < lines.length && extra.length > 0; index += 1) {
    if (lines[index] === undefined) lines[index] = extra.shift();
  }
  if (extra.length > 0) lines[lines.length - 1] = [lines.at(-1), ...extra].join(', ');
}
