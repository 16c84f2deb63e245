interface LooseDocument {
  readonly type?: unknown;
  readonly site?: unknown;
  readonly message?: unknown;
}

/**
 * A job as JSON, made at a site: documents without a site get this one's, and labels without an SSCC the next numbers.
 * What is not a job in JSON stays as it is; intake says what is wrong with it. Gives the body and which places of
 * `documents` (from 0) were numbered.
 *
 * @param numbered types whose message must have an `sscc`
 */
export async function fillNumbers(
  body: Buffer,
  siteId: string,
  numbered: ReadonlySet<string>,
  take: (count: number) => Promise<readonly string[]>,
): Promise<{ readonly body: Buffer; readonly places: readonly number[] }> {
  const job = readJob(body);
  if (job === null) return { body, places: [] };
  const { documents } = job;
  const places = documents.flatMap((document, at) => (needsNumber(document, numbered) ? [at] : []));
  if (places.length === 0 && documents.every(({ site }) => site !== undefined)) return { body, places };
  const numbers = places.length === 0 ? [] : await take(places.length);
  const filled = documents.map((document, at) => {
    const place = places.indexOf(at);
    const message = document.message as object;
    const number = place < 0 ? {} : { message: { ...message, sscc: numbers[place] } };
    return { ...document, ...(document.site === undefined ? { site: siteId } : {}), ...number };
  });
  return { body: Buffer.from(JSON.stringify({ ...job, documents: filled })), places };
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

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
