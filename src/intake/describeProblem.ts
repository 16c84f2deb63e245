import type { ErrorObject } from 'ajv/dist/2020.js';
import { pointerStep, shortened } from './jsonPointer.ts';

/** One thing wrong with a submitted document. */
export interface Problem {
  /** JSON pointer (RFC 6901) into the submitted element. */
  readonly field: string;
  readonly text: string;
}

interface NamedSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, NamedSchema>>;
  readonly pattern?: string;
}

/**
 * A schema violation in words: what is wrong at which field, and what is expected there.
 *
 * @param under JSON pointer of the validated value in the submitted element, `/message` for a message
 */
export function describeProblem(error: ErrorObject, under: string): Problem {
  const field = `${under}${error.instancePath}`;
  const schema = (error.parentSchema ?? {}) as NamedSchema;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required': {
      const name = String(params['missingProperty']);
      return { field: `${field}/${name}`, text: `is missing${expected(schema.properties?.[name]?.description)}` };
    }
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      return {
        field: `${field}/${pointerStep(name)}`,
        text: `is not known here${suggestion(name, schema.properties ?? {})}`,
      };
    }
    case 'type': {
      const wanted = [params['type']]
        .flat()
        .map((type) => (type === 'string' ? 'text' : String(type)))
        .join(' or ');
      return { field, text: `is ${kindOf(error.data)}; expected ${wanted}${about(schema.description)}` };
    }
    case 'minLength':
      return { field, text: `is empty${expected(schema.description)}` };
    case 'maxLength':
      return { field, text: `is longer than ${String(params['limit'])} characters` };
    case 'minItems':
      return { field, text: `holds nothing; expected at least ${String(params['limit'])}${about(schema.description)}` };
    case 'enum':
      return { field, text: `is ${shown(error.data)}; expected one of ${[params['allowedValues']].flat().join(', ')}` };
    default:
      return { field, text: `is ${shown(error.data)}${expected(schema.description)}` };
  }
}

function expected(description: string | undefined): string {
  return description === undefined ? '' : `; expected: ${description.replace(/\.$/u, '')}`;
}

function about(description: string | undefined): string {
  return description === undefined ? '' : ` (${description.replace(/\.$/u, '')})`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object'
    ? 'an object'
    : `${typeof value === 'string' ? 'text' : `a ${typeof value}`} ${shown(value)}`;
}

function shown(value: unknown): string {
  return shortened(JSON.stringify(value) ?? String(value), 80);
}

/** The known member whose name is at most two edits away, else all that are known, if they are few. */
function suggestion(name: string, properties: Readonly<Record<string, unknown>>): string {
  const known = Object.keys(properties);
  const close = known.find((candidate) => withinTwoEdits(name.toLowerCase(), candidate.toLowerCase()));
  if (close !== undefined) return `; did you mean "${close}"?`;
  return known.length <= 12 ? `; known are ${known.join(', ')}` : '';
}

function withinTwoEdits(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2) return false;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return (previous[b.length] ?? 3) <= 2;
}
