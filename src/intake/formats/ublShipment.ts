import type { DeliveryNoteMessage, HandlingUnit, Measure } from '../../model/deliveryNote.ts';
import { requireCheckDigit } from '../checkDigit.ts';
import { ublPeriod } from './ublItem.ts';
import { ublAddress, ublParty } from './ublParty.ts';
import type { XmlElement } from './xml.ts';
import {
  all,
  attribute,
  decimal,
  decimalOf,
  first,
  identifier,
  isoDate,
  joinedText,
  listOrAbsent,
  text,
  toldOrAbsent,
} from './xmlTerms.ts';

type Shipment = NonNullable<DeliveryNoteMessage['shipment']>;

/** cac:Shipment: what is under way, from where to where, by whom and in which units. */
export function ublShipment(shipment: XmlElement | undefined): Shipment | undefined {
  if (shipment === undefined) return undefined;
  const delivery = first(shipment, 'cac:Delivery');
  const consignment = first(shipment, 'cac:Consignment');
  const despatch = first(delivery, 'cac:Despatch');
  const origin = first(despatch, 'cac:DespatchAddress') ?? first(shipment, 'cac:OriginAddress');
  const target = first(delivery, 'cac:DeliveryAddress') ?? first(delivery, 'cac:DeliveryLocation/cac:Address');
  return toldOrAbsent<Shipment>({
    identifier: text(shipment, 'cbc:ID'),
    consignment: text(consignment, 'cbc:ID'),
    grossWeight: measure(shipment, consignment, 'cbc:GrossWeightMeasure'),
    netWeight: measure(shipment, consignment, 'cbc:NetWeightMeasure'),
    volume: measure(shipment, consignment, 'cbc:GrossVolumeMeasure'),
    packageCount: packageCount(shipment, consignment),
    deliveryTerms: deliveryTerms(first(delivery, 'cac:DeliveryTerms') ?? first(consignment, 'cac:DeliveryTerms')),
    despatchDate: isoDate(despatch, 'cbc:ActualDespatchDate', 'Actual despatch date'),
    deliveryDate: isoDate(delivery, 'cbc:ActualDeliveryDate', 'Actual delivery date'),
    requestedPeriod: ublPeriod(first(delivery, 'cac:RequestedDeliveryPeriod'), 'Requested delivery period'),
    despatchAddress: ublAddress(origin),
    deliveryAddress: ublAddress(target),
    carrier: carrier(shipment, delivery, consignment),
    vehicle: vehicle(shipment, consignment),
    trackingIdentifier: identifier(first(delivery, 'cbc:TrackingID')),
    handlingUnits: listOrAbsent(all(shipment, 'cac:TransportHandlingUnit').flatMap(handlingUnit)),
  });
}

function measure(shipment: XmlElement, consignment: XmlElement | undefined, path: string): Measure | undefined {
  return measureOf(first(shipment, path) ?? first(consignment, path));
}

function measureOf(element: XmlElement | undefined): Measure | undefined {
  if (element === undefined) return undefined;
  const value = decimalOf(element, 'Measure');
  const unit = attribute(element, 'unitCode');
  return value === undefined || unit === undefined ? undefined : { value, unit };
}

function packageCount(shipment: XmlElement, consignment: XmlElement | undefined): string | undefined {
  for (const [from, path] of [
    [shipment, 'cbc:TotalTransportHandlingUnitQuantity'],
    [consignment, 'cbc:TotalTransportHandlingUnitQuantity'],
    [consignment, 'cbc:TotalPackagesQuantity'],
  ] as const) {
    const count = decimal(from, path, 'Number of handling units');
    if (count !== undefined) return count;
  }
  return undefined;
}

/** The Incoterms code with its place, or the terms in words. */
function deliveryTerms(terms: XmlElement | undefined): string | undefined {
  const words = joinedText(terms, 'cbc:SpecialTerms');
  const place = text(terms, 'cac:DeliveryLocation/cbc:Description') ?? text(terms, 'cac:DeliveryLocation/cbc:Name');
  const code = [text(terms, 'cbc:ID'), place].filter((part) => part !== undefined).join(' ');
  return [code, words].filter((part) => part !== undefined && part !== '').join('\n') || undefined;
}

function carrier(shipment: XmlElement, delivery?: XmlElement, consignment?: XmlElement): Shipment['carrier'] {
  const party =
    first(delivery, 'cac:CarrierParty') ??
    first(consignment, 'cac:CarrierParty') ??
    first(shipment, 'cac:ShipmentStage/cac:CarrierParty') ??
    first(consignment, 'cac:ShipmentStage/cac:CarrierParty');
  return party === undefined ? undefined : ublParty(party);
}

function vehicle(shipment: XmlElement, consignment: XmlElement | undefined): string | undefined {
  for (const from of [shipment, consignment]) {
    for (const means of all(from, 'cac:ShipmentStage/cac:TransportMeans')) {
      const plate =
        text(means, 'cac:RoadTransport/cbc:LicensePlateID') ??
        text(means, 'cac:RailTransport/cbc:TrainID') ??
        text(means, 'cac:MaritimeTransport/cbc:VesselName') ??
        text(means, 'cac:MaritimeTransport/cbc:VesselID') ??
        text(means, 'cac:AirTransport/cbc:AircraftID');
      if (plate !== undefined) return plate;
    }
  }
  return undefined;
}

/** An identifier is an SSCC when its scheme says so, or when it is 18 digits and the scheme says nothing. */
function handlingUnit(unit: XmlElement): HandlingUnit[] {
  const id = identifier(first(unit, 'cbc:ID'));
  const digits = id?.value.replace(/^\(?00\)?(?=\d{18}$)/u, '');
  const saysSscc = id?.scheme?.toUpperCase().includes('SSCC') ?? false;
  if (digits !== undefined && saysSscc) requireCheckDigit(digits, 'SSCC', { line: unit.line, column: unit.column });
  const isSscc = digits !== undefined && (saysSscc || (id?.scheme === undefined && /^\d{18}$/u.test(digits)));
  const own = toldOrAbsent<HandlingUnit>({
    sscc: isSscc ? digits : undefined,
    packageType: text(unit, 'cbc:TransportHandlingUnitTypeCode') ?? text(unit, 'cac:Package/cbc:PackagingTypeCode'),
    quantity:
      decimal(unit, 'cbc:TotalPackageQuantity', 'Number of packages') ??
      decimal(first(unit, 'cac:Package'), 'cbc:Quantity', 'Number of packages'),
    grossWeight: grossWeight(unit),
  });
  return own === undefined ? [] : [own];
}

/** UNTDID 6313: AAB gross weight of goods with packing, G gross weight. */
function grossWeight(unit: XmlElement): Measure | undefined {
  const dimensions = [...all(unit, 'cac:MeasurementDimension'), ...all(unit, 'cac:Package/cac:MeasurementDimension')];
  const weight = dimensions.find((one) => ['AAB', 'G', 'AAD'].includes(text(one, 'cbc:AttributeID') ?? ''));
  return measureOf(first(weight, 'cbc:Measure'));
}
