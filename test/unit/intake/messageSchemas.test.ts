import { describe, expect, it } from 'vitest';
import {
  ownTemplatesDir,
  readLanguages,
  ownLocalesDir,
  readMessageSchemas,
} from '../../../src/intake/messageSchemas.ts';
import { validateDocument } from '../../../src/intake/validateDocument.ts';
import { fullDeliveryNote, fullInvoice, fullShippingLabel } from './fullMessages.ts';

const schemas = readMessageSchemas(ownTemplatesDir);
const full = { invoice: fullInvoice, 'delivery-note': fullDeliveryNote, 'shipping-label': fullShippingLabel };

interface Node {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean;
  readonly items?: Node;
}

function schemaPaths(
  root: Node & { $defs?: Record<string, Node> },
  node: Node,
  path: string,
  into: string[],
): string[] {
  const own = node.$ref === undefined ? node : root.$defs?.[node.$ref.replace('#/$defs/', '')];
  if (own === undefined) throw new Error(`${path}: no ${node.$ref}`);
  if (own.items) return schemaPaths(root, own.items, `${path}/*`, into);
  if (own.properties === undefined) return [...into, path];
  expect(own.additionalProperties, `${path} allows unknown members`).toBe(false);
  return Object.entries(own.properties).reduce(
    (paths, [name, member]) => schemaPaths(root, member, `${path}/${name}`, paths),
    into,
  );
}

function valuePaths(value: unknown, path: string, into: string[]): string[] {
  if (Array.isArray(value)) return value.reduce((paths: string[], item) => valuePaths(item, `${path}/*`, paths), into);
  if (typeof value !== 'object' || value === null) return [...into, path];
  return Object.entries(value).reduce((paths, [name, member]) => valuePaths(member, `${path}/${name}`, paths), into);
}

describe('message schemas', () => {
  it('has one for each type that the model knows', () => {
    expect([...schemas.keys()]).toEqual(expect.arrayContaining(Object.keys(full)));
  });

  it.each(Object.entries(full))('%s: members of schema and model are the same', (type, message) => {
    const schema = schemas.get(type) as Node;
    expect(schemaPaths(schema, schema, '', []).sort()).toEqual([...new Set(valuePaths(message, '', []))].sort());
  });

  it.each(Object.entries(full))('%s: a message with every member is valid and stays as it is', (type, message) => {
    expect(validateDocument({ type, message })).toEqual({ type, message });
  });

  it.each(Object.entries(full))('%s: every member says what it is', (type) => {
    const text = JSON.stringify(schemas.get(type));
    const members = text.match(/"(?:type|\$ref)":/gu)?.length ?? 0;
    const described = text.match(/"description":"[^"]/gu)?.length ?? 0;
    expect(described).toBeGreaterThan(members * 0.8);
  });

  it('knows the languages of the program', () => {
    expect(readLanguages(ownLocalesDir)).toEqual(expect.arrayContaining(['de', 'en', 'hu']));
  });
});
