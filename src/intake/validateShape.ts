import { PostwerkError } from '../errors.ts';
import { decimalText } from './decimalText.ts';
import { pointerStep, shortened } from './jsonPointer.ts';
import { requirePlainText } from './validateText.ts';

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
export function plainCopy(value: unknown, plan: DecimalPlan | undefined, field = '', depth = 0): unknown {
  if (typeof value === 'string') {
    requirePlainText(value, field);
    return value;
  }
  if (typeof value === 'number') return plan?.decimal ? decimal(value, field) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= depthLimit) {
    const detail = `${shortened(field, 120)} is nested deeper than ${depthLimit} levels.`;
    throw new PostwerkError('intake.invalid-message', detail, { field: shortened(field, 120) });
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => plainCopy(item, plan?.items, `${field}/${index}`, depth + 1));
  }
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const pointer = `${field}/${pointerStep(name)}`;
    if (name === '__proto__') {
      throw new PostwerkError('intake.invalid-message', `${pointer} is not a member of any message.`, {
        field: pointer,
      });
    }
    copy[name] = plainCopy(member, plan?.members.get(name), pointer, depth + 1);
  }
  return copy;
}

function decimal(value: number, field: string): string {
  const text = decimalText(value);
  if (text !== undefined) return text;
  const detail = `${field} is the number ${value}, which JSON cannot carry exactly; send it as text.`;
  throw new PostwerkError('intake.invalid-message', detail, { field });
}
