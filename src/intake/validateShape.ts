import { PostwerkError } from '../errors.ts';
import { decimalText } from './decimalText.ts';
import { pointerStep, shortened } from './jsonPointer.ts';
import { mayBeForbidden, requirePlainText } from './validateText.ts';

/** Where a schema has decimals, so that JSON numbers there become text while integers elsewhere stay numbers. */
export interface DecimalPlan {
  readonly decimal: boolean;
  readonly members: ReadonlyMap<string, DecimalPlan>;
  readonly items: DecimalPlan | undefined;
}

interface SchemaNode {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly type?: string | readonly string[];
}

const decimalRef = '#/$defs/decimal';
export const depthLimit = 32;

/** Reads the places of decimals (`$ref` to `#/$defs/decimal`) out of a message schema. */
export function planDecimals(messageSchema: object): DecimalPlan {
  const schema: SchemaNode = messageSchema;
  const known = new Map<string, DecimalPlan>();
  const plan = (node: SchemaNode): DecimalPlan => {
    if (node.$ref === undefined) {
      const members = new Map(Object.entries(node.properties ?? {}).map(([name, member]) => [name, plan(member)]));
      return { decimal: false, members, items: node.items && plan(node.items) };
    }
    if (node.$ref === decimalRef) return { decimal: true, members: new Map(), items: undefined };
    let resolved = known.get(node.$ref);
    if (resolved === undefined) {
      const target = schema.$defs?.[node.$ref.replace('#/$defs/', '')];
      known.set(node.$ref, (resolved = target ? plan(target) : plan({})));
    }
    return resolved;
  };
  return plan(schema);
}

/**
 * A copy of `value` made of plain objects only, every text free of forbidden characters, every decimal as text. The
 * submitted value itself stays as it is.
 *
 * @throws PostwerkError intake.forbidden-character; intake.invalid-message for nesting that is too deep, for a member
 *   called `__proto__` and for numbers that lose digits
 */
export function plainCopy(value: unknown, plan: DecimalPlan): unknown {
  return copyAt(value, plan, []);
}

/** `path` holds the member names down to `value`; a pointer is made of it only where an error needs one. */
function copyAt(value: unknown, plan: DecimalPlan | undefined, path: (string | number)[]): unknown {
  if (typeof value === 'string') {
    if (mayBeForbidden(value)) requirePlainText(value, pointer(path));
    return value;
  }
  if (typeof value === 'number') return plan?.decimal ? decimal(value, path) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (path.length >= depthLimit) {
    const field = shortened(pointer(path), 120);
    throw new PostwerkError('intake.invalid-message', `${field} is nested deeper than ${depthLimit} levels.`, {
      field,
    });
  }
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    for (let index = 0; index < value.length; index += 1) {
      path.push(index);
      copy.push(copyAt(value[index], plan?.items, path));
      path.pop();
    }
    return copy;
  }
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    path.push(name);
    if (name === '__proto__') {
      const field = pointer(path);
      throw new PostwerkError('intake.invalid-message', `${field} is not a member of any message.`, { field });
    }
    copy[name] = copyAt((value as Record<string, unknown>)[name], plan?.members.get(name), path);
    path.pop();
  }
  return copy;
}

function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${pointerStep(String(step))}`).join('');
}

function decimal(value: number, path: readonly (string | number)[]): string {
  const text = decimalText(value);
  if (text !== undefined) return text;
  const field = pointer(path);
  const detail = `${field} is the number ${value}, which JSON cannot carry exactly; send it as text.`;
  throw new PostwerkError('intake.invalid-message', detail, { field });
}
