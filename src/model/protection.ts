/** What somebody who was sent a protected PDF may do with it; reading aloud is always allowed (ISO 14289-1 §7.16). */
export const permissions = ['print', 'print-roughly', 'change', 'copy', 'annotate', 'fill-in', 'assemble'] as const;
export type Permission = (typeof permissions)[number];

/** How the PDF of an e-mail is protected where a route asks for it. Such a file is no PDF/A (ISO 19005-3 §6.1.3). */
export interface PdfProtection {
  /** Opens the file; without it everybody can, within the permissions. Forgotten once the document is composed. */
  readonly password?: string;
  /** Nothing but reading when absent. */
  readonly permissions?: readonly Permission[];
}
