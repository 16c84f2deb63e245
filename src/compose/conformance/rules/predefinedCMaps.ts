/** ISO 32000-1 table 118, without the direction. */
const names = new Set([
  ...['GB-EUC', 'GBpc-EUC', 'GBK-EUC', 'GBKp-EUC', 'GBK2K', 'UniGB-UCS2', 'UniGB-UTF16', 'B5pc', 'HKscs-B5', 'ETen-B5'],
  ...['ETenms-B5', 'CNS-EUC', 'UniCNS-UCS2', 'UniCNS-UTF16', '83pv-RKSJ', '90ms-RKSJ', '90msp-RKSJ', '90pv-RKSJ'],
  ...['Add-RKSJ', 'EUC', 'Ext-RKSJ', 'UniJIS-UCS2', 'UniJIS-UCS2-HW', 'UniJIS-UTF16', 'KSC-EUC', 'KSCms-UHC'],
  ...['KSCms-UHC-HW', 'KSCpc-EUC', 'UniKS-UCS2', 'UniKS-UTF16', 'Identity'],
]);

/** Is it a CMap that every reader has? */
export function isPredefinedCMap(name: string): boolean {
  return name === 'H' || name === 'V' || (/-[HV]$/.test(name) && names.has(name.slice(0, -2)));
}
