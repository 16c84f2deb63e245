import { describe, expect, it } from 'vitest';
import { PostwerkError } from '../../../../src/errors.ts';
import { convertBytes } from '../../../../src/intake/convertBytes.ts';
import { validateDocument } from '../../../../src/intake/validateDocument.ts';
import type { DeliveryNoteMessage } from '../../../../src/model/deliveryNote.ts';

const u = 'urn:oasis:names:specification:ubl:schema:xsd';
const line = '<cac:DespatchLine><cbc:ID>1</cbc:ID><cac:Item><cbc:Name>Honig</cbc:Name></cac:Item></cac:DespatchLine>';
const head = '<cbc:ID>LS-1</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate>';

function xml(content: string): Buffer {
  return Buffer.from(
    `<DespatchAdvice xmlns="${u}:DespatchAdvice-2" xmlns:cac="${u}:CommonAggregateComponents-2" xmlns:cbc="${u}:CommonBasicComponents-2">${content}</DespatchAdvice>`,
  );
}

function mapped(content: string): DeliveryNoteMessage {
  const [converted] = convertBytes(xml(head + content + line), 'a.xml');
  expect(validateDocument(converted)).toEqual(converted);
  return converted?.message as DeliveryNoteMessage;
}

function refusal(content: string): { code: string; detail: string } {
  try {
    convertBytes(xml(content), 'a.xml');
  } catch (error) {
    if (error instanceof PostwerkError) return { code: error.code, detail: error.detail };
    throw error;
  }
  throw new Error('was read');
}

