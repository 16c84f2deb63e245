/** A file of a bundle: where it goes, and which bytes. */
export interface BundleFile {
  /** Relative, with `/`: `templates/invoice/page.hbs`, `locales/de/invoice.json`. */
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly size: number;
}

/** Rows of headquarters' registry that a site works with. */
export interface BundleRegistry {
  readonly site: object;
  readonly senders: readonly object[];
  /** Those that were removed are missing. */
  readonly devices: readonly object[];
}

/** What a site works with, in one signed text. The serial only grows: an agent takes no older one than it has. */
export interface BundleManifest {
  readonly site: string;
  readonly serial: number;
  /** Version of the program that made it. */
  readonly program: string;
  readonly defaultLocale: string;
  readonly files: readonly BundleFile[];
  readonly registry: BundleRegistry;
}

/** How a bundle travels: the manifest's bytes exactly as they were signed. */
export interface SignedBundle {
  /** SHA-256 of the content without serial, lower-case hex. */
  readonly version: string;
  /** Base64. */
  readonly manifest: string;
  /** Ed25519 over the manifest's bytes, base64 (RFC 8032). */
  readonly signature: string;
}
