import { expect, test } from 'vitest';
import { fillNumbers } from '../../../../src/site/numbers/fillNumbers.ts';

const numbered = new Set(['shipping-label']);

async function fill(job: unknown, numbers: readonly string[] = ['1', '2', '3']) {
  const asked: number[] = [];
  const body = Buffer.from(typeof job === 'string' ? job : JSON.stringify(job));
  const filled = await fillNumbers(body, 'linz', numbered, async (count) => {
    asked.push(count);
    return numbers.slice(0, count);
  });
  return { asked, text: filled.toString() };
}

test('labels without a number get the next ones in order, and everything the site', async () => {
  const { asked, text } = await fill({
    documents: [
      { type: 'shipping-label', message: { number: 'A' } },
      { type: 'invoice', message: { number: 'B' }, site: 'gyor' },
      { type: 'shipping-label', message: { number: 'C', sscc: '9' } },
      { type: 'shipping-label', message: { number: 'D' } },
    ],
  });
  expect(asked).toEqual([2]);
  expect(JSON.parse(text)).toEqual({
    documents: [
      { type: 'shipping-label', message: { number: 'A', sscc: '1' }, site: 'linz' },
      { type: 'invoice', message: { number: 'B' }, site: 'gyor' },
      { type: 'shipping-label', message: { number: 'C', sscc: '9' }, site: 'linz' },
      { type: 'shipping-label', message: { number: 'D', sscc: '2' }, site: 'linz' },
    ],
  });
});

test.each(['', '{', '[]', 'null', '{"documents":1}', '{"documents":[1]}', '{"documents":[null]}'])(
  '%s is left as it is, for intake to refuse',
  async (job) => {
    expect(await fill(job)).toEqual({ asked: [], text: job });
  },
);

test('a label whose message is none is left to intake, and no number is taken for it', async () => {
  expect((await fill({ documents: [{ type: 'shipping-label', message: 'x' }] })).asked).toEqual([]);
});
