import { symbologies, type Symbology } from './symbologies.ts';

/** Other names of the same. */
const aliases = {
  'gs1-datamatrix': 'gs1datamatrix',
  'gs1-qrcode': 'gs1qrcode',
  'gs1-digital-link': 'gs1dlqrcode',
  sscc: 'sscc18',
  itf: 'interleaved2of5',
  aztec: 'azteccode',
  rationalizedCodabar: 'codabar',
  usps: 'onecode',
} as const satisfies Record<string, Symbology>;

export const symbologyNames: readonly string[] = [...Object.keys(symbologies), ...Object.keys(aliases)];

/** The symbology of that name, or undefined. */
export function symbologyOf(name: string): Symbology | undefined {
  if (Object.hasOwn(symbologies, name)) return name as Symbology;
  return Object.hasOwn(aliases, name) ? aliases[name as keyof typeof aliases] : undefined;
}
