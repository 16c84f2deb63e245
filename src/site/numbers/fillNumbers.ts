export interface LooseDocument {
  readonly type?: unknown;
  readonly site?: unknown;
  readonly message?: unknown;
}

/**
 * A job as JSON, made at a site: documents without a site get this one's, and labels without an SSCC the next numbers.
 * What is not a job in JSON stays as it is; intake says what is wrong with it.
 *
 * @param numbered types whose message must have an `sscc`
 */
export async function fillNumbers(
  body: Buffer,
  siteId: string,
  numbered: ReadonlySet<string>,
  take: (count: number) => Promise<readonly string[]>,
): Promise<Buffer> {
  const job = readJob(body);
  if (job === null) return body;
  const filled = await fillDocuments(job.documents, siteId, numbered, take);
  const same = filled.every((document, at) => document === job.documents[at]);
  return same ? body : Buffer.from(JSON.stringify({ ...job, documents: filled }));
}

/** The documents in their order; one that lacks nothing is the same object as before. */
export async function fillDocuments(
  documents: readonly LooseDocument[],
  siteId: string,
  numbered: ReadonlySet<string>,
  take: (count: number) => Promise<readonly string[]>,
): Promise<readonly LooseDocument[]> {
  const count = documents.filter((document) => needsNumber(document, numbered)).length;
  const numbers = (count === 0 ? [] : await take(count))[Symbol.iterator]();
  return documents.map((document) => {
    const numberless = needsNumber(document, numbered);
    if (!numberless && document.site !== undefined) return document;
    const message = numberless
      ? { message: { ...(document.message as object), sscc: numbers.next().value as string } }
      : {};
    return { ...document, ...(document.site === undefined ? { site: siteId } : {}), ...message };
  });
}

function readJob(body: Buffer): { readonly documents: readonly LooseDocument[] } | null {
  try {
    const job = JSON.parse(body.toString('utf8')) as { documents?: unknown } | null;
    const documents = job?.documents;
    if (!Array.isArray(documents) || !documents.every(isObject)) return null;
    return { ...job, documents };
  } catch {
    return null;
  }
}

function needsNumber({ type, message }: LooseDocument, numbered: ReadonlySet<string>): boolean {
  return typeof type === 'string' && numbered.has(type) && isObject(message) && !('sscc' in message);
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
