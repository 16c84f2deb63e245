import { Unreadable, type ValueKind } from './attributeValues.ts';
import { decodeReferences } from './decodeReferences.ts';
import { type ElementRules, rulesOf } from './elementRules.ts';
import { nearestName } from './nearestName.ts';
import { ownText } from './ownText.ts';
import { elementNames } from './vocabulary.ts';

/** What a start tag says. Equal tags share one object, whatever document they stand in. */
export interface StartTag {
  readonly rules: ElementRules;
  /** Lengths in points; read-only, because it is shared. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly selfClosing: boolean;
  /** Length in characters from '<' to '>', both included. */
  readonly length: number;
}

/** Reports what is wrong and where: an index into the markup. */
export type Fail = (detail: string, at: number) => never;

/** Tags read before, by everything between '<' and '>': a template says the same few hundred again and again. */
const known = new Map<string, StartTag>();
const mostKnown = 4000;
const longestKnown = 400;
/** Values that differ from tag to tag would fill the list for nothing. */
const seldomRepeated: ReadonlySet<ValueKind> = new Set<ValueKind>(['text', 'nonEmptyText', 'decimal', 'href']);

const namePattern = /[A-Za-z_][\w.-]*/y;
const attributePattern = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const endPattern = /\s*(\/?)>/y;

/**
 * Reads the start tag whose '<' is at `at` (XML 1.0 §3.1) and its attributes by the vocabulary.
 *
 * Whether a named style is declared is for the caller to check: that depends on the document.
 */
export function readStartTag(xml: string, at: number, fail: Fail): StartTag {
  const end = xml.indexOf('>', at);
  const text = end < 0 || end - at > longestKnown ? null : xml.slice(at + 1, end);
  const seen = text === null ? undefined : known.get(text);
  if (seen !== undefined) return seen;
  const { tag, repeatable } = readTag(xml, at, fail);
  // A '>' inside a value ends `text` too early; such a tag is read anew each time.
  if (text !== null && repeatable && tag.length === text.length + 2 && known.size < mostKnown) {
    const own = ownText(xml.slice(at, end + 1));
    known.set(own.slice(1, -1), readTag(own, 0, fail).tag);
  }
  return tag;
}

/** Stands for a value in the form of a tag: a character that XML cannot carry. */
export const hole = '\0';

/** An attribute with values in it, and the texts around them. */
export interface Hole {
  readonly attribute: string;
  readonly read: (text: string) => unknown;
  readonly around: readonly string[];
}

/**
 * @param holes takes the attributes in which `hole` stands for values; without it a value is read as it is written.
 */
export function readTag(
  xml: string,
  at: number,
  fail: Fail,
  holes: Hole[] | null = null,
): { tag: StartTag; repeatable: boolean } {
  namePattern.lastIndex = at + 1;
  const name = namePattern.exec(xml)?.[0];
  if (name === undefined) return fail('"<" begins no tag; write &lt; for the character', at);
  const rules = rulesOf.get(name);
  if (rules === undefined) return fail(`unknown element <${name}>${suggestion(name, elementNames)}`, at);
  const attributes: Record<string, unknown> = { ...rules.absent };
  let repeatable = true;
  let next = at + 1 + name.length;
  for (;;) {
    attributePattern.lastIndex = next;
    const found = attributePattern.exec(xml);
    if (found === null) break;
    const [whole, attribute = '', double, single] = found;
    const reader = rules.attributes.get(attribute);
    if (reader === undefined) {
      return fail(`<${name}> has no attribute "${attribute}"${suggestion(attribute, rules.attributes.keys())}`, at);
    }
    if (attributes[attribute] !== undefined)
      return fail(`duplicate attribute: ${attribute}`, next + whole.search(/\S/));
    const text = normalized(decodeReferences(double ?? single ?? '', next, fail), double ?? single ?? '');
    if (seldomRepeated.has(reader.kind)) repeatable = false;
    if (holes !== null && text.includes(hole)) {
      holes.push({ attribute, read: reader.read, around: text.split(hole) });
      attributes[attribute] = hole;
    } else {
      const value = reader.read(text);
      if (value instanceof Unreadable) {
        return fail(`<${name} ${attribute}="${excerpt(text)}">: expected ${value.expected}`, at);
      }
      attributes[attribute] = value;
    }
    next += whole.length;
  }
  endPattern.lastIndex = next;
  const end = endPattern.exec(xml);
  if (end === null) return fail(`<${name}> is not closed by ">", or an attribute is not written as name="value"`, at);
  for (const required of rules.required) {
    if (attributes[required] === undefined) return fail(`<${name}> needs the attribute "${required}"`, at);
  }
  const tag: StartTag = {
    rules,
    attributes,
    selfClosing: end[1] === '/',
    length: next + end[0].length - at,
  };
  return { tag, repeatable };
}

/** XML 1.0 §3.3.3: white space written as such is a blank, as a reference it stays what it is. */
function normalized(decoded: string, written: string): string {
  if (!/[\t\n\r]/.test(written)) return decoded;
  return decoded === written
    ? decoded.replace(/\r\n|[\t\n\r]/g, ' ')
    : decodeReferences(written.replace(/\r\n|[\t\n\r]/g, ' '), 0, never);
}

function never(detail: string): never {
  throw new Error(detail);
}

export function suggestion(name: string, names: Iterable<string>): string {
  const nearest = nearestName(name, names);
  return nearest === null ? '' : `; did you mean "${nearest}"?`;
}

export function excerpt(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 40 ? `${trimmed.slice(0, 39)}…` : trimmed;
}
