import { describe, expect, it } from 'vitest';
import type { StructureElement } from '../../../src/compose/displayList.ts';
import { numberOfRole, Structure } from '../../../src/compose/structure.ts';

const elements: readonly StructureElement[] = [
  { role: 'Document', parent: -1 },
  { role: 'P', parent: 0, lang: 'uk' },
  { role: 'Figure', parent: 0, details: { alt: 'Code' } },
];

describe('Structure', () => {
  it('gives elements back as they were put in', () => {
    const structure = Structure.of(elements);
    expect(structure).toHaveLength(3);
    expect([...structure]).toEqual(elements);
  });

  it('tells what more there is of an element than its role, and null of most', () => {
    const structure = Structure.of(elements);
    expect(structure.special(0)).toBeNull();
    expect(structure.special(1)?.lang).toBe('uk');
    expect(structure.special(2)?.details?.alt).toBe('Code');
  });

  it('reads plain elements from the numbers of their roles', () => {
    const table = Int32Array.from([numberOfRole('Document'), -1, numberOfRole('H1'), 0, ~0, 0]);
    const structure = new Structure(table, [{ role: 'P', lang: 'de' }]);
    expect([...structure].map(({ role, parent }) => `${role}<${parent}`)).toEqual(['Document<-1', 'H1<0', 'P<0']);
  });

  it('has no role and no parent for an element that is not there', () => {
    const structure = Structure.of(elements);
    expect([structure.role(3), structure.role(-1), structure.parent(3), structure.special(3)]).toEqual([
      '',
      '',
      -1,
      null,
    ]);
  });
});
