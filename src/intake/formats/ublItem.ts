import type { Identifier, Item, Period } from '../../model/message.ts';
import type { XmlElement } from './xml.ts';
import {
  all,
  attribute,
  first,
  identifier,
  isoDate,
  joinedText,
  listOrAbsent,
  present,
  text,
  told,
  toldOrAbsent,
} from './xmlTerms.ts';

/** cac:Item (BG-31, BG-32; CEN/TS 16931-3-2). */
export function ublItem(item: XmlElement | undefined): Item {
  return told<Item>({
    name: text(item, 'cbc:Name'),
    description: joinedText(item, 'cbc:Description'),
    sellerIdentifier: text(item, 'cac:SellersItemIdentification/cbc:ID'),
    buyerIdentifier: text(item, 'cac:BuyersItemIdentification/cbc:ID'),
    standardIdentifier: identifier(first(item, 'cac:StandardItemIdentification/cbc:ID')),
    classifications: listOrAbsent(classifications(item)),
    originCountry: text(item, 'cac:OriginCountry/cbc:IdentificationCode'),
    attributes: listOrAbsent(attributes(item)),
  });
}

/** BT-158; its scheme is the listID of UNTDID 7143, a version (BT-158-2) follows after a colon. */
function classifications(item: XmlElement | undefined): Identifier[] {
  return all(item, 'cac:CommodityClassification/cbc:ItemClassificationCode').flatMap((code) => {
    const value = present(code);
    return value === undefined ? [] : [told<Identifier>({ value, scheme: classificationScheme(code) })];
  });
}

export function classificationScheme(code: XmlElement): string | undefined {
  const list = attribute(code, 'listID');
  const version = attribute(code, 'listVersionID');
  return list !== undefined && version !== undefined ? `${list}:${version}` : list;
}

/** BG-32. Plain UBL may give a quantity instead of a text. */
function attributes(item: XmlElement | undefined): { name: string; value: string }[] {
  return all(item, 'cac:AdditionalItemProperty').flatMap((property) => {
    const name = text(property, 'cbc:Name');
    const value = text(property, 'cbc:Value') ?? quantityText(first(property, 'cbc:ValueQuantity'));
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}

function quantityText(quantity: XmlElement | undefined): string | undefined {
  const value = present(quantity);
  const unit = attribute(quantity, 'unitCode');
  return value === undefined || unit === undefined ? value : `${value} ${unit}`;
}

/** cac:InvoicePeriod and its like: BG-14, BG-26. */
export function ublPeriod(period: XmlElement | undefined, term: string): Period | undefined {
  return toldOrAbsent<Period>({
    startDate: isoDate(period, 'cbc:StartDate', term),
    endDate: isoDate(period, 'cbc:EndDate', term),
  });
}
