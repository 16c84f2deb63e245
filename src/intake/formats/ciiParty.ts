import type { Address, Contact, Identifier, Party } from '../../model/message.ts';
import { countryCode, placeExtra } from './ublParty.ts';
import type { XmlElement } from './xml.ts';
import {
  all,
  attribute,
  first,
  identifier,
  joinedText,
  listOrAbsent,
  present,
  text,
  told,
  toldOrAbsent,
} from './xmlTerms.ts';

/** A trade party as in CEN/TS 16931-3-3 (BG-4, BG-7). */
export function ciiParty(party: XmlElement | undefined): Party {
  return told<Party>({
    name: text(party, 'ram:Name'),
    tradingName: text(party, 'ram:SpecifiedLegalOrganization/ram:TradingBusinessName'),
    identifiers: listOrAbsent(ciiIdentifiers(party)),
    legalRegistration: identifier(first(party, 'ram:SpecifiedLegalOrganization/ram:ID')),
    vatIdentifier: ciiTaxIdentifier(party, 'VA'),
    taxRegistration: ciiTaxIdentifier(party, 'FC'),
    additionalLegalInformation: joinedText(party, 'ram:Description'),
    electronicAddress: identifier(first(party, 'ram:URIUniversalCommunication/ram:URIID')),
    address: ciiAddress(first(party, 'ram:PostalTradeAddress')),
    contact: ciiContact(first(party, 'ram:DefinedTradeContact')),
  });
}

/** BT-29, BT-46, BT-60, BT-71: ram:GlobalID where the identifier has a scheme, ram:ID where it has none. */
export function ciiIdentifiers(party: XmlElement | undefined): Identifier[] {
  return [...all(party, 'ram:ID'), ...all(party, 'ram:GlobalID')].flatMap((element) => identifier(element) ?? []);
}

/** BT-31, BT-48, BT-63 have the scheme VA (some write VAT), BT-32 has FC. */
export function ciiTaxIdentifier(party: XmlElement | undefined, scheme: 'VA' | 'FC'): string | undefined {
  for (const id of all(party, 'ram:SpecifiedTaxRegistration/ram:ID')) {
    const own = attribute(id, 'schemeID')?.toUpperCase();
    if ((own === 'VAT' ? 'VA' : own) === scheme && id.text !== '') return present(id);
  }
  return undefined;
}

export function ciiAddress(address: XmlElement | undefined): Address | undefined {
  const countryText = text(address, 'ram:CountryID') ?? text(address, 'ram:CountryName');
  const country = countryCode(countryText);
  const lines = [
    text(address, 'ram:LineOne') ?? text(address, 'ram:StreetName'),
    text(address, 'ram:LineTwo'),
    text(address, 'ram:LineThree'),
  ];
  placeExtra(lines, country === undefined && countryText !== undefined ? [countryText] : []);
  return toldOrAbsent<Address>({
    line1: lines[0],
    line2: lines[1],
    line3: lines[2],
    city: text(address, 'ram:CityName'),
    postCode: text(address, 'ram:PostcodeCode'),
    subdivision: text(address, 'ram:CountrySubDivisionName'),
    country,
  });
}

/** BG-6, BG-9: a person, else the department (BT-41 allows either). */
function ciiContact(contact: XmlElement | undefined): Contact | undefined {
  return toldOrAbsent<Contact>({
    name: text(contact, 'ram:PersonName') ?? text(contact, 'ram:DepartmentName'),
    phone: text(contact, 'ram:TelephoneUniversalCommunication/ram:CompleteNumber'),
    email: text(contact, 'ram:EmailURIUniversalCommunication/ram:URIID'),
  });
}
