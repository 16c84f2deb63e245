import { describe, expect, it } from 'vitest';
import { artifact, StructureTree } from '../../../../src/compose/layout/structureTree.ts';

const outline = (tree: StructureTree): string[] =>
  [...tree.numbered()].map(({ role, parent, lang }) => `${role}<${parent}${lang === undefined ? '' : ` ${lang}`}`);

describe('StructureTree', () => {
  it('numbers elements in the order of the markup, whatever was made first', () => {
    const tree = new StructureTree();
    const box = tree.create('Sect');
    const body = tree.add(tree.root, 'P', 'fr');
    tree.append(tree.root, box);
    const inBox = tree.add(box, 'P');
    expect(outline(tree)).toEqual(['Document<-1', 'P<0 fr', 'Sect<0', 'P<2']);
    expect([body, box, inBox].map((node) => tree.index(node))).toEqual([1, 2, 3]);
  });

  it('leaves empty groups out, and what no parent holds', () => {
    const tree = new StructureTree();
    tree.append(tree.root, tree.create('Sect'));
    tree.create('P');
    tree.add(tree.root, 'H1');
    expect(outline(tree)).toEqual(['Document<-1', 'H1<0']);
  });

  it('hands children over behind those that are there', () => {
    const tree = new StructureTree();
    const [from, to] = [tree.create('Sect'), tree.add(tree.root, 'Sect')];
    tree.add(to, 'H1');
    tree.add(from, 'H2');
    tree.add(from, 'P');
    tree.moveChildren(from, to);
    tree.moveChildren(from, to);
    tree.add(to, 'L');
    expect(outline(tree)).toEqual(['Document<-1', 'Sect<0', 'H1<1', 'H2<1', 'P<1', 'L<1']);
  });

  it('has one element for one link, until something else comes', () => {
    const tree = new StructureTree();
    const [here, there] = [{ href: 'https://a' }, { href: 'https://a' }];
    const first = tree.link(tree.root, here);
    expect(tree.link(tree.root, here)).toBe(first);
    expect(tree.link(tree.root, there)).not.toBe(first);
    tree.add(tree.root, 'Span');
    expect(tree.link(tree.root, there)).not.toBe(first);
    expect(outline(tree)).toEqual(['Document<-1', 'Link<0', 'Link<0', 'Span<0', 'Link<0']);
  });

  it('makes nothing below an artifact', () => {
    const tree = new StructureTree();
    expect(tree.add(artifact, 'P')).toBe(artifact);
    expect(tree.link(artifact, {})).toBe(artifact);
    expect(outline(tree)).toEqual(['Document<-1']);
  });

  it('grows', () => {
    const tree = new StructureTree();
    const nodes = Array.from({ length: 5000 }, (_, index) =>
      tree.add(tree.root, index % 2 === 0 ? 'P' : 'H1', undefined, index === 4999 ? { alt: 'last' } : undefined),
    );
    const structure = tree.numbered();
    expect(structure).toHaveLength(5001);
    expect(nodes.every((node, index) => structure.role(tree.index(node)) === (index % 2 === 0 ? 'P' : 'H1'))).toBe(
      true,
    );
    expect(structure.special(5000)?.details?.alt).toBe('last');
  });
});
