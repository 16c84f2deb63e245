/** A member name as one step of a JSON pointer (RFC 6901 section 3); what cannot be shown becomes a dot. */
export function pointerStep(name: string): string {
  if (/^[\w-]{1,60}$/u.test(name)) return name;
  return shortened(name.replaceAll('~', '~0').replaceAll('/', '~1').replace(/\p{C}/gu, '·'), 80);
}

export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
