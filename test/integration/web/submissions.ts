/** Labels as an ERP submits them: the smallest of the three types. */
const party = (name: string, city: string, postCode: string, country: string) => ({
  name,
  address: { line1: 'Hauptstraße 1', city, postCode, country },
});

/** GS1 General Specifications §7.9: weights 3 and 1 from the right. */
function withCheckDigit(digits: string): string {
  const sum = [...digits]
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

export function label(number: number, more: object = {}): object {
  return {
    type: 'shipping-label',
    reference: `WMS-${number}`,
    message: {
      number: `L-${number}`,
      sscc: withCheckDigit(`34012345${String(number).padStart(9, '0')}`),
      shipFrom: party('Alpenfracht Logistik AG', 'Linz', '4020', 'AT'),
      shipTo: party('Kisalföld Nagyker Kft.', 'Győr', '9021', 'HU'),
    },
    ...more,
  };
}

export const jobOf = (...documents: object[]): string => JSON.stringify({ documents });

export const jsonType = { 'content-type': 'application/json' };
export const ndjsonType = { 'content-type': 'application/x-ndjson' };

export interface JobAnswerBody {
  readonly jobId: string;
  readonly state: string;
  readonly accepted: number;
  readonly refused: number;
  readonly documents: readonly {
    readonly position: number;
    readonly status: string;
    readonly documentId?: string;
    readonly code?: string;
    readonly field?: string;
    readonly detail?: string;
  }[];
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly help: string;
  readonly requestId: string;
  readonly field?: string;
  readonly line?: number;
  readonly column?: number;
}
