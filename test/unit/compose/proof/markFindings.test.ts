import { describe, expect, it } from 'vitest';
import type { DisplayList } from '../../../../src/compose/displayList.ts';
import { drawPdf } from '../../../../src/compose/drivers/pdf/drawPdf.ts';
import type { Finding } from '../../../../src/compose/proof/finding.ts';
import { markFindings } from '../../../../src/compose/proof/markFindings.ts';
import { proofPicture } from '../../../../src/compose/proof/proofPicture.ts';
import { fonts, listOf, textItem } from '../drivers/sampleList.ts';

const at = (page: number, x: number, y: number, width: number, height: number): Finding => ({
  code: 'overlap',
  page,
  x,
  y,
  width,
  height,
  sentence: 'Something is wrong.',
});
const {
  pages: [page],
  ...rest
} = listOf([textItem(50, 100, 'Net')]);
if (page === undefined) throw new Error('no page');
const list = { ...rest, pages: [page, { ...page, items: [textItem(10, 10, 'Second')] }, page] };

describe('markFindings', () => {
  it('gives the page of the first finding with a red frame around each of its spots', () => {
    const marked = markFindings(list, [at(2, 10, 20, 30, 40), at(3, 1, 1, 1, 1), at(2, 100, 200, 3, 4)]);
    expect(marked.pages).toHaveLength(1);
    expect(marked.pages[0]?.items).toEqual([
      textItem(10, 10, 'Second'),
      { kind: 'rect', x: 6, y: 16, width: 38, height: 48, stroke: '#d11212', strokeWidth: 2.5 },
      { kind: 'rect', x: 96, y: 196, width: 11, height: 12, stroke: '#d11212', strokeWidth: 2.5 },
    ]);
  });

  it('frames the whole page for what stands nowhere', () => {
    expect(markFindings(list, [at(1, 0, 0, 0, 0)]).pages[0]?.items.at(-1)).toMatchObject({ x: 8, y: 8, width: 579.28 });
  });
});

describe('proofPicture', () => {
  it('draws it, and then rests so that pictures stay a small part of the work', async () => {
    const draw = (marked: DisplayList) => drawPdf(marked, fonts, { date: null });
    const picture = await proofPicture(list, [at(2, 10, 20, 30, 40)], draw);
    expect(
      Buffer.from(picture ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(Buffer.from(picture ?? []).readUInt32BE(16)).toBe(909);
    await expect(proofPicture(list, [at(2, 10, 20, 30, 40)], draw)).resolves.toBeNull();
  });
});
