import type { JournalLabel } from '../../store/labelRunsJam.ts';

/**
 * What the journal alone says of a label: it is out (`sure`), it may or may not be (`suspect`), it lies in a printer that
 * stands (`inside`), it never left (`waiting`), it is not wanted any more (`gone`).
 */
export type LabelJudgement = 'sure' | 'suspect' | 'inside' | 'waiting' | 'gone';

/**
 * Judges the labels of a run in the order in which they are printed. A label is surely out when the printer or a person
 * said so, and so is every one before it that was sent: a printer prints in order. What it merely took (`accepted`,
 * `handed-over`) may still lie in its memory, and what was sent without an end is suspect as well. Of those in a printer
 * that counts and has said that it stands, only the first can be torn: it is the one that the print head was at.
 */
export function judgeJournal(labels: readonly JournalLabel[]): readonly LabelJudgement[] {
  const lastProven = labels.findLastIndex(
    ({ state, evidence }) => state === 'completed' && (evidence === 'printed' || evidence === 'confirmed'),
  );
  return labels.map(({ state }, index) => {
    switch (state) {
      case 'completed':
        return index <= lastProven ? 'sure' : 'suspect';
      case 'processing':
        return labels[index]?.inPrinter === true && labels[index - 1]?.inPrinter === true ? 'inside' : 'suspect';
      case 'held':
        return labels[index]?.reasonCode === 'unknown-outcome' ? 'suspect' : 'waiting';
      case 'pending':
      case 'stopped':
        return 'waiting';
      case 'canceled':
      case 'aborted':
        return 'gone';
    }
  });
}

/** What follows when somebody says which label was the last good one. */
export interface JamConsequence {
  /** Suspect ones before it: they are out as well. */
  readonly before: readonly JournalLabel[];
  readonly lastGood: JournalLabel | null;
  /** Behind it, and sent already: spoilt, lost in the jam or never begun. Nobody may use them without looking. */
  readonly doubtful: readonly JournalLabel[];
  /** Not sent yet, or still in the printer, which is asked what became of them: they follow by themselves. */
  readonly waiting: readonly JournalLabel[];
}

/**
 * @param lastGood the scanned label's place in the run; -1 when none of those in doubt is good
 * @returns null when that label was never sent: it cannot have been the last good one of this run
 */
export function afterLastGood(labels: readonly JournalLabel[], lastGood: number): JamConsequence | null {
  const judged = judgeJournal(labels);
  // "None" speaks of those in doubt; what was proven before them stays.
  const good = lastGood >= 0 ? lastGood : firstSuspect(judged) - 1;
  if (lastGood >= 0 && (judged[lastGood] === 'waiting' || judged[lastGood] === 'gone')) return null;
  const where = (from: number, to: number, kinds: readonly LabelJudgement[]) =>
    labels.filter((_, index) => index > from && index < to && kinds.includes(judged[index] ?? 'gone'));
  // Where it came further than the journal knows, the one that it has come to now can be torn.
  const torn = judged[good] === 'sure' || judged[good + 1] !== 'inside' ? -1 : good + 1;
  const doubtful = where(good, labels.length, ['suspect', 'sure']);
  return {
    before: where(-1, good, ['suspect', 'inside']),
    lastGood: lastGood >= 0 ? (labels[lastGood] ?? null) : null,
    doubtful: labels.filter((label, index) => index === torn || doubtful.includes(label)),
    waiting: labels.filter(
      (_, index) => judged[index] === 'waiting' || (judged[index] === 'inside' && index > good && index !== torn),
    ),
  };
}

function firstSuspect(judged: readonly LabelJudgement[]): number {
  const found = judged.indexOf('suspect');
  return found < 0 ? judged.length : found;
}
