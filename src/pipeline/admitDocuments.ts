import { v7 as uuid } from 'uuid';
import type { TemplateLibrary } from '../compose/templates/templateLibrary.ts';
import { PostwerkError } from '../errors.ts';
import { documentNumberOf, identifiersOf, recipientNameOf } from '../intake/messageTerms.ts';
import { validateDocument } from '../intake/validateDocument.ts';
import type { SubmittedDocument } from '../model/job.ts';
import type { Store } from '../store/db.ts';
import type { NewDocument, Refusal } from '../store/jobs.ts';
import { resolveParties } from '../store/recipients.ts';

/** One element or line of a submission: a parsed value, or the reason why it could not be parsed. */
export type Candidate =
  | { readonly position: number; readonly value: unknown }
  | {
      readonly position: number;
      readonly error: { readonly code: string; readonly detail: string; readonly field?: string };
    };

interface Valid {
  readonly position: number;
  readonly document: SubmittedDocument;
}

/** Decides over each candidate by itself: a broken one is refused with its reason and its neighbours go on. */
export async function admitDocuments(
  { store, library }: { readonly store: Store; readonly library: TemplateLibrary },
  candidates: readonly Candidate[],
): Promise<{ documents: NewDocument[]; refusals: Refusal[] }> {
  const valid: Valid[] = [];
  const refusals: Refusal[] = [];
  for (const candidate of candidates) {
    if ('error' in candidate) {
      refusals.push({ position: candidate.position, ...candidate.error, detail: storable(candidate.error.detail) });
    } else validate(candidate.position, candidate.value, library, valid, refusals);
  }
  const parties = await resolveParties(
    store,
    valid.map(({ document }) => ({
      ...(document.recipient === undefined ? {} : { recipient: document.recipient }),
      ...(document.sender === undefined ? {} : { sender: document.sender }),
      ...(document.site === undefined ? {} : { site: document.site }),
      identifiers: identifiersOf(document),
    })),
  );
  const documents: NewDocument[] = [];
  for (const [index, { position, document }] of valid.entries()) {
    const found = parties[index];
    const unknown = (['recipient', 'sender', 'site'] as const).find((role) => found?.unknown[role]);
    if (unknown) {
      refusals.push({
        position,
        code: 'intake.unknown-party',
        field: `/${unknown}`,
        detail: `The ${unknown} "${document[unknown]}" is not registered.`,
        ...(document.reference === undefined ? {} : { reference: document.reference }),
      });
    } else {
      documents.push(newDocument(position, document, library, found?.recipient ?? null));
    }
  }
  return { documents, refusals };
}

function validate(
  position: number,
  value: unknown,
  library: TemplateLibrary,
  valid: Valid[],
  refusals: Refusal[],
): void {
  try {
    const document = validateDocument(value);
    if (document.locale !== undefined && library.resolveLocale(document.locale) === null) {
      throw new PostwerkError(
        'intake.unknown-locale',
        `"${document.locale}" is not among the released locales: ${library.locales.join(', ')}.`,
        { field: '/locale' },
      );
    }
    valid.push({ position, document });
  } catch (error) {
    if (!(error instanceof PostwerkError)) throw error;
    const reference = (value as { reference?: unknown } | null)?.reference;
    refusals.push({
      position,
      code: error.code,
      detail: storable(error.detail),
      ...(error.place.field === undefined ? {} : { field: storable(error.place.field) }),
      ...(typeof reference === 'string' ? { reference: storable(reference) } : {}),
    });
  }
}

/** Longest text of a refused document that is given back, in UTF-16 units. */
const givenBack = 2_000;

/**
 * What a refused document said, fit to be stored and given back: PostgreSQL takes no NUL and no lone surrogate, and
 * a megabyte of nonsense need not come back.
 */
function storable(text: string): string {
  return text.slice(0, givenBack).replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD');
}

function newDocument(
  position: number,
  document: SubmittedDocument,
  library: TemplateLibrary,
  recipient: { readonly id: string; readonly name: string } | null,
): NewDocument {
  const recipientName = recipient?.name ?? recipientNameOf(document);
  return {
    id: uuid(),
    position,
    type: document.type,
    number: documentNumberOf(document),
    priority: library.types.get(document.type)?.priority ?? 5,
    message: document.message,
    ...(document.reference === undefined ? {} : { reference: document.reference }),
    ...(recipient ? { recipientId: recipient.id } : {}),
    ...(recipientName === undefined ? {} : { recipientName }),
    ...(document.sender === undefined ? {} : { senderId: document.sender }),
    ...(document.site === undefined ? {} : { siteId: document.site }),
    ...(document.locale === undefined ? {} : { locale: document.locale }),
    ...(document.deliveries === undefined ? {} : { deliveryRequests: [...document.deliveries] }),
    ...(document.hold ? { hold: true } : {}),
  };
}
