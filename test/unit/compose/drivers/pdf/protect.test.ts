import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { checkPdf } from '../../../../../src/compose/conformance/checkPdf.ts';
import { drawGood } from '../../conformance/goodPdf.ts';

async function textOfPage(bytes: Uint8Array, password?: string): Promise<string> {
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0, ...(password !== undefined && { password }) });
  const pdf = await task.promise;
  const { items } = await (await pdf.getPage(1)).getTextContent();
  await pdf.destroy();
  return items.map((item) => ('str' in item ? item.str : '')).join('');
}

describe('protection', () => {
  const protection = { ownerPassword: 'Inhaber', userPassword: 'Müller', permissions: ['print'] } as const;

  it('opens with either password and no other', async () => {
    const bytes = drawGood({ protection });
    for (const password of ['Inhaber', 'Müller']) expect(await textOfPage(bytes, password)).toContain('Rechnung 4711');
    await expect(textOfPage(bytes, 'Meier')).rejects.toThrow(/password/i);
    await expect(textOfPage(bytes)).rejects.toThrow(/password/i);
  });

  it('says what is allowed, and reading aloud always is', async () => {
    const pdf = await getDocument({ data: Uint8Array.from(drawGood({ protection })), password: 'Müller', verbosity: 0 })
      .promise;
    const permissions = await pdf.getPermissions();
    const { metadata } = await pdf.getMetadata();
    await pdf.destroy();
    expect(permissions?.toSorted((a, b) => a - b)).toEqual([4, 512, 2048]);
    expect(metadata.get('pdfaid:part')).toBeNull();
  });

  it('leaves nothing to read in the file, and differs each time', () => {
    const [one, other] = [drawGood({ protection }), drawGood({ protection })].map((bytes) => Buffer.from(bytes));
    for (const word of ['Rechnung', 'factur-x', 'Postwerk', '/StructTreeRoot']) expect(one?.includes(word)).toBe(false);
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(false);
    expect(checkPdf(one ?? Buffer.alloc(0)).map(({ rule }) => rule)).toEqual(['not-encrypted']);
  });
});
