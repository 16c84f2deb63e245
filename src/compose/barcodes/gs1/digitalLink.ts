import { PostwerkError } from '../../../errors.ts';
import { type Gs1Element, parseElementString } from './elementString.ts';

/** Primary identification keys and the qualifiers that may follow in the path, in this order (GS1 Digital Link §4.3). */
const qualifiers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '00': [],
  '01': [['22', '10', '21'], ['235']],
  '253': [],
  '255': [],
  '401': [],
  '402': [],
  '414': [['254'], ['7040']],
  '415': [['8020']],
  '417': [['7040']],
  '8003': [],
  '8004': [['7040']],
  '8006': [['22', '10', '21']],
  '8010': [['8011']],
  '8013': [],
  '8017': [['8019']],
  '8018': [['8019']],
};

/**
 * Checks a GS1 Digital Link URI (`https://id.example.com/01/09521234543213/10/LOT1?17=261231`) and returns its elements:
 * key, qualifiers in their order, further attributes in the query.
 *
 * Throws `compose.barcode-invalid` for a wrong form, identifier, order or value.
 */
export function parseDigitalLink(uri: string): Gs1Element[] {
  if (/[^!-~]/u.test(uri)) throw invalid(uri, 'only ASCII is possible; write other characters as %XX');
  if (!URL.canParse(uri)) throw invalid(uri, 'it is not a URI');
  const { protocol, host, pathname, searchParams } = new URL(uri);
  if ((protocol !== 'https:' && protocol !== 'http:') || host === '') throw invalid(uri, 'https://… is needed');
  const parts = pathname.replace(/\/$/u, '').split('/').slice(1);
  const start = keyPlace(parts);
  if (start < 0) throw invalid(uri, 'no primary key such as /01/<GTIN> is in its path');
  const path = elementsOf(uri, parts.slice(start));
  const [key, ...rest] = path;
  if (key === undefined) throw invalid(uri, 'its key has no value');
  checkOrder(uri, key, rest);
  const attributes = Array.from(searchParams, ([ai, value]) => ({ ai, value })).filter(({ ai }) =>
    /^\d{2,4}$/u.test(ai),
  );
  const elements = [...path, ...attributes];
  for (const { ai, value } of elements) parseElementString(`(${ai})${value}`);
  return elements;
}

/**
 * The Digital Link of elements whose first is the key: its qualifiers follow in the path, in their order, everything else
 * in the query (GS1 Digital Link: URI Syntax §4).
 *
 * @param base `https://id.example.com`, with or without a path.
 */
export function formatDigitalLink(base: string, [key, ...rest]: readonly Gs1Element[]): string {
  if (key === undefined) throw invalid(base, 'it has no key');
  const order = (qualifiers[key.ai] ?? []).find((ais) => rest.some(({ ai }) => ais.includes(ai))) ?? [];
  const inPath = order.flatMap((wanted) => rest.filter(({ ai }) => ai === wanted));
  const path = [key, ...inPath].map(({ ai, value }) => `/${ai}/${percentEncoded(value)}`).join('');
  const query = rest.filter((element) => !inPath.includes(element));
  const asked = query.map(({ ai, value }) => `${ai}=${percentEncoded(value)}`).join('&');
  return `${base.replace(/\/+$/u, '')}${path}${asked === '' ? '' : `?${asked}`}`;
}

/** Reserved characters as %XX, those too that RFC 3986 leaves to schemes. */
function percentEncoded(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The key is the last part of the path that is one and has a value; what stands before is the resolver's own. */
function keyPlace(parts: readonly string[]): number {
  for (let at = parts.length - 2; at >= 0; at -= 2) {
    const part = parts[at] ?? '';
    if (Object.hasOwn(qualifiers, part)) return at;
    if (!/^\d{2,4}$/u.test(part)) return -1;
  }
  return -1;
}

function elementsOf(uri: string, parts: readonly string[]): Gs1Element[] {
  const elements: Gs1Element[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const value = decoded(uri, parts[at + 1] ?? '');
    if (value === '') throw invalid(uri, `/${parts[at]} has no value`);
    elements.push({ ai: parts[at] ?? '', value });
  }
  return elements;
}

function decoded(uri: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new PostwerkError(
      'compose.barcode-invalid',
      `"${uri}": "${text}" is not written as %XX`,
      {},
      { cause: error },
    );
  }
}

function checkOrder(uri: string, key: Gs1Element, rest: readonly Gs1Element[]): void {
  const found = rest.map(({ ai }) => ai);
  if (found.length === 0) return;
  const allowed = qualifiers[key.ai] ?? [];
  const fits = allowed.some((order) => {
    let at = -1;
    return found.every((ai) => {
      const next = order.indexOf(ai);
      const isLater = next > at;
      at = next;
      return isLater;
    });
  });
  if (fits) return;
  const orders = allowed.map((order) => order.join(', ')).join(' or ');
  throw invalid(
    uri,
    orders === '' ? `nothing may follow /${key.ai} in the path` : `/${key.ai} takes ${orders}, in this order`,
  );
}

function invalid(uri: string, why: string): PostwerkError {
  return new PostwerkError('compose.barcode-invalid', `"${uri}" is not a GS1 Digital Link: ${why}`);
}
