/** The e-mail that carries a document, as composed: the JSON of a rendition in format `email`. */
export interface EmailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Name of the attached PDF, without path. */
  readonly attachmentName: string;
}
