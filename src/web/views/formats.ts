import { type Html, html } from './html.ts';

/** A moment as people of the operators' pages read it; the script turns it into the reader's own time zone. */
export function momentOf(at: Date, precision: 'minute' | 'second' = 'minute'): Html {
  const iso = at.toISOString();
  const text = `${iso.slice(0, 10)} ${iso.slice(11, precision === 'second' ? 19 : 16)} UTC`;
  return html`<time datetime="${iso}" data-precision="${precision}">${text}</time>`;
}

/** Bytes in the unit a person would use, three figures. */
export function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toPrecision(3)} KB`;
  return `${(bytes / 1_000_000).toPrecision(3)} MB`;
}

/** 12345 as 12,345. */
export function countOf(count: number): string {
  return new Intl.NumberFormat('en-GB').format(count);
}

/** `delivery-note` as "Delivery note". */
export function typeWord(type: string): string {
  const words = type.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `1 page`, `2 pages`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countOf(count)} ${count === 1 ? one : many}`;
}
