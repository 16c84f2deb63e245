import { unitAt } from '../../model/unitAt.ts';
import { Unreadable } from './attributeValues.ts';
import { type Fail, hole, type Hole, readTag, type StartTag } from './startTag.ts';
import { isUnusual } from './unusualCharacter.ts';

/** A start tag of a template with `hole` for each value, read once for all documents. */
interface TagForm {
  readonly tag: StartTag;
  readonly holes: readonly Hole[];
}

/** Forms of templates by their text; null where the whole tag must be read. */
const forms = new Map<string, TagForm | null>();
const mostForms = 2000;

/**
 * The tag of a form with its values filled in; null where only reading the whole tag tells what it is, or what is wrong
 * with it. Tags that come again with equal values are left to `readStartTag`, which gives equal ones the same object.
 */
export function fillTag(form: string, values: readonly string[]): StartTag | null {
  let known = forms.get(form);
  if (known === undefined) {
    known = readForm(form);
    if (forms.size < mostForms) forms.set(form, known);
  }
  if (known === null) return null;
  const { tag, holes } = known;
  const attributes: Record<string, unknown> = { ...tag.attributes };
  let next = 0;
  for (const { attribute, read, around } of holes) {
    let text = around[0] ?? '';
    for (let index = 1; index < around.length; index += 1) {
      const value = values[next] ?? '';
      // White space is normalized (XML 1.0 §3.3.3) where the whole tag is read.
      if (!isPlain(value)) return null;
      text += value + (around[index] ?? '');
      next += 1;
    }
    const found = read(text);
    if (found instanceof Unreadable) return null;
    attributes[attribute] = found;
  }
  if (next !== values.length) return null;
  return { rules: tag.rules, attributes, selfClosing: tag.selfClosing, length: tag.length };
}

function readForm(form: string): TagForm | null {
  for (let at = 0; at < form.length; at += 1) if (form[at] !== hole && isUnusual(form.charCodeAt(at))) return null;
  const holes: Hole[] = [];
  try {
    const { tag, repeatable } = readTag(form, 0, notAForm, holes);
    return repeatable || tag.length !== form.length ? null : { tag, holes };
  } catch (error) {
    if (error === noForm) return null;
    throw error;
  }
}

const noForm = new Error('a tag that is read as a whole');

const notAForm: Fail = () => {
  throw noForm;
};

function isPlain(value: string): boolean {
  for (let at = 0, count = value.length; at < count; at += 1) {
    const unit = unitAt(value, at);
    if (unit < 0x20 || isUnusual(unit)) return false;
  }
  return true;
}
