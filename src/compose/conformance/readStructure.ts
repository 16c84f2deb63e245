import type { PdfFile } from './pdfFile.ts';
import { nameOf, type PdfDictionary, PdfReference, PdfString, type PdfValue } from './pdfValue.ts';

/** A structure element (ISO 32000-1 §14.7.2). */
export interface StructureNode {
  readonly id: number;
  readonly dictionary: PdfDictionary;
  /** As written, and as the role map resolves it. */
  readonly type: string;
  readonly role: string;
  readonly parent: StructureNode | null;
  readonly children: StructureNode[];
  /** Marks of its own: page object and MCID. */
  readonly marks: { readonly page: number; readonly mcid: number }[];
  /** Annotations by object number. */
  readonly objects: number[];
}

export interface StructureTree {
  /** Null when the catalog has no StructTreeRoot. */
  readonly root: PdfDictionary | null;
  /** In reading order. */
  readonly nodes: readonly StructureNode[];
  readonly roleMap: ReadonlyMap<string, string>;
  /** The parent tree: by key, one element, or one for each MCID of a page. */
  readonly parents: ReadonlyMap<number, number | readonly number[]>;
  /** What is wrong with the tree itself. */
  readonly problems: readonly string[];
}

export function readStructure(file: PdfFile, catalog: PdfDictionary): StructureTree {
  const root = file.dictionary(catalog.get('StructTreeRoot')) ?? null;
  const nodes: StructureNode[] = [];
  const problems: string[] = [];
  const roleMap = new Map<string, string>();
  const parents = new Map<number, number | readonly number[]>();
  if (root === null) return { root, nodes, roleMap, parents, problems };
  for (const [from, to] of file.dictionary(root.get('RoleMap')) ?? []) {
    const target = nameOf(file.resolve(to));
    if (target !== undefined) roleMap.set(from, target);
  }
  readNumbers(file, root.get('ParentTree'), parents);

  const seen = new Set<number>();
  const visit = (value: PdfValue | undefined, parent: StructureNode | null): void => {
    const kid = file.resolve(value);
    if (typeof kid === 'number') {
      if (parent !== null) parent.marks.push({ page: pageOf(parent), mcid: kid });
      return;
    }
    if (Array.isArray(kid)) {
      for (const one of kid as readonly PdfValue[]) visit(one, parent);
      return;
    }
    const dictionary = file.dictionary(value);
    if (dictionary === undefined) return;
    const kind = nameOf(dictionary.get('Type'));
    if (kind === 'MCR' && parent !== null) {
      const mcid = file.resolve(dictionary.get('MCID'));
      const page = dictionary.get('Pg');
      if (typeof mcid === 'number') {
        parent.marks.push({ page: page instanceof PdfReference ? page.id : pageOf(parent), mcid });
      }
      return;
    }
    if (kind === 'OBJR' && parent !== null) {
      const target = dictionary.get('Obj');
      if (target instanceof PdfReference) parent.objects.push(target.id);
      return;
    }
    const id = value instanceof PdfReference ? value.id : 0;
    if (seen.has(id) && id !== 0) {
      problems.push(`element ${id} stands in the tree twice`);
      return;
    }
    seen.add(id);
    const type = nameOf(file.resolve(dictionary.get('S'))) ?? '';
    const role = resolveRole(type, roleMap);
    const node: StructureNode = { id, dictionary, type, role, parent, children: [], marks: [], objects: [] };
    nodes.push(node);
    parent?.children.push(node);
    const above = dictionary.get('P');
    const expected = parent === null ? catalog.get('StructTreeRoot') : undefined;
    const aboveId = above instanceof PdfReference ? above.id : -1;
    const expectedId = parent === null ? (expected instanceof PdfReference ? expected.id : -1) : parent.id;
    if (aboveId !== expectedId) problems.push(`${type} (object ${id}) names another parent than the one it is in`);
    visit(dictionary.get('K'), node);
  };
  visit(root.get('K'), null);
  return { root, nodes, roleMap, parents, problems };
}

/** Follows the role map to its end; a circle ends where it began (ISO 32000-1 §14.7.3). */
function resolveRole(type: string, roleMap: ReadonlyMap<string, string>): string {
  let role = type;
  for (const seen = new Set<string>(); !seen.has(role); ) {
    seen.add(role);
    role = roleMap.get(role) ?? role;
  }
  return role;
}

function pageOf(node: StructureNode): number {
  const page = node.dictionary.get('Pg');
  return page instanceof PdfReference ? page.id : 0;
}

/** ISO 32000-1 §7.9.7. */
function readNumbers(
  file: PdfFile,
  value: PdfValue | undefined,
  into: Map<number, number | readonly number[]>,
  depth = 0,
): void {
  const node = file.dictionary(value);
  if (node === undefined || depth > 50) return;
  for (const kid of file.array(node.get('Kids'))) readNumbers(file, kid, into, depth + 1);
  const entries = file.array(node.get('Nums'));
  for (let index = 0; index + 1 < entries.length; index += 2) {
    const [key, target] = [file.resolve(entries[index]), entries[index + 1]];
    if (typeof key !== 'number') continue;
    const list = file.resolve(target);
    if (Array.isArray(list)) {
      into.set(
        key,
        (list as readonly PdfValue[]).map((one) => (one instanceof PdfReference ? one.id : 0)),
      );
    } else if (target instanceof PdfReference) into.set(key, target.id);
  }
}

/** A text entry of an element, '' when it is absent. */
export function textOf(file: PdfFile, dictionary: PdfDictionary, key: string): string {
  const value = file.resolve(dictionary.get(key));
  return value instanceof PdfString ? value.text : '';
}

/** An attribute of an element (ISO 32000-1 §14.7.5): A is one dictionary or an array of them. */
export function attributeOf(file: PdfFile, node: StructureNode, key: string): PdfValue {
  const value = file.resolve(node.dictionary.get('A'));
  const all = Array.isArray(value) ? (value as readonly PdfValue[]) : [value];
  for (const one of all) {
    const found = file.dictionary(one)?.get(key);
    if (found !== undefined) return file.resolve(found);
  }
  return null;
}
