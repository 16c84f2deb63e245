import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createComposer } from '../../src/compose/composeDocument.ts';
import { PageGrid } from '../../src/compose/proof/pageGrid.ts';
import { convertBytes } from '../../src/intake/convertBytes.ts';
import type { Sender } from '../../src/model/parties.ts';

const root = new URL('../../', import.meta.url);
const folder = new URL('samples/', root);
const composer = await createComposer({
  templatesDir: fileURLToPath(new URL('templates', root)),
  localesDir: fileURLToPath(new URL('locales', root)),
});
const landscape = parse(readFileSync(new URL('landscape.yaml', folder), 'utf8')) as {
  readonly senders: readonly Sender[];
};
const samples = readdirSync(folder)
  .filter((file) => /\.(?:json|xml)$/.test(file))
  .flatMap((file) =>
    convertBytes(readFileSync(new URL(file, folder)), file).map((document, index) => ({ file, index, document })),
  );

describe('the proof', () => {
  it.each(composer.library.locales)('lets every sample pass in %s', async (locale) => {
    const failed: string[] = [];
    for (const { file, index, document } of samples) {
      const { type, message } = document;
      if (!composer.library.localesOf(type).includes(locale)) continue;
      const request = { type, message, locale, sender: landscape.senders[0] ?? null, formats: ['pdf'] as const };
      for (const { sentence } of await composer.prove(request, composer.layOut(request))) {
        failed.push(`${file} ${index + 1}: ${sentence}`);
      }
    }
    expect(failed).toEqual([]);
  });
});

/** Thousandths of a point. */
const box = fc.tuple(
  fc.integer({ min: -50_000, max: 650_000 }),
  fc.integer({ min: -50_000, max: 900_000 }),
  fc.integer({ min: 0, max: 300_000 }),
  fc.integer({ min: 0, max: 100_000 }),
);

describe('the grid of a page', () => {
  it('finds the boxes that a comparison with all of them finds', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 60 }), box, fc.integer({ min: 0, max: 3000 }), (boxes, asked, slack) => {
        const grid = new PageGrid();
        grid.reset(595, 842, 1);
        for (const [x, y, width, height] of boxes) grid.add(x, y, x + width, y + height);
        const [left, top, right, bottom] = [asked[0], asked[1], asked[0] + asked[2], asked[1] + asked[3]];
        const count = grid.touching(left, top, right, bottom, slack);
        const found = Array.from({ length: count }, (_, index) => grid.found(index)).sort((a, b) => a - b);
        const expected = boxes.flatMap(([x, y, width, height], index) =>
          x < right - slack && x + width > left + slack && y < bottom - slack && y + height > top + slack
            ? [index]
            : [],
        );
        expect(found).toEqual(expected);
      }),
    );
  });

  it('keeps nothing of the page before', () => {
    const grid = new PageGrid();
    grid.reset(595, 842, 1);
    for (let index = 0; index < 1000; index += 1) grid.add(0, 0, 595_000, 842_000);
    grid.reset(100, 100, 1);
    expect(grid.touching(0, 0, 100_000, 100_000, 0)).toBe(0);
  });
});
