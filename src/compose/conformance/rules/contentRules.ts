import type { Inspection, PageFacts } from '../inspectPdf.ts';
import type { Rule } from '../rule.ts';

/** What is drawn, and whose content it is. */
export const contentRules: readonly Rule[] = [
  {
    id: 'content-readable',
    clause: 'ISO 19005-3 §6.2.2',
    says: 'The operators of every page can be read, with all that they name.',
    find: (inspection) => perPage(inspection, ({ content }) => content.broken),
  },
  {
    id: 'content-balanced',
    clause: 'ISO 32000-1 §14.6.1',
    says: 'Marked content is closed, and nested with text objects.',
    find: (inspection) => perPage(inspection, ({ content }) => content.crossed),
  },
  {
    id: 'content-nesting',
    clause: 'ISO 14289-1 §7.1; ISO 19005-3 §6.2.2',
    says: 'Tagged content and artifacts are not inside each other, and all operators are of ISO 32000-1.',
    find: (inspection) => perPage(inspection, ({ content }) => content.misused),
  },
  {
    id: 'content-marked',
    clause: 'ISO 14289-1 §7.1',
    says: 'Everything on a page is tagged or an artifact.',
    find: (inspection) => perPage(inspection, ({ content }) => content.unmarked),
  },
  {
    id: 'content-in-tree',
    clause: 'ISO 32000-1 §14.7.4.4; ISO 14289-1 §7.20',
    says: 'Marks of a page and structure elements know each other.',
    *find(inspection) {
      const { file, pages, structure } = inspection;
      const owners = ownersOf(inspection);
      for (const { number, id, dictionary, content } of pages) {
        const key = file.resolve(dictionary.get('StructParents'));
        const parents = typeof key === 'number' ? structure.parents.get(key) : undefined;
        const list = Array.isArray(parents) ? (parents as readonly number[]) : [];
        if (content.mcids.length > 0 && list.length === 0) yield `page ${number} has no entry in the parent tree`;
        const seen = new Set<number>();
        for (const mcid of content.mcids) {
          if (seen.has(mcid)) yield `MCID ${mcid} comes twice on page ${number}`;
          seen.add(mcid);
          const owner = owners.get(`${id} ${mcid}`);
          if (owner === undefined) yield `MCID ${mcid} of page ${number} belongs to no element`;
          else if (list.length > 0 && list[mcid] !== owner) {
            yield `MCID ${mcid} of page ${number} belongs to object ${owner}, the parent tree says ${list[mcid] ?? 'none'}`;
          }
          owners.delete(`${id} ${mcid}`);
        }
      }
      for (const [key, owner] of owners) {
        const [page, mcid] = key.split(' ');
        yield `object ${owner} names MCID ${mcid} of page object ${page}, which is not there`;
      }
    },
  },
];

function* perPage({ pages }: Inspection, find: (page: PageFacts) => readonly string[]): Generator<string> {
  for (const page of pages) {
    const counts = new Map<string, number>();
    for (const problem of find(page)) counts.set(problem, (counts.get(problem) ?? 0) + 1);
    for (const [problem, count] of counts) {
      yield `page ${page.number}: ${problem}${count > 1 ? ` (${count} times)` : ''}`;
    }
  }
}

/** Object number of the element that owns a mark, by page object and MCID. */
function ownersOf({ structure }: Inspection): Map<string, number> {
  const owners = new Map<string, number>();
  for (const { id, marks } of structure.nodes) for (const { page, mcid } of marks) owners.set(`${page} ${mcid}`, id);
  return owners;
}