describe('UBL despatch advice', () => {
  it('tells nothing that the file does not tell', () => {
    expect(mapped('')).toEqual({
      number: 'LS-1',
      issueDate: '2026-11-02',
      despatchParty: {},
      deliveryParty: {},
      lines: [{ identifier: '1', item: { name: 'Honig' } }],
    });
  });

  it('maps the shipment: weights, dates, addresses, carrier, vehicle, tracking and handling units', () => {
    const { shipment } = mapped(`<cbc:IssueTime>08:15:00+01:00</cbc:IssueTime><cac:Shipment><cbc:ID>S-1</cbc:ID>
      <cbc:GrossWeightMeasure unitCode="KGM">512.4</cbc:GrossWeightMeasure><cbc:TotalTransportHandlingUnitQuantity>2</cbc:TotalTransportHandlingUnitQuantity>
      <cac:Consignment><cbc:ID>C-1</cbc:ID><cbc:NetWeightMeasure unitCode="KGM">480</cbc:NetWeightMeasure><cac:DeliveryTerms><cbc:ID>DAP</cbc:ID><cbc:SpecialTerms>frei Rampe</cbc:SpecialTerms><cac:DeliveryLocation><cbc:Name>Budapest</cbc:Name></cac:DeliveryLocation></cac:DeliveryTerms></cac:Consignment>
      <cac:ShipmentStage><cac:CarrierParty><cac:PartyName><cbc:Name>Express</cbc:Name></cac:PartyName></cac:CarrierParty><cac:TransportMeans><cac:RoadTransport><cbc:LicensePlateID>L-123AB</cbc:LicensePlateID></cac:RoadTransport></cac:TransportMeans></cac:ShipmentStage>
      <cac:Delivery><cbc:TrackingID>TR-1</cbc:TrackingID><cbc:ActualDeliveryDate>2026-11-04</cbc:ActualDeliveryDate><cac:RequestedDeliveryPeriod><cbc:StartDate>2026-11-03</cbc:StartDate></cac:RequestedDeliveryPeriod>
        <cac:DeliveryAddress><cbc:CityName>Budapest</cbc:CityName></cac:DeliveryAddress><cac:Despatch><cbc:ActualDespatchDate>2026-11-02</cbc:ActualDespatchDate><cac:DespatchAddress><cbc:CityName>Linz</cbc:CityName></cac:DespatchAddress></cac:Despatch></cac:Delivery>
      <cac:TransportHandlingUnit><cbc:ID schemeID="SSCC">391000000000000016</cbc:ID><cbc:TransportHandlingUnitTypeCode>PX</cbc:TransportHandlingUnitTypeCode><cac:MeasurementDimension><cbc:AttributeID>AAB</cbc:AttributeID><cbc:Measure unitCode="KGM">256.2</cbc:Measure></cac:MeasurementDimension></cac:TransportHandlingUnit>
      <cac:TransportHandlingUnit><cbc:ID>Palette 2</cbc:ID><cac:Package><cbc:Quantity>12</cbc:Quantity><cbc:PackagingTypeCode>CT</cbc:PackagingTypeCode></cac:Package></cac:TransportHandlingUnit>
    </cac:Shipment>`);
    expect(shipment).toEqual({
      identifier: 'S-1',
      consignment: 'C-1',
      grossWeight: { value: '512.4', unit: 'KGM' },
      netWeight: { value: '480', unit: 'KGM' },
      packageCount: '2',
      deliveryTerms: 'DAP Budapest\nfrei Rampe',
      despatchDate: '2026-11-02',
      deliveryDate: '2026-11-04',
      requestedPeriod: { startDate: '2026-11-03' },
      despatchAddress: { city: 'Linz' },
      deliveryAddress: { city: 'Budapest' },
      carrier: { name: 'Express' },
      vehicle: 'L-123AB',
      trackingIdentifier: { value: 'TR-1' },
      handlingUnits: [
        { sscc: '391000000000000016', packageType: 'PX', grossWeight: { value: '256.2', unit: 'KGM' } },
        { packageType: 'CT', quantity: '12' },
      ],
    });
  });

  it('maps lots, serial numbers, quantities, roles and the responsible person', () => {
    const message =
      mapped(`<cac:DespatchSupplierParty><cbc:CustomerAssignedAccountID>L-1</cbc:CustomerAssignedAccountID><cac:DespatchContact><cbc:Name>Eva</cbc:Name></cac:DespatchContact></cac:DespatchSupplierParty>
      <cac:DeliveryCustomerParty><cbc:SupplierAssignedAccountID>K-1</cbc:SupplierAssignedAccountID></cac:DeliveryCustomerParty>
      <cac:BuyerCustomerParty><cac:Party><cac:PartyName><cbc:Name>Käufer</cbc:Name></cac:PartyName></cac:Party></cac:BuyerCustomerParty>
      <cac:DespatchLine><cbc:ID>2</cbc:ID><cbc:DeliveredQuantity unitCode="KGM">90</cbc:DeliveredQuantity><cbc:OutstandingQuantity unitCode="KGM">10</cbc:OutstandingQuantity><cac:Item><cac:ItemInstance><cbc:SerialID>SN-1</cbc:SerialID><cac:LotIdentification><cbc:LotNumberID>CH-7</cbc:LotNumberID><cbc:ExpiryDate>2027-01-31</cbc:ExpiryDate></cac:LotIdentification></cac:ItemInstance></cac:Item></cac:DespatchLine>`);
    expect(message).toMatchObject({
      despatchParty: { accountIdentifier: 'L-1' },
      deliveryParty: { supplierAccountIdentifier: 'K-1' },
      buyer: { name: 'Käufer' },
      responsible: { name: 'Eva' },
    });
    expect(message.lines[0]).toEqual({
      identifier: '2',
      deliveredQuantity: '90',
      unit: 'KGM',
      outstandingQuantity: '10',
      item: {},
      lots: [{ number: 'CH-7', expiryDate: '2027-01-31' }],
      serialNumbers: ['SN-1'],
    });
  });

  it('refuses a wrong SSCC, a missing number and a note without lines', () => {
    const unit =
      '<cac:Shipment><cac:TransportHandlingUnit><cbc:ID schemeID="SSCC">391000000000000012</cbc:ID></cac:TransportHandlingUnit></cac:Shipment>';
    expect(refusal(head + unit + line).code).toBe('intake.invalid-check-digit');
    expect(refusal(`<cbc:IssueDate>2026-11-02</cbc:IssueDate>${line}`)).toMatchObject({ code: 'intake.missing-term' });
    expect(refusal(head).detail).toContain('cac:DespatchLine');
  });
});
