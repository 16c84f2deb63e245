import { describe, expect, test } from 'vitest';
import type { Evidence, State } from '../../../../src/model/states.ts';
import { afterLastGood, judgeJournal } from '../../../../src/site/page/jamJudgement.ts';
import type { JournalLabel } from '../../../../src/store/labelRunsJam.ts';

/** `p` printed, `c` confirmed, `t` taken by the printer, `u` unknown, `s` being sent, `i` in a printer that stands, `w` waiting, `h` held, `x` canceled. */
const kinds: Readonly<Record<string, readonly [State, Evidence | null, string | null]>> = {
  p: ['completed', 'printed', null],
  c: ['completed', 'confirmed', null],
  t: ['completed', 'accepted', null],
  u: ['held', null, 'unknown-outcome'],
  s: ['processing', null, null],
  w: ['pending', null, null],
  i: ['processing', null, 'dispatch.waiting-for-counter'],
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
      inPrinter: kind === 'i',
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
    ['a printer that counts and stands', 'ppiiiw', ['sure', 'sure', 'suspect', 'inside', 'inside', 'waiting']],
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
  test('leaves those in the printer behind the torn one to its counter', () => {
    expect(after('ppiiiw', 2)).toEqual({ before: [], last: '2', doubtful: [3], waiting: [4, 5, 6] });
    expect(after('ppiiiw', 0)).toEqual({ before: [], last: null, doubtful: [3], waiting: [4, 5, 6] });
    expect(after('iiw', 0)).toEqual({ before: [], last: null, doubtful: [1], waiting: [2, 3] });
  });
  test('may be one that was in the printer and came out since: then the next one may be torn', () => {
    expect(after('ppiiiw', 3)).toEqual({ before: [], last: '3', doubtful: [4], waiting: [5, 6] });
    expect(after('ppiiiw', 4)).toEqual({ before: [3], last: '4', doubtful: [5], waiting: [6] });
    expect(after('ppiiiw', 5)).toEqual({ before: [3, 4], last: '5', doubtful: [], waiting: [6] });
  });
  test('before what the printer counted leaves those in it as they are', () => {
    expect(after('ppiiiw', 1)).toEqual({ before: [], last: '1', doubtful: [2, 3], waiting: [4, 5, 6] });
  });
  test('of a run that all came out leaves nothing to do', () => {
    expect(after('ttt', 3)).toEqual({ before: [1, 2], last: '3', doubtful: [], waiting: [] });
  });
});
