import { describe, expect, it } from 'vitest';
import { knownTexts } from '../../../../src/compose/proof/proveTexts.ts';
import { Proof, type ProofContext } from '../../../../src/compose/proof/proveRendition.ts';
import { fonts, listOf, textItem } from '../drivers/sampleList.ts';

const context = {
  ...{ type: 'reminder', message: {}, locale: {}, fonts },
  texts: knownTexts(new Set(['common:intl.tag'])),
} as unknown as ProofContext;

describe('a proof', () => {
  const page = listOf([textItem(50, 100, 'intl.tag')]).pages[0]!;
  const list = { ...listOf([]), pages: [page, page] };

  it('looks at each page on its way to whoever draws it', async () => {
    const proof = new Proof(list, context);
    expect([...proof.proving.pages]).toEqual([page, page]);
    expect((await proof.findings()).map((finding) => [finding.code, finding.page])).toEqual([
      ['untranslated', 1],
      ['untranslated', 2],
    ]);
  });

  it('looks at a page once, however many formats it is drawn for', async () => {
    const proof = new Proof(list, context);
    const { pages } = proof.proving;
    expect(pages).toHaveLength(2);
    expect([...pages, ...pages]).toHaveLength(4);
    expect(await proof.findings()).toHaveLength(2);
  });

  it('says nothing before all pages have been looked at', async () => {
    const proof = new Proof(list, context);
    for (const first of proof.proving.pages) {
      expect(first).toBe(page);
      break;
    }
    await expect(proof.findings()).rejects.toThrow('only 1 of 2 pages');
  });
});
