/** States in IPP's words (RFC 8011 §5.3.7 job-state). The same seven serve jobs, documents and deliveries. */
export const states = ['pending', 'held', 'processing', 'stopped', 'canceled', 'aborted', 'completed'] as const;
export type State = (typeof states)[number];

/** States from which nothing moves by itself. `held` waits for a person, so the road has come to an end there too. */
export function isFinal(state: State): boolean {
  return state === 'held' || state === 'canceled' || state === 'aborted' || state === 'completed';
}

/**
 * Which state may follow which, for documents and deliveries alike; tests hold the audit trail against it. `held`
 * ends a road until a person releases (or cancels), `aborted` and `completed` until a person resends.
 */
const transitions: Readonly<Record<State, readonly State[]>> = {
  pending: ['processing', 'held', 'canceled', 'aborted'],
  // Completed: a person saw that it came out.
  held: ['pending', 'processing', 'canceled', 'completed'],
  processing: ['pending', 'held', 'stopped', 'canceled', 'aborted', 'completed'],
  stopped: ['pending', 'processing', 'held', 'canceled', 'aborted'],
  canceled: [],
  aborted: ['pending', 'processing'],
  completed: ['processing'],
};

export function mayFollow(from: State, to: State): boolean {
  return transitions[from].includes(to);
}

/** What is known of a print or a mail, weakest first. Only what is proven is told to the ERP. */
export const evidences = ['handed-over', 'accepted', 'printed', 'confirmed'] as const;
export type Evidence = (typeof evidences)[number];

export const channels = ['print', 'email', 'portal'] as const;
export type Channel = (typeof channels)[number];

export const renditionFormats = ['pdf', 'zpl', 'tspl', 'email', 'protected'] as const;
/**
 * `email` is the localised subject, text and HTML body as JSON (see model/rendition.ts); `protected` the PDF encrypted,
 * for an e-mail whose route asks for it (model/protection.ts).
 */
export type RenditionFormat = (typeof renditionFormats)[number];

/** What is kept of a document: its renditions, and the picture of the page that did not pass its proof (PNG). */
export const storedFormats = [...renditionFormats, 'proof'] as const;
export type StoredFormat = (typeof storedFormats)[number];
