/** name(MAX) of RFC 8011 §5.1.3: at most 255 octets. */
const nameLimit = 255;

/**
 * The job-name a delivery goes under: `<number> <deliveryId>`. A person sees the number at the printer; we find the
 * job again by the id, which therefore always stays whole.
 */
export function jobNameOf(number: string, deliveryId: string): string {
  const room = nameLimit - Buffer.byteLength(deliveryId) - 1;
  // Control characters are not allowed in a name (RFC 8011 §5.1.3).
  let name = number.replace(/\p{Cc}/gu, ' ');
  // A cut may leave half a character, which decoding turns into U+FFFD.
  if (Buffer.byteLength(name) > room)
    name = Buffer.from(name)
      .toString('utf8', 0, room)
      .replace(/\uFFFD+$/u, '');
  return `${name} ${deliveryId}`.trim();
}

/** The delivery id at the end of a job-name, or null when it carries none. */
export function deliveryIdOf(jobName: string): string | null {
  return /(?:^|\s)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(jobName)?.[1] ?? null;
}
