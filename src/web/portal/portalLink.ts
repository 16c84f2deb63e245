import { signToken } from '../signedToken.ts';

/**
 * The path of a recipient's portal page. Whoever holds it may read that recipient's documents until `expires`.
 *
 * @param secret `webSecret` of the store
 */
export function portalLink(secret: string, recipientId: string, expires: Date): string {
  return `/portal/${signToken(secret, 'portal', recipientId, expires)}`;
}

/** The path of one document, to be sent with it: it shows that document and nothing else. */
export function portalDocumentLink(secret: string, documentId: string, expires: Date): string {
  return `/portal/d/${signToken(secret, 'portal-document', documentId, expires)}`;
}
