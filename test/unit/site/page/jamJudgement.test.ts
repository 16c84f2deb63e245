import { describe, expect, test } from 'vitest';
import type { Evidence, State } from '../../../../src/model/states.ts';
import { afterLastGood, judgeJournal } from '../../../../src/site/page/jamJudgement.ts';
import type { JournalLabel } from '../../../../src/store/labelRunsJam.ts';

/** `p` printed, `c` confirmed, `t` taken by the printer, `u` unknown, `s` being sent, `w` waiting, `h` held, `x` canceled. */
const kinds: Readonly<Record<string, readonly [State, Evidence | null, string | null]>> = {
  p: ['completed', 'printed', null],
  c: ['completed', 'confirmed', null],
  t: ['completed', 'accepted', null],
  u: ['held', null, 'unknown-outcome'],
  s: ['processing', null, null],
  w: ['pending', null, null],
  h: ['held', null, 'held-by-operator'],
  x: ['canceled', null, null],
};

const run = (journal: string): JournalLabel[] =>
  [...journal].map((kind, index) => {
    const [state, evidence, reasonCode] = kinds[kind] ?? ['pending', null, null];
    const name = String(index + 1);
    return {
      deliveryId: name,
      documentId: name,
      number: 'N',
      sscc: name,
      position: index,
      state,
      evidence,
      reasonCode,
      replaceable: false,
    };
  });
const places = (labels: readonly JournalLabel[]) => labels.map(({ deliveryId }) => Number(deliveryId));

describe('the journal of a run', () => {
  test.each([
    ['a printer that counts', 'pppuww', ['sure', 'sure', 'sure', 'suspect', 'waiting', 'waiting']],
    ['one that only takes', 'tttuw', ['suspect', 'suspect', 'suspect', 'suspect', 'waiting']],
    ['one proof makes all before it sure', 'ttpt', ['sure', 'sure', 'sure', 'suspect']],
    ['a scan is a proof', 'tct', ['sure', 'sure', 'suspect']],
    ['what is under way, held or canceled', 'pshx', ['sure', 'suspect', 'waiting', 'gone']],
  ])('of %s', (_of, journal, judged) => {
    expect(judgeJournal(run(journal))).toEqual(judged);
  });
});

describe('the last good label', () => {
  const after = (journal: string, place: number) => {
    const found = afterLastGood(run(journal), place - 1);
    if (found === null) return null;
    const { before, lastGood, doubtful, waiting } = found;
    return {
      before: places(before),
      last: lastGood?.deliveryId ?? null,
      doubtful: places(doubtful),
      waiting: places(waiting),
    };
  };

  test('makes those before it good and those behind it doubtful', () => {
    expect(after('ppttuuww', 5)).toEqual({ before: [3, 4], last: '5', doubtful: [6], waiting: [7, 8] });
  });
  test('may stand before what the printer counted: then those came out spoilt', () => {
    expect(after('pppuw', 2)).toEqual({ before: [], last: '2', doubtful: [3, 4], waiting: [5] });
  });
  test('may be none of the unclear ones: what was proven stays', () => {
    expect(after('ppuuw', 0)).toEqual({ before: [], last: null, doubtful: [3, 4], waiting: [5] });
    expect(after('ppww', 0)).toEqual({ before: [], last: null, doubtful: [], waiting: [3, 4] });
  });
  test('cannot be one that was never sent', () => {
    expect(after('ppuww', 4)).toBeNull();
    expect(after('pxw', 2)).toBeNull();
  });
  test('of a run that all came out leaves nothing to do', () => {
    expect(after('ttt', 3)).toEqual({ before: [1, 2], last: '3', doubtful: [], waiting: [] });
  });
});
